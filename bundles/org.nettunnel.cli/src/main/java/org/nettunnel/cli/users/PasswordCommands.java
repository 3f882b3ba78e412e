package org.nettunnel.cli.users;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.users.JoinRequest;
import org.nettunnel.api.admin.users.PasswordRequest;
import org.nettunnel.api.admin.users.UserOperations;
import org.nettunnel.api.admin.users.UserView;
import org.nettunnel.cli.shell.Acquaintance;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NodeChoice;
import org.nettunnel.cli.shell.Secrets;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel user password`, `nettunnel join`.
public final class PasswordCommands {
    private PasswordCommands() {}

    /// What `--json` prints.
    record Joined(String user) {}

    /// What `--json` prints.
    record Changed(boolean changed) {}

    /// Changes one's own.
    @Command(name = "password", description = "Change your own password; all your sessions end, access tokens go on unless you say so. Needs a login (--node).",
            footerHeading = "%nExamples:%n", footer = "  nettunnel user password --node https://outer.example:52845")
    public static final class Changes implements Shell.Task {
        private final Shell shell;

        @Option(names = "--old-password-file", paramLabel = "FILE", description = "Take the password of now from the first line of FILE.")
        @Nullable Path oldFile;

        @Option(names = "--password-file", paramLabel = "FILE", description = "Take the new one from the first line of FILE.")
        @Nullable Path newFile;

        @Option(names = "--revoke-tokens", description = "Revoke your access tokens as well: when somebody else may have had the password.")
        boolean revokeTokens;

        public Changes(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            var secrets = new Secrets(shell.terminal());
            String old = secrets.password(oldFile, "Password now: ", "--old-password-file");
            shell.node().call(UserOperations.SET_PASSWORD, new PasswordRequest(old, secrets.newPassword(newFile, "New password: "), revokeTokens));
            shell.hint("the password is changed" + (revokeTokens ? " and your access tokens are revoked" : "; your access tokens go on") + "; log in again with 'nettunnel login'");
            return shell.json() ? shell.printJson(new Changed(true)) : ExitCode.OK;
        }
    }

    /// Uses an invite.
    @Command(name = "join", description = "Choose your password at a node, with the code of an invite; it can be used once.",
            footerHeading = "%nExamples:%n", footer = {"  nettunnel join ntj_... --node https://outer.example:52845", "  nettunnel join - --password-file pw < code"})
    public static final class Joins implements Shell.Task {
        private final Shell shell;

        @Parameters(index = "0", paramLabel = "CODE", description = "The code, or - to take it from standard input.")
        String code = "";

        @Option(names = "--password-file", paramLabel = "FILE", description = "Take the password from the first line of FILE instead of asking.")
        @Nullable Path passwordFile;

        @Option(names = "--fingerprint", paramLabel = "FP", description = "The certificate's fingerprint, compared before.")
        @Nullable String fingerprint;

        public Joins(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            var secrets = new Secrets(shell.terminal());
            String given = secrets.given(code);
            UserView joined = join(given, secrets);
            if (shell.json()) return shell.printJson(new Joined(joined.name()));
            shell.hint("you are '" + joined.name() + "' now; 'nettunnel login --user " + joined.name() + "' logs you in");
            return ExitCode.OK;
        }

        private UserView join(String given, Secrets secrets) throws CliFailure, NodeException {
            String where = shell.nodeUrl();
            if (where == null || shell.via() != null) return shell.node().call(UserOperations.JOIN, new JoinRequest(given, secrets.newPassword(passwordFile, "Choose a password: ")));
            var node = new Acquaintance(shell, NodeChoice.address(where), fingerprint);
            node.meet();
            return node.call(UserOperations.JOIN, new JoinRequest(given, secrets.newPassword(passwordFile, "Choose a password: ")));
        }
    }
}
