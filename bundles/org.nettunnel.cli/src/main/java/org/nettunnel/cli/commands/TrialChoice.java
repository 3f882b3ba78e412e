package org.nettunnel.cli.commands;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.TunnelChange;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.peer.TrialRequest;
import org.nettunnel.api.admin.peer.TrialView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Option;

/// Options of a change that may cut off the way it came by.
final class TrialChoice {
    private static final long LEAST = 10;
    private static final long MOST = 3600;

    @Option(names = "--try", arity = "0..1", paramLabel = "SECONDS", fallbackValue = "60",
            description = "Make the change on trial: it is taken back after so many seconds (60 unless given), or when the node ends, unless 'nettunnel tunnel confirm' says it is to stand.")
    @Nullable Long trial;

    @Option(names = "--plan", description = "Only say what would become of the tunnel.")
    boolean plan;

    boolean isChosen() {
        return trial != null || plan;
    }

    /// @param change null for none
    int begin(Shell shell, NodeClient node, String tunnel, @Nullable TunnelChange change, boolean stop) throws CliFailure, NodeException {
        Long seconds = trial;
        if (seconds != null && (seconds < LEAST || seconds > MOST)) throw new CliFailure(ExitCode.USAGE, "--try: " + seconds + " is not within " + LEAST + " and " + MOST + " seconds");
        TrialView view = node.call(PeerOperations.TRY, tunnel, new TrialRequest(change, stop, seconds, !plan));
        if (shell.json()) return shell.printJson(view);
        print(shell, view);
        if (view.until() != null) shell.hint("to keep it: nettunnel tunnel confirm '" + view.tunnel() + "'");
        return ExitCode.OK;
    }

    static void print(Shell shell, TrialView view) {
        shell.line("tunnel '" + view.tunnel() + "' " + (view.until() == null ? "would be changed:" : "is on trial until " + view.until() + ":"));
        List<TrialView.Change> changes = view.changes();
        for (TrialView.Change change : changes) shell.line("  " + change.field() + ": " + change.before() + " -> " + change.after());
        shell.line(view.explained());
    }
}
