package org.nettunnel.cli.users;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.users.UserInviteView;
import org.nettunnel.api.admin.users.UserOperations;
import org.nettunnel.api.admin.users.UserView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel user list|show|remove|invite|logout`.
public final class UserCommands {
    private UserCommands() {}

    /// What `--json` prints for each that was removed.
    record Removed(String removed) {}

    /// What `--json` prints for each that was logged out.
    record LoggedOut(String loggedOut) {}

    /// Lists them all.
    @Command(name = "list", description = "List the users of the node, what they may, and how much.")
    public static final class Lists implements Shell.Task {
        private final Shell shell;

        public Lists(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            UserView.Page page = shell.node().call(UserOperations.LIST_USERS, new Nothing());
            if (shell.json()) return shell.printJson(page);
            var table = new Table(shell.terminal().colours(), "USER", "ROLE", "STATE", "MAY");
            for (UserView user : page.users()) table.add(user.name(), user.role(), state(user), rights(user));
            table.print(shell.terminal());
            return ExitCode.OK;
        }

        private static String state(UserView user) {
            if (user.disabled()) return "disabled";
            return user.hasPassword() ? "active" : user.invitedUntil() == null ? "no password" : "invited";
        }

        private static String rights(UserView user) {
            if (user.role().equals("administrator")) return "everything";
            var tunnels = user.grants().tunnels();
            var endpoints = user.grants().endpoints();
            int count = (tunnels == null ? 0 : tunnels.size()) + (endpoints == null ? 0 : endpoints.size());
            return count == 0 ? "nothing" : count + (count == 1 ? " grant" : " grants") + " ('--json' shows them)";
        }
    }

    /// Shows all of one.
    @Command(name = "show", description = "Show a user and what he may, as it is kept.")
    public static final class Shows implements Shell.Task {
        private final Shell shell;

        @Parameters(index = "0", paramLabel = "USER", description = "Name of the user.")
        String user = "";

        public Shows(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            return shell.printJson(shell.node().call(UserOperations.SHOW_USER, user, new Nothing()));
        }
    }

    /// Removes them.
    @Command(name = "remove", description = "Remove users, their tokens, and their endpoints at both ends.",
            footerHeading = "%nExamples:%n", footer = "  nettunnel user remove guest")
    public static final class Removes implements Shell.Task {
        private final Shell shell;

        @Parameters(arity = "1..*", paramLabel = "USER", description = "Names of users.")
        List<String> users = List.of();

        public Removes(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            NodeClient node = shell.node();
            for (String user : users) {
                node.call(UserOperations.REMOVE_USER, user, new Nothing());
                if (shell.json()) shell.printJson(new Removed(user));
                else shell.hint("user '" + user + "' is removed");
            }
            return ExitCode.OK;
        }
    }

    /// Ends their sessions.
    @Command(name = "logout", description = "End all sessions of users; their tokens stay.", footerHeading = "%nExamples:%n", footer = "  nettunnel user logout guest")
    public static final class LogsOut implements Shell.Task {
        private final Shell shell;

        @Parameters(arity = "1..*", paramLabel = "USER", description = "Names of users.")
        List<String> users = List.of();

        public LogsOut(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            NodeClient node = shell.node();
            for (String user : users) {
                node.call(UserOperations.LOG_OUT_USER, user, new Nothing());
                if (shell.json()) shell.printJson(new LoggedOut(user));
                else shell.hint("user '" + user + "' is logged out everywhere");
            }
            return ExitCode.OK;
        }
    }

    /// Invites one.
    @Command(name = "invite", description = {"Make the invite by which a user chooses his password: for a new user, or one who forgot it.",
            "It is shown once and can be used once; an older one of his is void."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel user invite guest", "  nettunnel user invite guest --valid 2h"})
    public static final class Invites implements Shell.Task {
        private final Shell shell;

        @Parameters(index = "0", paramLabel = "USER", description = "Name of the user.")
        String user = "";

        @Option(names = "--valid", paramLabel = "TIME", description = "How long it may be used, such as 30m, 12h or 7d (default: 7d).")
        @Nullable String valid;

        public Invites(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            UserInviteView made = shell.node().call(UserOperations.INVITE_USER, user, query(), new Nothing());
            if (shell.json()) return shell.printJson(made);
            shell.line(made.text());
            shell.hint("'" + made.user() + "' chooses his password until " + made.expires() + " with: nettunnel join CODE");
            shell.hint("or in a browser, at the node's address followed by " + made.link().replace(made.text(), "CODE"));
            return ExitCode.OK;
        }

        private Map<String, String> query() throws CliFailure {
            String given = valid;
            if (given == null) return Map.of();
            return Map.of(UserOperations.VALID_SECONDS.name(), Long.toString(Texts.duration("--valid", given, "30d").toSeconds()));
        }
    }
}
