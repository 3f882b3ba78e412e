package org.nettunnel.cli.commands;

import java.time.Instant;

import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.NodeView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;

/// `nettunnel status`.
@Command(name = "status", description = "Show the node, its tunnels and its endpoints.", footerHeading = "%nExamples:%n", footer = {
        "  nettunnel status", "  nettunnel status --json --node https://outer.example:52845"})
public final class StatusCommand implements Shell.Task {
    private final Shell shell;

    public StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        NodeView node = shell.node().call(NodeOperations.STATUS, new Nothing());
        if (shell.json()) return shell.printJson(node);
        shell.line("Node         " + node.name() + ", NetTunnel " + node.version() + ", up for " + Texts.age(node.started(), Instant.now()));
        shell.line("Listening    " + (node.listening().isEmpty() ? "not yet" : String.join(", ", node.listening())));
        shell.line("Certificate  " + node.certificate());
        shell.line("Identity     " + node.identity());
        shell.line("");
        if (node.tunnels().isEmpty()) shell.line("No tunnels. 'nettunnel invite' or 'nettunnel tunnel add' makes one.");
        else Listings.tunnels(shell, node.tunnels(), Instant.now());
        if (!node.endpoints().isEmpty()) {
            shell.line("");
            Listings.endpoints(shell, node.endpoints());
        }
        return ExitCode.OK;
    }
}
