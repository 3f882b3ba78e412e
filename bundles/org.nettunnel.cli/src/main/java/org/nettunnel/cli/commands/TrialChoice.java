package org.nettunnel.cli.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    /// What the fields of a trial are called here.
    private static final Map<String, String> WORDS = Map.of("addresses", "address", "graceSeconds", "grace", "patienceSeconds", "patience",
            "peerMayConfigure", "peer may configure", "peerMayCall", "peer may call");

    @Option(names = "--try", arity = "0..1", paramLabel = "SECONDS", fallbackValue = "60",
            description = "Make the change on trial and leave it to you: it is taken back after so many seconds (60 unless given), or when the node ends, unless 'nettunnel tunnel confirm' says it is to stand.")
    @Nullable Long trial;

    @Option(names = "--no-try", description = "Make the change for good, even where it may cut off the tunnel or the way you came by; another address is dialled from the next link on.")
    boolean forGood;

    @Option(names = "--plan", description = "Only say what would become of the tunnel.")
    boolean plan;

    /// Whether the person leads the trial himself, or only looks.
    boolean isChosen() throws CliFailure {
        if (forGood && (trial != null || plan)) throw new CliFailure(ExitCode.USAGE, "--no-try goes with neither --try nor --plan");
        return trial != null || plan;
    }

    /// Whether the change is to be made on trial although nobody said so: asked of the node, which knows whether the tunnel is up, and whether this call comes through it.
    boolean isWise(NodeClient node, String tunnel, @Nullable TunnelChange change, boolean stop) throws CliFailure, NodeException {
        try {
            return !forGood && node.call(PeerOperations.TRY, tunnel, new TrialRequest(change, stop, null, false)).isRisky();
        } catch (NodeException.Refused refused) {
            if (!stop || refused.problem().status() != 403) throw refused;
            throw new CliFailure(ExitCode.NOT_ALLOWED, "trying that out needs the right to change tunnel '" + tunnel + "', which you do not have; --no-try stops it without");
        }
    }

    /// @param change null for none
    int begin(Shell shell, NodeClient node, String tunnel, @Nullable TunnelChange change, boolean stop) throws CliFailure, NodeException {
        Long seconds = trial;
        if (seconds != null && (seconds < LEAST || seconds > MOST)) throw new CliFailure(ExitCode.USAGE, "--try: " + seconds + " is not within " + LEAST + " and " + MOST + " seconds");
        TrialView view = node.call(PeerOperations.TRY, tunnel, new TrialRequest(change, stop, seconds, !plan));
        if (shell.json()) return shell.printJson(view);
        lines(view).forEach(shell::line);
        if (view.until() != null) shell.hint("to keep it: nettunnel tunnel confirm '" + view.tunnel() + "'");
        return ExitCode.OK;
    }

    /// As the options take it.
    private static String said(String field, String value) {
        if (field.endsWith("Seconds") && value.matches("\\d{1,9}")) return TunnelCard.time(Long.parseLong(value));
        return switch (value) {
            case "true" -> "yes";
            case "false" -> "no";
            default -> value;
        };
    }

    static List<String> lines(TrialView view) {
        var lines = new ArrayList<String>();
        String is = view.until() != null ? "is on trial until " + view.until() + ":" : view.changes().isEmpty() ? "would not be changed." : "would be changed:";
        lines.add("tunnel '" + view.tunnel() + "' " + is);
        for (TrialView.Change change : view.changes()) lines.add("  " + WORDS.getOrDefault(change.field(), change.field()) + ": " + said(change.field(), change.before()) + " -> " + said(change.field(), change.after()));
        lines.add(view.explained());
        return lines;
    }
}
