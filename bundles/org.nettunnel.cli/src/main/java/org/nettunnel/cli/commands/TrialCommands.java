package org.nettunnel.cli.commands;

import java.time.Duration;

import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.peer.TrialView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `nettunnel tunnel trial|confirm|rollback`.
public final class TrialCommands {
    /// A link is dialled again within seconds.
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private TrialCommands() {}

    /// Acts on the change of one tunnel.
    private abstract static class OfOne implements Shell.Task {
        final Shell shell;

        @Parameters(index = "0", paramLabel = "TUNNEL", description = "Name or id of the tunnel.")
        String tunnel = "";

        OfOne(Shell shell) {
            this.shell = shell;
        }

        final int show(TunnelView view, String what) {
            if (shell.json()) return shell.printJson(view);
            shell.line("tunnel '" + view.name() + "' " + what);
            return ExitCode.OK;
        }
    }

    /// Shows what is on trial.
    @Command(name = "trial", description = "Show the change of a tunnel that is on trial, and until when.")
    public static final class Shows extends OfOne {
        public Shows(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            TrialView view = shell.node().call(PeerOperations.SHOW_TRIAL, tunnel, new Nothing());
            if (shell.json()) return shell.printJson(view);
            TrialChoice.lines(view).forEach(shell::line);
            shell.line(view.mayBeConfirmed() ? "It may be confirmed." : "It cannot be confirmed yet: no link was made the new way.");
            return ExitCode.OK;
        }
    }

    /// Lets it stand.
    @Command(name = "confirm", description = {"Let the change of a tunnel that is on trial stand. Waits up to 15 s for a link that was made the new way;",
            "without one the change is taken back when its time is over."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel tunnel set office --address vpn2.example.org:443 --try", "  nettunnel tunnel confirm office"})
    public static final class Confirms extends OfOne {
        public Confirms(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            NodeClient node = shell.node();
            shell.await(LONGEST, TrialView::mayBeConfirmed, () -> node.call(PeerOperations.SHOW_TRIAL, tunnel, new Nothing()));
            return show(node.call(PeerOperations.CONFIRM, tunnel, new Nothing()), "keeps its change");
        }
    }

    /// Takes it back.
    @Command(name = "rollback", description = "Take the change of a tunnel that is on trial back now.")
    public static final class RollsBack extends OfOne {
        public RollsBack(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            return show(shell.node().call(PeerOperations.TAKE_BACK, tunnel, new Nothing()), "is as it was");
        }
    }
}
