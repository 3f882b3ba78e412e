package org.nettunnel.cli.commands;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Session;
import org.nettunnel.api.admin.SetupRequest;
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

/// `nettunnel setup`.
@Command(name = "setup", description = "Make the first administrator of a node, with the code that the node printed at its first start.",
        footerHeading = "%nExamples:%n", footer = {"  nettunnel setup --code 7K-2Q-9D-X4-0M-HW-3B-TZ",
                "  nettunnel setup --code 7K-2Q-9D-X4-0M-HW-3B-TZ --node https://outer.example:52845"})
public final class SetupCommand implements Shell.Task {
    private final Shell shell;

    @Option(names = "--code", required = true, paramLabel = "CODE", description = "The setup code; good for 30 minutes and 10 tries.")
    String code = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Name of the administrator (default: ${DEFAULT-VALUE}).")
    String user = "root";

    @Option(names = "--password-file", paramLabel = "FILE", description = "Take the password from the first line of FILE instead of asking.")
    @Nullable Path passwordFile;

    @Option(names = "--fingerprint", paramLabel = "FP", description = "With --node: the certificate's fingerprint, compared before.")
    @Nullable String fingerprint;

    /// What `--json` prints.
    record Administrator(String user) {}

    public SetupCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        String node = shell.nodeUrl();
        Session session = node == null ? here() : there(NodeChoice.address(node));
        shell.hint("user '" + session.user() + "' is the administrator of this node now");
        return shell.json() ? shell.printJson(new Administrator(session.user())) : ExitCode.OK;
    }

    private Session here() throws CliFailure, NodeException {
        var client = shell.node();
        return client.call(NodeOperations.SET_UP, request());
    }

    private Session there(NodeAddress address) throws CliFailure, NodeException {
        var node = new Acquaintance(shell, address, fingerprint);
        node.meet();
        Session session = node.call(NodeOperations.SET_UP, request());
        shell.logins().save(new Login(address.url(), session.user(), node.fingerprint(), session.token(), session.expires()));
        return session;
    }

    private SetupRequest request() throws CliFailure {
        return new SetupRequest(code, user, new Secrets(shell.terminal()).newPassword(passwordFile, "New password of '" + user + "': "));
    }
}
