package org.nettunnel.cli.commands;

import java.time.Duration;

import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.RestartView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nettunnel restart`.
@Command(name = "restart", description = {"Restart the node with what was installed meanwhile, in the same process and with the same arguments.",
        "Its streams end; its peers dial it again, and its tunnels come back by themselves."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel restart", "  nettunnel restart --wait 0     # begin it only"})
public final class RestartCommand implements Shell.Task {
    private static final int NOT_LOGGED_IN = 401;
    private final Shell shell;

    @Option(names = "--wait", paramLabel = "TIME", description = "How long to wait until the node is back, such as 2m (default: 90s).")
    String wait = "90s";

    public RestartCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        Duration longest = longest();
        RestartView begun = shell.node().call(NodeOperations.RESTART, new Nothing());
        if (!begun.same()) shell.hint("The node ends with exit code 75; what supervises it starts it again.");
        if (longest.isZero()) return told(begun, "the node restarts");
        if (!shell.await(longest, back -> back, () -> isBack(begun)))
            throw new CliFailure(ExitCode.FAILED, "the node was told to restart, but is not back after " + Texts.text(wait) + "; its log tells why");
        return told(begun, "the node is back" + again());
    }

    private String again() {
        String node = shell.nodeUrl(), via = shell.via();
        if (via != null) return "; log in again with 'nettunnel login --via " + via + (node == null ? "'" : " --node " + node + "'");
        return node == null ? "" : "; log in again with 'nettunnel login " + node + "'";
    }

    private int told(RestartView begun, String sentence) {
        if (shell.json()) return shell.printJson(begun);
        shell.line(sentence);
        return ExitCode.OK;
    }

    /// The way to the node is looked for each time: commands on its machine come in by a file that it writes anew.
    private boolean isBack(RestartView begun) throws NodeException {
        try {
            return !shell.node().call(NodeOperations.STATUS, new Nothing()).started().equals(begun.started());
        } catch (NodeException.Refused refused) {
            // logins end with the node they were made at
            if (refused.problem().status() == NOT_LOGGED_IN) return shell.nodeUrl() != null || shell.via() != null;
            return false;
        } catch (NodeException.Unreachable | CliFailure away) {
            return false;
        }
    }

    private Duration longest() throws CliFailure {
        try {
            return Texts.duration(wait);
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitCode.USAGE, "--wait: " + wrong.getMessage());
        }
    }
}
