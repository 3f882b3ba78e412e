package org.nettunnel.cli.commands;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.EndpointView.Half;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.peer.EndpointChange;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel endpoint set`.
@Command(name = "set", description = {"Change an endpoint at both ends. Its streams go on, but for those that would connect to another target now: they are reset.",
        "Which end listens cannot be changed: add another endpoint."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel endpoint set web --to 10.0.0.8:80", "  nettunnel endpoint set web --listen 0.0.0.0:8081 --name intranet"})
public final class EndpointSet implements Shell.Task {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "Name or id of the endpoint.")
    String endpoint = "";

    @Option(names = "--listen", paramLabel = "[HOST:]PORT", description = "Where the inbound half listens; the host stays unless given.")
    @Nullable String listen;

    @Option(names = "--to", paramLabel = "HOST:PORT", description = "What the outbound half connects to.")
    @Nullable String target;

    @Option(names = "--name", paramLabel = "NAME", description = "What to call the endpoint.")
    @Nullable String name;

    @Option(names = "--compression", paramLabel = "HOW", description = "adaptive, a name such as zstd, or off; counts for new connections.")
    @Nullable String compression;

    public EndpointSet(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        if (listen == null && target == null && name == null && compression == null)
            throw new CliFailure(ExitCode.USAGE, "give one of --listen, --to, --name and --compression: there is nothing to set");
        String at = listen;
        EndpointAdd.Listen where = at == null ? null : EndpointAdd.Listen.parse(at);
        NodeClient node = shell.node();
        Half before = where == null ? null : Listings.listener(node.call(TunnelOperations.SHOW_ENDPOINT, endpoint, new Nothing()));
        EndpointView changed = node.call(PeerOperations.CHANGE_ENDPOINT, endpoint,
                new EndpointChange(name, where == null ? null : where.host(), where == null ? null : where.port(), target, compression));
        EndpointView set = where == null ? changed : shell.await(PATIENCE, now -> hasMoved(now, before), () -> node.call(TunnelOperations.SHOW_ENDPOINT, changed.id(), new Nothing()));
        if (shell.json()) shell.printJson(set);
        else tell(set);
        if (where != null) EndpointAdd.failIfDeaf(set, "changed");
        return ExitCode.OK;
    }

    /// Whether that end has said how it goes at the new place.
    ///
    /// @param before what it said of the old one
    private static boolean hasMoved(EndpointView endpoint, @Nullable Half before) {
        Half listener = Listings.listener(endpoint);
        if (listener == null) return false;
        if (listener.state().equals("waiting")) return !listener.reason().isEmpty() && (before == null || !before.reason().equals(listener.reason()));
        return endpoint.port() == 0 || !listener.state().equals("listening") || listener.port() == endpoint.port();
    }

    private void tell(EndpointView set) {
        shell.line("endpoint '" + set.name() + "' of tunnel '" + set.tunnelName() + "': " + (set.direction().equals("inbound") ? "this node" : "the other node")
                + " listens on " + Listings.address(set.bind(), set.port()) + ", " + (set.direction().equals("inbound") ? "the other one" : "this one") + " connects to " + set.target() + ", compression " + set.compression());
    }
}
