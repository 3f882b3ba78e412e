package org.nettunnel.admin;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.bundles.BundleActions;
import org.nettunnel.admin.bundles.SuiteActions;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.diagnosis.DiagnosisActions;
import org.nettunnel.admin.diagnosis.EndpointChecks;
import org.nettunnel.admin.live.Health;
import org.nettunnel.admin.live.Live;
import org.nettunnel.admin.live.LiveActions;
import org.nettunnel.admin.metrics.AuthFailures;
import org.nettunnel.admin.metrics.Metrics;
import org.nettunnel.admin.node.NodeActions;
import org.nettunnel.admin.peer.PeerActions;
import org.nettunnel.admin.sessions.SessionActions;
import org.nettunnel.admin.sessions.Sessions;
import org.nettunnel.admin.tunnels.EndpointActions;
import org.nettunnel.admin.tunnels.StreamActions;
import org.nettunnel.admin.tunnels.TrialActions;
import org.nettunnel.admin.tunnels.TunnelActions;
import org.nettunnel.admin.upkeep.UpkeepActions;
import org.nettunnel.admin.users.TokenActions;
import org.nettunnel.admin.users.UserActions;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.Knobs;

/// The admin API of a node: puts its parts together.
///
/// **Threads:** any.
public final class Admin {
    /// Where the node is shown in numbers.
    public static final String METRICS = "/metrics";
    private final Map<String, Handler> handlers;
    private final Live live;
    private final LocalAdmin local;
    private final FarDoor farDoor;

    /// @param names   further names of this node, such as that of the machine
    /// @param data    where the file for local commands is kept
    /// @param version of the node, for people
    public Admin(Engine engine, List<String> names, Path data, String version, InstantSource clock) {
        this(engine, names, data, version, new Clocks(clock, System::nanoTime));
    }

    /// Which time it is, and how much has gone by.
    public record Clocks(InstantSource instant, LongSupplier nanoTime) {}

    public Admin(Engine engine, List<String> names, Path data, String version, Clocks clocks) {
        InstantSource clock = clocks.instant;
        String localToken = Sessions.token(new SecureRandom());
        var sessions = new Sessions(clock);
        local = new LocalAdmin(data, localToken);
        var gate = new Gate(engine, sessions, localToken);
        live = new Live(engine, clock.instant());
        var json = new StrictJson();
        var operations = new Operations(List.of(
                new LiveActions(engine, live, call -> gate.now(call.given().token(), call.caller().from()),
                        body -> new String(json.write(body), StandardCharsets.UTF_8)),
                new SessionActions(engine, sessions),
                new NodeActions(engine, version, clock.instant()),
                new TunnelActions(engine),
                new TrialActions(engine),
                new EndpointActions(engine),
                new StreamActions(engine),
                new DiagnosisActions(engine),
                new EndpointChecks(engine),
                new SuiteActions(engine),
                new UpkeepActions(engine),
                new BundleActions(engine),
                new PeerActions(engine),
                new UserActions(engine, sessions),
                new TokenActions(engine, clock)));
        var failures = new AuthFailures();
        var dispatcher = new Dispatcher(new KnownHosts(() -> known(names, engine.knobs())), gate, operations, engine,
                new Dispatcher.Numbers(new Metrics(version, live, failures), failures, new CallRate(clocks.nanoTime)));
        var health = new Health(engine, data);
        handlers = Map.of(Operation.PREFIX, new AdminRoute(dispatcher), METRICS, new AdminRoute(dispatcher),
                "/livez", new HealthRoute("/livez", health::isAlive), "/readyz", new HealthRoute("/readyz", health::isReady));
        farDoor = new FarDoor(dispatcher);
    }

    private static List<String> known(List<String> own, @Nullable Knobs knobs) {
        var names = new ArrayList<>(own);
        if (knobs == null) return names;
        for (Knobs.Setting setting : knobs.settings()) {
            if (!setting.key().equals(Knobs.NAMES)) continue;
            String property = setting.override();
            String chosen = property == null ? setting.value() : System.getProperty(property);
            if (chosen != null) names.addAll(List.of(chosen.split(", ?")));
        }
        return names;
    }

    /// What answers, by the start of the paths: what lies below [Operation#PREFIX], [#METRICS], and the node's health.
    public Map<String, Handler> handlers() {
        return handlers;
    }

    /// Ends what goes on: whoever hears of events hears no more.
    public void close() {
        live.close();
    }

    /// Answers what comes through tunnels.
    public FarSide.Answerer farDoor() {
        return farDoor;
    }

    /// Lets commands on this machine in.
    ///
    /// @param url where the node listens, for a client on this machine
    public void openLocally(String url, String fingerprint) throws IOException {
        local.write(url, fingerprint);
    }

    public void closeLocally() {
        local.remove();
    }

    /// As people write it; `*` for all addresses.
    public static String text(InetSocketAddress listening) {
        InetAddress address = listening.getAddress();
        return (address.isAnyLocalAddress() ? "*" : bracketed(address)) + ":" + listening.getPort();
    }

    /// Where a client on this machine finds a port that listens at `listening`.
    public static String localUrl(InetSocketAddress listening) {
        InetAddress address = listening.getAddress();
        return "https://" + (address.isAnyLocalAddress() ? "127.0.0.1" : bracketed(address)) + ":" + listening.getPort();
    }

    private static String bracketed(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
