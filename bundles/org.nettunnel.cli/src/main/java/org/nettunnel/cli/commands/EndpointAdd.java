package org.nettunnel.cli.commands;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.EndpointRequest;
import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.EndpointView.Half;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.NodeView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.diagnosis.DiagnosisOperations;
import org.nettunnel.api.admin.diagnosis.EndpointCheck;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel endpoint add`.
@Command(name = "add", description = {"Add an endpoint: one end of the tunnel listens, the other connects to the target. Both ends learn of it.", "",
        "inbound (default)   THIS node listens; the node at the other end connects to the target.",
        "--outbound          the OTHER node listens; this node connects to the target."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel endpoint add office --listen 8080 --to 10.0.0.7:80",
                "  nettunnel endpoint add office --outbound --listen 0.0.0.0:2222 --to localhost:22"})
public final class EndpointAdd implements Shell.Task {
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(40);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "TUNNEL", description = "Name or id of the tunnel.")
    String tunnel = "";

    @Option(names = "--listen", required = true, paramLabel = "[HOST:]PORT",
            description = "Where the inbound half listens; port 0 for any free one; host 127.0.0.1 unless given, * for all addresses.")
    String listen = "";

    @Option(names = "--to", required = true, paramLabel = "HOST:PORT", description = "What the outbound half connects to, as that end resolves it.")
    String target = "";

    @Option(names = "--outbound", description = "The other end listens and this one connects.")
    boolean outbound;

    @Option(names = "--name", paramLabel = "NAME", description = "What to call the endpoint (default: made of listener and target).")
    @Nullable String name;

    @Option(names = "--compression", paramLabel = "HOW", description = {"adaptive (default): while the tunnel is what is slow; a name, such as zstd: always; off.",
            "Choose off where strangers and secrets share clear connections, such as HTTP without TLS to a site with logins:"
                    + " who may say something there and sees lengths on the way can guess what was said beside it."})
    @Nullable String compression;

    @Option(names = "--check", description = "Add nothing: only look whether this node's half would work, its port or its target.")
    boolean check;

    public EndpointAdd(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        Listen where = Listen.parse(listen);
        NodeClient node = shell.node();
        if (check)
            return DoctorCommand.show(shell, node.within(LONGEST_CHECK).call(DiagnosisOperations.CHECK_ENDPOINT, tunnel,
                    new EndpointCheck(outbound ? "outbound" : "inbound", where.host(), where.port(), target)));
        EndpointView added = node.call(TunnelOperations.ADD_ENDPOINT,
                new EndpointRequest(tunnel, name, outbound ? "outbound" : "inbound", where.host(), where.port(), target, compression));
        Seen last = shell.await(PATIENCE, Seen::isSettled, () -> look(node, added));
        if (shell.json()) shell.printJson(last.endpoint);
        else tell(last);
        failIfDeaf(last.endpoint, "added");
        return ExitCode.OK;
    }

    /// @throws CliFailure when it cannot listen
    static void failIfDeaf(EndpointView endpoint, String done) throws CliFailure {
        Half listener = Listings.listener(endpoint);
        if (listener != null && listener.state().equals("waiting") && !listener.reason().isEmpty())
            throw new CliFailure(ExitCode.FAILED, "endpoint '" + endpoint.name() + "' was " + done + ", but cannot listen " + Listings.listens(endpoint) + ": "
                    + listener.reason() + "; it goes on trying");
    }

    /// One answer of the node for both, so that they belong together.
    private static Seen look(NodeClient node, EndpointView added) throws NodeException {
        NodeView now = node.call(NodeOperations.STATUS, new Nothing());
        boolean isUp = now.tunnels().stream().anyMatch(each -> each.id().equals(added.tunnel()) && each.status().equals("established"));
        return new Seen(now.endpoints().stream().filter(one -> one.id().equals(added.id())).findFirst().orElse(added), isUp);
    }

    /// The endpoint, and whether its tunnel is up.
    private record Seen(EndpointView endpoint, boolean isUp) {
        /// This end has tried what it has to do, and the other has said how its half is, where it can.
        boolean isSettled() {
            Half there = endpoint.there();
            return hasTried(endpoint.here()) && (there == null ? !isUp : hasTried(there));
        }

        private static boolean hasTried(Half half) {
            return !half.state().equals("waiting") || !half.reason().isEmpty();
        }
    }

    private void tell(Seen seen) {
        EndpointView endpoint = seen.endpoint;
        shell.line("endpoint '" + endpoint.name() + "' (" + endpoint.id() + ") of tunnel '" + endpoint.tunnelName() + "'");
        boolean here = endpoint.direction().equals("inbound");
        Half listener = Listings.listener(endpoint);
        Half dialler = here ? endpoint.there() : endpoint.here();
        String at = Listings.address(endpoint.bind(), listener == null || listener.port() == 0 ? endpoint.port() : listener.port());
        shell.line("  inbound   " + (here ? "this node " : "other node") + "  listens on " + at + "  " + state(listener, seen.isUp));
        shell.line("  outbound  " + (here ? "other node" : "this node ") + "  connects to " + endpoint.target() + "  " + state(dialler, seen.isUp));
    }

    private static String state(@Nullable Half half, boolean isUp) {
        if (half == null)
            return isUp ? "(the other node has not answered yet; 'nettunnel endpoint list' shows when it has)" : "(the other node learns of it when the tunnel is up)";
        return half.state() + (half.reason().isEmpty() ? "" : ": " + half.reason());
    }

    /// @param host null for the usual one
    record Listen(@Nullable String host, int port) {
        private static final int LAST_PORT = 65535;

        static Listen parse(String text) throws CliFailure {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? null : text.substring(0, colon);
            if (host != null && host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
            else if (host != null && host.contains(":"))
                throw new CliFailure(ExitCode.USAGE, "--listen '" + text + "': put the IPv6 address in brackets, [::1]:8080");
            if ("*".equals(host)) host = "0.0.0.0";
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (port >= 0 && port <= LAST_PORT && !"".equals(host)) return new Listen(host, port);
            } catch (NumberFormatException notANumber) {
                // said below, as for a number out of range
            }
            throw new CliFailure(ExitCode.USAGE, "--listen '" + text + "' is not [HOST:]PORT with a port in 0..65535 (0 = any)");
        }
    }
}
