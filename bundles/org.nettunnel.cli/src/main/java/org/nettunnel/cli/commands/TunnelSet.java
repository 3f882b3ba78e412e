package org.nettunnel.cli.commands;

import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.OutageRequest;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `nettunnel tunnel set`.
@Command(name = "set", description = {"Set how long this end of a tunnel waits while it has no link; what runs goes on.",
        "The other end has its own settings: what it gives up is lost here too."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel tunnel set office --grace 10m", "  nettunnel tunnel set office --patience 0"})
public final class TunnelSet implements Shell.Task {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "TUNNEL", description = "Name or id of the tunnel.")
    String tunnel = "";

    @Mixin
    OutageChoice outage = new OutageChoice();

    public TunnelSet(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        OutageRequest chosen = outage.chosen();
        if (chosen == null) throw new CliFailure(ExitCode.USAGE, "give --grace, --patience or both: there is nothing to set");
        TunnelView set = shell.node().call(Operation.SET_OUTAGE, tunnel, chosen);
        if (shell.json()) return shell.printJson(set);
        shell.line("tunnel '" + set.name() + "': " + TunnelCard.outage(set.outage()));
        return ExitCode.OK;
    }
}
