package org.nettunnel.cli.live;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nettunnel events`.
@Command(name = "events", description = {"Say what happens in the node, as it happens, until Ctrl-C.",
        "Where the connection breaks it goes on where it was; 'gap' says that events are missing."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel events", "  nettunnel events --types stream --json"})
public final class EventsCommand implements Shell.Task {
    private final Shell shell;

    @Option(names = "--types", paramLabel = "TYPES", description = "With commas between: tunnel, endpoint, stream, rate, log, audit (default: tunnel,endpoint,stream).")
    String types = "tunnel,endpoint,stream";

    public EventsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        Following.follow(shell, shell.node(), types);
        return ExitCode.OK;
    }
}
