package org.nettunnel.cli.commands;

import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.LoginRequest;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Session;
import org.nettunnel.cli.shell.Acquaintance;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Logins;
import org.nettunnel.cli.shell.Logins.Login;
import org.nettunnel.cli.shell.NodeChoice;
import org.nettunnel.cli.shell.Secrets;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeAddress;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel login`.
@Command(name = "login", description = "Log in at a node and keep the login (12 hours, or until idle for half an hour) for --node.",
        footerHeading = "%nExamples:%n", footer = {"  nettunnel login https://outer.example:52845", "  nettunnel login --via office",
                "  nettunnel login outer.example --user root --password-file pw --fingerprint a1b2:..."})
public final class LoginCommand implements Shell.Task {
    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "URL", description = "The node; the port is 52845 unless given.")
    @Nullable String url;

    @Option(names = "--user", paramLabel = "NAME", description = "Name of the user (default: ${DEFAULT-VALUE}).")
    String user = "root";

    @Option(names = "--password-file", paramLabel = "FILE", description = "Take the password from the first line of FILE instead of asking.")
    @Nullable Path passwordFile;

    @Option(names = "--fingerprint", paramLabel = "FP", description = "The certificate's fingerprint, compared before.")
    @Nullable String fingerprint;

    /// What `--json` prints: a session without its token, which nobody needs to see.
    record LoggedIn(String url, String user, String role, Instant expires) {
        static LoggedIn of(NodeAddress address, Session session) {
            return new LoggedIn(address.url(), session.user(), session.role(), session.expires());
        }
    }

    public LoginCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        String via = shell.via();
        if (via != null) return through(via);
        if (url != null && shell.nodeUrl() != null) throw new CliFailure(ExitCode.USAGE, "which node? Give URL or --node, not both");
        String where = url == null ? shell.nodeUrl() : url;
        if (where == null) throw new CliFailure(ExitCode.USAGE, "which node? Give its URL, such as https://outer.example:52845");
        NodeAddress address = NodeChoice.address(where);
        var node = new Acquaintance(shell, address, fingerprint);
        node.meet();
        String password = new Secrets(shell.terminal()).password(passwordFile, "Password of '" + user + "' at " + address + ": ");
        Session session = node.call(NodeOperations.LOG_IN, new LoginRequest(user, password));
        shell.logins().save(new Login(address.url(), session.user(), node.fingerprint(), session.token(), session.expires()));
        shell.hint("logged in at " + address + " as '" + session.user() + "' (" + session.role() + ") until " + session.expires());
        return shell.json() ? shell.printJson(LoggedIn.of(address, session)) : ExitCode.OK;
    }

    /// The node here keeps the session beside this one's: there is nothing to save.
    private int through(String tunnel) throws CliFailure, NodeException {
        if (url != null || fingerprint != null) throw new CliFailure(ExitCode.USAGE, "--via TUNNEL says which node it is: leave out URL and --fingerprint");
        String there = "the other end of tunnel '" + tunnel + "'";
        var node = shell.node();
        String password = new Secrets(shell.terminal()).password(passwordFile, "Password of '" + user + "' at " + there + ": ");
        Session session = node.call(NodeOperations.LOG_IN, new LoginRequest(user, password));
        shell.hint("logged in at " + there + " as '" + session.user() + "' (" + session.role() + ") until " + session.expires());
        return shell.json() ? shell.printJson(new LoggedIn("via:" + tunnel, session.user(), session.role(), session.expires())) : ExitCode.OK;
    }
}
