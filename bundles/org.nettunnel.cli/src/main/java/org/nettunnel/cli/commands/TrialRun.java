package org.nettunnel.cli.commands;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.TunnelChange;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.peer.TrialRequest;
import org.nettunnel.api.admin.peer.TrialView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

/// Makes a change on trial, waits until the tunnel is up again with it, and confirms it: who cuts himself off by it has the tunnel back after a minute.
///
/// Where this command ends in between, the node takes the change back by itself.
final class TrialRun {
    private static final Duration TRIAL = Duration.ofSeconds(60);
    /// A question that waits in a tunnel without a link is answered when there is one again.
    private static final Duration LONGEST = TRIAL.plusSeconds(40);
    /// Fewer than a node takes of one tunnel.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    /// Of a node that cannot ask the other end just now, or is asked too often.
    private static final Set<Integer> NOT_NOW = Set.of(409, 429, 503);
    private final Shell shell;
    private final NodeClient node;
    private String told = "";

    TrialRun(Shell shell, NodeClient node) {
        this.shell = shell;
        this.node = node;
    }

    /// How a trial was last seen.
    private sealed interface Seen {
        record Waits(String why) implements Seen {}

        record Ready() implements Seen {}

        record Over() implements Seen {}
    }

    /// @param change null for none
    /// @return the tunnel with it; null when nobody who comes this way can confirm it: then it is taken back, as was said
    @Nullable TunnelView make(String tunnel, @Nullable TunnelChange change, boolean stop) throws CliFailure, NodeException {
        TrialView begun = node.call(PeerOperations.TRY, tunnel, new TrialRequest(change, stop, TRIAL.toSeconds(), true));
        TrialChoice.lines(begun).forEach(shell::hint);
        if (begun.cutsOff()) {
            shell.hint("It is taken back by itself then, unless somebody confirms it at that node itself; --no-try makes it for good.");
            if (shell.json()) shell.printJson(begun);
            return null;
        }
        shell.hint("waiting until the tunnel is up again with it; if it is not within " + TRIAL.toSeconds() + " s, or this command ends, it is taken back");
        return switch (shell.await(LONGEST, BETWEEN_LOOKS, seen -> !(seen instanceof Seen.Waits), () -> look(begun.tunnel()))) {
            case Seen.Ready() -> confirmed(begun.tunnel());
            case Seen.Over _ -> {
                // who finds no tunnel at all is told that
                node.call(TunnelOperations.SHOW_TUNNEL, begun.tunnel(), new Nothing());
                throw new CliFailure(ExitCode.FAILED, "tunnel '" + tunnel + "' did not come back with the change within " + TRIAL.toSeconds()
                        + " s, so it was taken back; the tunnel is as it was");
            }
            case Seen.Waits(var why) -> throw new CliFailure(ExitCode.FAILED, "tunnel '" + tunnel + "' did not come back with the change: " + why
                    + "; its node takes the change back, if it has not yet");
        };
    }

    private TunnelView confirmed(String tunnel) throws NodeException {
        TunnelView view = node.call(PeerOperations.CONFIRM, tunnel, new Nothing());
        shell.hint("tunnel '" + view.name() + "' is up again: the change stands");
        return view;
    }

    private Seen look(String tunnel) throws NodeException {
        Seen seen = seen(tunnel);
        String words = seen instanceof Seen.Waits(var why) ? why : "";
        if (!words.equals(told) && !words.isEmpty()) shell.hint(words);
        told = words;
        return seen;
    }

    private Seen seen(String tunnel) throws NodeException {
        try {
            return node.call(PeerOperations.SHOW_TRIAL, tunnel, new Nothing()).mayBeConfirmed() ? new Seen.Ready() : new Seen.Waits("no link was made the new way yet");
        } catch (NodeException.Refused refused) {
            if (NOT_NOW.contains(refused.problem().status())) return new Seen.Waits(refused.sentence());
            if (refused.problem().status() == 404) return new Seen.Over();
            throw refused;
        } catch (NodeException.Unreachable away) {
            // who came to the node through the tunnel is cut off just now
            return new Seen.Waits(away.sentence());
        }
    }
}
