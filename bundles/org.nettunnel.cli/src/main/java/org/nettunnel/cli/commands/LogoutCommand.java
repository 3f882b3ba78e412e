package org.nettunnel.cli.commands;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NodeChoice;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeAddress;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel logout`.
@Command(name = "logout", description = "End a saved login, at the node and here.", footerHeading = "%nExamples:%n",
        footer = {"  nettunnel logout https://outer.example:52845", "  nettunnel logout https://outer.example:52845 --everywhere"})
public final class LogoutCommand implements Shell.Task {
    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "URL", description = "The node.")
    @Nullable String url;

    @Option(names = "--everywhere", description = "End all your sessions at that node, wherever they were begun.")
    boolean everywhere;

    /// What `--json` prints.
    record LoggedOut(String url) {}

    public LogoutCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        String via = shell.via();
        if (url != null && (via != null || shell.nodeUrl() != null)) throw new CliFailure(ExitCode.USAGE, "from which node? Give URL, --node or --via, not more than one");
        if (via != null) {
            shell.node().call(row(), new Nothing());
            shell.hint("logged out at the other end of tunnel '" + via + "'");
            return shell.json() ? shell.printJson(new LoggedOut("via:" + via)) : ExitCode.OK;
        }
        String where = url == null ? shell.nodeUrl() : url;
        if (where == null) throw new CliFailure(ExitCode.USAGE, "from which node? Give its URL, such as https://outer.example:52845");
        NodeAddress address = NodeChoice.address(where);
        var login = shell.logins().find(address.url());
        if (login.isEmpty()) throw new CliFailure(ExitCode.FAILED, "there is no login for " + address);
        String pinned = login.get().fingerprint();
        var node = new NodeClient(address, pinned == null ? null : NodeChoice.fingerprint(pinned), login.get().token(), NodeChoice.TIMEOUT);
        try {
            node.call(row(), new Nothing());
        } catch (NodeException already) {
            shell.hint("the node was not told: " + already.sentence());
        }
        shell.logins().remove(address.url());
        shell.hint("logged out from " + address);
        return shell.json() ? shell.printJson(new LoggedOut(address.url())) : ExitCode.OK;
    }

    private Operation<Nothing, Nothing> row() {
        return everywhere ? NodeOperations.LOG_OUT_EVERYWHERE : NodeOperations.LOG_OUT;
    }
}
