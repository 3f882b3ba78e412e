package org.nettunnel.cli.commands;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.nettunnel.api.admin.CutView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.admin.diagnosis.DiagnosisOperations;
import org.nettunnel.api.admin.diagnosis.DiagnosisView;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.peer.PingView;
import org.nettunnel.api.admin.peer.TrialRequest;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel tunnel list|show|diagnose|start|stop|cut|ping|remove`.
public final class TunnelCommands {
    /// The other node has half a minute.
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);

    private TunnelCommands() {}

    /// Lists them all.
    @Command(name = "list", description = "List the tunnels of this node.")
    public static final class Lists implements Shell.Task {
        private final Shell shell;

        public Lists(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            TunnelView.Page page = new TunnelView.Page(shell.node().all(TunnelOperations.LIST_TUNNELS, TunnelView.Page::tunnels, TunnelView.Page::next));
            if (shell.json()) return shell.printJson(page);
            if (page.tunnels().isEmpty()) shell.line("No tunnels. 'nettunnel invite' or 'nettunnel tunnel add' makes one.");
            else Listings.tunnels(shell, page.tunnels(), Instant.now());
            return ExitCode.OK;
        }
    }

    /// Tells all there is of them.
    @Command(name = "show", description = "Show tunnels: status, links with their keys, what they carried, how their links fared.",
            footerHeading = "%nExamples:%n", footer = "  nettunnel tunnel show office")
    public static final class Shows extends Each {
        private boolean isLater;

        public Shows(Shell shell) {
            super(shell);
        }

        @Override
        void act(NodeClient node, String tunnel) throws NodeException {
            TunnelView view = node.call(TunnelOperations.SHOW_TUNNEL, tunnel, new Nothing());
            if (shell.json()) {
                shell.printJson(view);
                return;
            }
            if (isLater) shell.line("");
            isLater = true;
            TunnelCard.print(shell, view, Instant.now());
        }
    }

    /// Says what holds them up.
    @Command(name = "diagnose", description = {"Measure tunnels for a second and say what holds them up: the way between the nodes, an application that",
            "reads slowly, a target that takes its time, a user's bound, or this machine. What the other end knows better it says itself: --via."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel tunnel diagnose office", "  nettunnel tunnel diagnose office --via office"})
    public static final class Diagnoses extends Each {
        private boolean isLater;

        public Diagnoses(Shell shell) {
            super(shell);
        }

        @Override
        void act(NodeClient node, String tunnel) throws NodeException {
            DiagnosisView view = node.call(DiagnosisOperations.DIAGNOSE_TUNNEL, tunnel, new Nothing());
            if (shell.json()) {
                shell.printJson(view);
                return;
            }
            if (isLater) shell.line("");
            isLater = true;
            DiagnosisCard.print(shell, view);
        }
    }

    /// Tries out what a failing network does.
    @Command(name = "cut", description = {"Cut the links of tunnels as a failing network would, to try it out: their streams pause, and go on",
            "over the next links, which are dialled at once. Nothing that was sent is lost."},
            footerHeading = "%nExamples:%n", footer = "  nettunnel tunnel cut office && nettunnel tunnel show office")
    public static final class Cuts extends Each {
        public Cuts(Shell shell) {
            super(shell);
        }

        @Override
        void act(NodeClient node, String tunnel) throws NodeException {
            CutView cut = node.call(TunnelOperations.CUT_TUNNEL, tunnel, new Nothing());
            if (shell.json()) shell.printJson(cut);
            else shell.line(sentence(cut));
        }

        private static String sentence(CutView cut) {
            if (cut.links() == 0) return "tunnel '" + cut.tunnel() + "' has no link to cut";
            return "cut " + (cut.links() == 1 ? "1 link" : cut.links() + " links") + " of tunnel '" + cut.tunnel() + "'; its streams "
                    + (cut.graceSeconds() == 0 ? "end, since its grace is 0 s" : "wait up to " + TunnelCard.time(cut.graceSeconds()) + " and go on over the next link");
        }
    }

    /// Measures how far the other node is.
    @Command(name = "ping", description = "Measure the way through tunnels to the other node and back.")
    public static final class Pings extends Each {
        public Pings(Shell shell) {
            super(shell);
        }

        @Override
        void act(NodeClient node, String tunnel) throws NodeException {
            PingView ping = node.within(LONGEST_ANSWER).call(PeerOperations.PING, tunnel, new Nothing());
            if (shell.json()) shell.printJson(ping);
            else shell.line("tunnel '" + ping.tunnel() + "': " + millis(ping.millis()) + ping.links().stream().map(Pings::text).collect(Collectors.joining()));
        }

        private static String text(PingView.Link link) {
            Double measured = link.millis();
            return "; link " + link.lane() + " (" + link.transport() + ") " + (measured == null ? "not measured yet" : millis(measured));
        }

        private static String millis(double millis) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
    }

    /// Lets them be up.
    @Command(name = "start", description = "Start tunnels: let them dial, or be dialled.")
    public static final class Starts extends Each {
        public Starts(Shell shell) {
            super(shell);
        }

        @Override
        void act(NodeClient node, String tunnel) throws NodeException {
            show(node.call(TunnelOperations.START_TUNNEL, tunnel, new Nothing()));
        }
    }

    /// Takes them down.
    @Command(name = "stop", description = {"Stop tunnels: their streams end, their endpoints listen no more, until started again.",
            "One that is stopped through itself, by --via, is started again by its node after 60 s."})
    public static final class Stops extends Each {
        @Mixin
        TrialChoice trial = new TrialChoice();

        public Stops(Shell shell) {
            super(shell);
        }

        @Override
        void act(NodeClient node, String tunnel) throws CliFailure, NodeException {
            if (trial.isChosen()) trial.begin(shell, node, tunnel, null, true);
            else if (shell.via() != null && trial.isWise(node, tunnel, null, true)) new TrialRun(shell, node).make(tunnel, null, true);
            else show(node.call(TunnelOperations.STOP_TUNNEL, tunnel, new Nothing()));
        }
    }

    /// Forgets them.
    @Command(name = "remove", description = "Remove tunnels and their endpoints at this end; the other end keeps its half, disconnected, unless --both is given.")
    public static final class Removes extends Each {
        @Option(names = "--both", description = "Have the other end remove its half first; without a way to it nothing is removed.")
        boolean both;

        @Option(names = "--no-try", description = "Remove even the tunnel by which --via goes there.")
        boolean forGood;

        public Removes(Shell shell) {
            super(shell);
        }

        @Override
        void act(NodeClient node, String tunnel) throws CliFailure, NodeException {
            if (shell.via() != null && !forGood && node.call(PeerOperations.TRY, tunnel, new TrialRequest(null, true, null, false)).cutsOff())
                throw new CliFailure(ExitCode.USAGE, "tunnel '" + tunnel + "' is the way by which this goes there: without --via, 'nettunnel tunnel remove --both' removes it at both ends; "
                        + "--no-try removes that end of it all the same, and cuts you off");
            Map<String, String> query = both ? Map.of(TunnelOperations.BOTH.name(), "true") : Map.of();
            node.within(LONGEST_ANSWER).call(TunnelOperations.REMOVE_TUNNEL, tunnel, query, new Nothing());
            if (shell.json()) shell.printJson(new EndpointCommands.Removed(tunnel));
            else shell.hint("tunnel '" + tunnel + "' is removed " + (both ? "at both ends" : "here"));
        }
    }

    /// Does the same to each tunnel that is named.
    public abstract static class Each implements Shell.Task {
        final Shell shell;

        @Parameters(arity = "1..*", paramLabel = "TUNNEL", description = "Name or id of the tunnel.")
        List<String> tunnels = List.of();

        Each(Shell shell) {
            this.shell = shell;
        }

        abstract void act(NodeClient node, String tunnel) throws CliFailure, NodeException;

        @Override
        public Integer call() throws CliFailure, NodeException {
            NodeClient node = shell.node();
            for (String tunnel : tunnels) act(node, tunnel);
            return ExitCode.OK;
        }

        final void show(TunnelView tunnel) {
            if (shell.json()) shell.printJson(tunnel);
            else shell.line("tunnel '" + tunnel.name() + "' is " + tunnel.status());
        }
    }
}
