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
        footerHeading = "%nExamples:%n", footer = {"  nettunnel setup", "  nettunnel setup --node https://outer.example:52845",
                "  nettunnel setup --code - --password-file pw < code"})
public final class SetupCommand implements Shell.Task {
    private final Shell shell;

    @Option(names = "--code", paramLabel = "CODE", description = {"The setup code, good for 30 minutes and 10 tries; - to take it from standard input. Without it you are asked.",
            "What stands on the command line, others on the machine can see."})
    @Nullable String code;

    @Option(names = "--code-file", paramLabel = "FILE", description = "Take the setup code from the first line of FILE.")
    @Nullable Path codeFile;

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
        Session session = node == null || shell.via() != null ? here() : there(NodeChoice.address(node));
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

    private String code(Secrets secrets) throws CliFailure {
        String given = code;
        Path file = codeFile;
        if (given != null && file != null) throw new CliFailure(ExitCode.USAGE, "give either --code or --code-file");
        if (file != null) return Secrets.ofFile(file).strip();
        return given != null ? secrets.given(given) : secrets.typed("Code that the node printed: ", "--code-file");
    }

    private SetupRequest request() throws CliFailure {
        var secrets = new Secrets(shell.terminal());
        return new SetupRequest(code(secrets), user, secrets.newPassword(passwordFile, "New password of '" + user + "': "));
    }
}
