package org.nettunnel.cli.commands;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.OutageRequest;
import org.nettunnel.api.admin.TunnelChange;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel tunnel set`.
@Command(name = "set", description = {"Change a tunnel at this end while it runs: its streams go on, its next link is made so.",
        "The other end has a grace and patience of its own: what it gives up is lost here too.",
        "Another address or proxy of a tunnel that is up is made on trial: its links are dialled anew",
        "at once, and unless it is up again within 60 s the change is taken back by itself."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel tunnel set office --grace 10m", "  nettunnel tunnel set office --patience 0",
                "  nettunnel tunnel set office --address vpn.example.org:443 --address 203.0.113.5:443",
                "  nettunnel tunnel set office --via office --address vpn2.example.org:443",
                "  nettunnel tunnel set office --address vpn2.example.org:443 --try 600"})
public final class TunnelSet implements Shell.Task {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "TUNNEL", description = "Name or id of the tunnel.")
    String tunnel = "";

    @Mixin
    OutageChoice outage = new OutageChoice();

    @Option(names = "--address", paramLabel = "HOST:PORT",
            description = "Where the other node is dialled, instead of all addresses there were; several are tried in order. What answers there must be the same node.")
    @Nullable List<String> addresses;

    @Mixin
    ProxyChoice proxy = new ProxyChoice();

    @Option(names = "--name", paramLabel = "NAME", description = "What to call the tunnel at this end.")
    @Nullable String name;

    @Option(names = "--peer-may-configure", paramLabel = "yes|no",
            description = "Whether the other node may change the tunnel's endpoints, and remove the tunnel at both ends.")
    @Nullable YesOrNo peerMayConfigure;

    @Option(names = "--peer-may-call", paramLabel = "yes|no",
            description = "Whether people may log in at this node through the tunnel; each needs an account here.")
    @Nullable YesOrNo peerMayCall;

    @Mixin
    TrialChoice trial = new TrialChoice();

    public TunnelSet(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        OutageRequest waits = outage.chosen();
        ProxyChoice.Chosen way = proxy.chosen(shell);
        boolean isOfPeer = peerMayConfigure != null || peerMayCall != null;
        if (waits == null && addresses == null && way.proxy() == null && name == null && !isOfPeer)
            throw new CliFailure(ExitCode.USAGE, "give one of --name, --grace, --patience, --address, --proxy, --no-proxy, --peer-may-configure and --peer-may-call: there is nothing to set");
        TunnelChange change = new TunnelChange(addresses, way.proxy(), way.password(), waits, name, isYes(peerMayConfigure), isYes(peerMayCall));
        NodeClient node = shell.node();
        if (trial.isChosen()) return trial.begin(shell, node, tunnel, change, false);
        boolean isOfWay = addresses != null || way.proxy() != null;
        boolean isTried = (isOfWay || peerMayCall == YesOrNo.no) && trial.isWise(node, tunnel, change, false);
        TunnelView set = isTried ? new TrialRun(shell, node).make(tunnel, change, false) : node.call(TunnelOperations.CHANGE_TUNNEL, tunnel, change);
        if (set == null) return ExitCode.OK;
        if (shell.json()) return shell.printJson(set);
        tell(set, waits, isOfPeer);
        if (isOfWay) shell.line("tunnel '" + set.name() + "' dials " + TunnelCard.way(set) + (isTried ? "" : " from its next link on"));
        return ExitCode.OK;
    }

    private void tell(TunnelView set, @Nullable OutageRequest waits, boolean isOfPeer) {
        if (waits != null) shell.line("tunnel '" + set.name() + "': " + TunnelCard.outage(set.outage()));
        if (name != null) shell.line("tunnel '" + tunnel + "' is called '" + set.name() + "' now");
        if (isOfPeer) shell.line("tunnel '" + set.name() + "': its peer may " + (set.peerMay().configure() ? "" : "not ") + "configure, and may "
                + (set.peerMay().call() ? "" : "not ") + "pass on calls");
    }

    private static @Nullable Boolean isYes(@Nullable YesOrNo said) {
        return said == null ? null : said == YesOrNo.yes;
    }

    /// As people write it.
    enum YesOrNo { yes, no }
}
