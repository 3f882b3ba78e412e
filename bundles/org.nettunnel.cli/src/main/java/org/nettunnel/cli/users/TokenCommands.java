package org.nettunnel.cli.users;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.users.RevokeRequest;
import org.nettunnel.api.admin.users.TokenRequest;
import org.nettunnel.api.admin.users.TokenView;
import org.nettunnel.api.admin.users.UserOperations;
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

/// `nettunnel token list|add|remove`.
public final class TokenCommands {
    private TokenCommands() {}

    /// What `--json` prints for each that was removed.
    record Removed(String removed) {}

    /// @param whose null for one's own
    private static TokenView.Page page(NodeClient node, @Nullable String whose) throws NodeException {
        return whose == null ? node.call(UserOperations.LIST_TOKENS, new Nothing()) : node.call(UserOperations.LIST_TOKENS_OF, whose, new Nothing());
    }

    /// Lists them.
    @Command(name = "list", description = "List your access tokens, or those of a user. Needs a login (--node).",
            footerHeading = "%nExamples:%n", footer = {"  nettunnel token list --node https://outer.example:52845", "  nettunnel token list --user guest"})
    public static final class Lists implements Shell.Task {
        private final Shell shell;

        @Option(names = "--user", paramLabel = "NAME", description = "Those of this user; for administrators.")
        @Nullable String user;

        public Lists(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            TokenView.Page page = page(shell.node(), user);
            if (shell.json()) return shell.printJson(page);
            if (page.tokens().isEmpty()) shell.line("No tokens.");
            else {
                var table = new Table(shell.terminal().colours(), "ID", "EXPIRES", "LAST USED", "MAY", "NAME");
                for (TokenView token : page.tokens()) {
                    Instant used = token.lastUsed();
                    table.add(token.id(), token.expires().toString(), used == null ? "never" : used.truncatedTo(ChronoUnit.SECONDS).toString(),
                            String.join(",", token.scopes()), token.name());
                }
                table.print(shell.terminal());
            }
            return ExitCode.OK;
        }
    }

    /// Makes one.
    @Command(name = "add", description = {"Make an access token, by which a program is let in in your stead; it is shown once.",
            "It never may more than you, and neither makes tokens nor changes passwords. Needs a login (--node)."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel token add metrics --scope metrics --node https://outer.example:52845",
                    "  nettunnel token add backup --scope read,operate --life 30d --node outer.example"})
    public static final class Adds implements Shell.Task {
        private final Shell shell;

        @Parameters(index = "0", paramLabel = "NAME", description = "So that you know it again.")
        String name = "";

        @Option(names = "--scope", paramLabel = "SCOPE", split = ",", required = true, description = "read, operate, configure, administer, metrics.")
        List<String> scopes = List.of();

        @Option(names = "--life", paramLabel = "TIME", description = "How long it lives, such as 30d; at most 366d (default: ${DEFAULT-VALUE}).")
        String life = "90d";

        public Adds(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            Instant expires = Instant.now().plus(Texts.duration("--life", life, "366d")).truncatedTo(ChronoUnit.SECONDS);
            TokenView.Issued issued = shell.node().call(UserOperations.ADD_TOKEN, new TokenRequest(name, scopes, expires.toString()));
            if (shell.json()) return shell.printJson(issued);
            shell.line(issued.text());
            shell.hint("the token is shown this once; it lives until " + issued.token().expires());
            return ExitCode.OK;
        }
    }

    /// Revokes them.
    @Command(name = "remove", description = "Revoke access tokens, yours or those of a user; who uses them is refused from now on.",
            footerHeading = "%nExamples:%n", footer = {"  nettunnel token remove 0a1b2c3d4e5f --node https://outer.example:52845", "  nettunnel token remove --all --user guest"})
    public static final class Removes implements Shell.Task {
        private final Shell shell;

        @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids, as 'token list' shows them.")
        List<String> ids = List.of();

        @Option(names = "--all", description = "All of them.")
        boolean all;

        @Option(names = "--user", paramLabel = "NAME", description = "Those of this user; for administrators.")
        @Nullable String user;

        public Removes(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            if (all == !ids.isEmpty()) throw new CliFailure(ExitCode.USAGE, "give the ids of tokens, or --all");
            NodeClient node = shell.node();
            String whose = user;
            List<String> meant = all ? page(node, whose).tokens().stream().map(TokenView::id).toList() : ids;
            if (all && whose != null) node.call(UserOperations.REVOKE_TOKENS_OF, whose, new RevokeRequest(null, true));
            for (String id : meant) {
                if (whose == null) node.call(UserOperations.REMOVE_TOKEN, id, new Nothing());
                else if (!all) node.call(UserOperations.REVOKE_TOKENS_OF, whose, new RevokeRequest(id, null));
                if (shell.json()) shell.printJson(new Removed(id));
                else shell.hint("token '" + id + "' is revoked");
            }
            if (meant.isEmpty() && !shell.json()) shell.hint("there was no token");
            return ExitCode.OK;
        }
    }
}
