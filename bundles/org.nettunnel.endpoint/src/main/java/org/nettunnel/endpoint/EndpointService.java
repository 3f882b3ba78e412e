package org.nettunnel.endpoint;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamAcceptor;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.Tunnels;

/// Runs this node's halves of all endpoints, and decides on every stream that a peer opens.
///
/// **Threads:** halves are changed one change at a time; streams are offered and accepted from any thread meanwhile.
public class EndpointService implements Endpoints, StreamAcceptor, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.endpoint");
    private final Tunnels tunnels;
    private final EndpointSettings settings;
    private final BiConsumer<EndpointId, EndpointStatus> changed;
    private final OwnersGate owners;
    private final Map<EndpointId, Entry> entries = new ConcurrentHashMap<>();
    private final ExecutorService news = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("endpoint news").factory());

    /// @param changed hears of each new status, in order, on a virtual thread
    public EndpointService(Tunnels tunnels, EndpointSettings settings, BiConsumer<EndpointId, EndpointStatus> changed) {
        this(tunnels, settings, changed, () -> null);
    }

    /// @param rights of users whose own some endpoints are; while it gives null those carry nothing
    public EndpointService(Tunnels tunnels, EndpointSettings settings, BiConsumer<EndpointId, EndpointStatus> changed, Supplier<@Nullable Rights> rights) {
        this.owners = new OwnersGate(rights);
        this.tunnels = tunnels;
        this.settings = settings;
        this.changed = changed;
    }

    private record Entry(Half half, Counters counters, RunningHalf running) {}

    @Override
    public synchronized void apply(List<Half> halves) {
        Set<EndpointId> wanted = halves.stream().map(half -> half.config().id()).collect(Collectors.toSet());
        new HashMap<>(entries).forEach((id, entry) -> {
            if (!wanted.contains(id)) {
                entries.remove(id);
                end(entry);
            }
        });
        halves.forEach(this::apply);
    }

    private void apply(Half half) {
        EndpointId id = half.config().id();
        Entry before = entries.get(id);
        if (before != null && before.half().equals(half)) return;
        if (before != null && runsTheSame(before.half(), half)) {
            entries.put(id, new Entry(half, before.counters(), before.running()));
            return;
        }
        InboundHalf listening = before == null ? null : letGo(before.running(), half);
        Counters counters = before != null ? before.counters() : new Counters(half.config().name());
        Entry entry = new Entry(half, counters, start(half, counters, listening));
        entries.put(id, entry);
        // after that: what is opened meanwhile is either of the new one or reset with the rest
        if (before != null && !carriesTheSame(before.half(), half)) tunnels.resetStreams(id, CloseCode.RIGHTS_CHANGED);
        if (!(entry.running() instanceof InboundHalf) || entry.running() == listening) tell(id, entry.running().status());
    }

    /// Whether the running half can stay as it is.
    private static boolean runsTheSame(Half before, Half after) {
        return carriesTheSame(before, after) && before.config().listen().equals(after.config().listen());
    }

    /// Whether streams that run may go on.
    private static boolean carriesTheSame(Half before, Half after) {
        return before.started() == after.started() && before.listens() == after.listens()
                && before.config().tunnel().equals(after.config().tunnel()) && before.config().target().equals(after.config().target())
                && !OwnersGate.isTighter(before.owner(), after.owner());
    }

    /// Ends what ran, but for a listener that can go on until there is another, or for good.
    private static @Nullable InboundHalf letGo(RunningHalf running, Half after) {
        if (!after.started() || !after.listens() || !(running instanceof InboundHalf before)) {
            running.close();
            return null;
        }
        Place wanted = Place.of(after.config().listen());
        InboundHalf listening = before.handOver();
        if (listening == null || listening.place().equals(wanted) || !listening.isInTheWayOf(wanted)) return listening;
        listening.close();
        return null;
    }

    /// @param listening for this endpoint, already; null where nothing does
    private RunningHalf start(Half half, Counters counters, @Nullable InboundHalf listening) {
        EndpointConfig config = half.config();
        if (!half.started()) return new StoppedHalf();
        if (!half.listens()) return new OutboundHalf(config.target(), settings.connectTimeout());
        if (listening != null && listening.place().equals(Place.of(config.listen()))) return listening;
        var gate = new AcceptGate(settings.accepts(), System::nanoTime);
        return InboundHalf.open(config, settings.backlog(), new InboundHalf.Hearers(edge -> {
            if (gate.admits(edge)) offer(half, counters, edge);
            else refuse(counters, edge, "one address makes more than " + settings.accepts().perSecond()
                    + " connections a second (setting accepts_per_second)");
        }, status -> tell(config.id(), status)), listening);
    }

    @Override
    public @Nullable String bar(EndpointId endpoint, EndpointConfig.Listen listen) {
        Entry entry = entries.get(endpoint);
        Place wanted = Place.of(listen);
        if (entry == null || !(entry.running() instanceof InboundHalf half) || half.isInTheWayOf(wanted)) return null;
        try (ServerSocketChannel _ = wanted.open(settings.backlog())) {
            return null;
        } catch (IOException taken) {
            return wanted.sentence(taken);
        }
    }

    private static void refuse(Counters counters, SocketChannel edge, String why) {
        counters.refuse(why);
        Edges.reset(edge);
    }

    private void end(Entry entry) {
        entry.running().close();
        tunnels.resetStreams(entry.half().config().id(), CloseCode.RIGHTS_CHANGED);
    }

    /// A local application connected: passes the connection to the tunnel.
    ///
    /// @param startedWith what the listener was started with; its name and compression may have changed since
    private void offer(Half startedWith, Counters counters, SocketChannel edge) {
        StreamObserver observer = counters.enter(settings.maxConnections());
        if (observer == null) {
            refuse(counters, edge, settings.maxConnections() + " connections are open already (setting max_connections)");
            return;
        }
        Entry entry = entries.get(startedWith.config().id());
        Half half = entry == null ? startedWith : entry.half();
        EndpointConfig config = half.config();
        try {
            OwnersGate.Admitted admitted = admitted(half, observer, edge);
            open(new StreamOffer(config.tunnel(), config.id(), Edges.remote(edge), config.compression(), admitted.pace()), edge, admitted.observer());
        } catch (StreamRefused refused) {
            LOG.log(System.Logger.Level.DEBUG, () -> "no right to a connection endpoint=\"" + config.name() + "\" reason=\"" + refused.getMessage() + "\"");
        }
    }

    /// The owner's right to it; without one the application is reset.
    private OwnersGate.Admitted admitted(Half half, StreamObserver observer, SocketChannel edge) throws StreamRefused {
        try {
            return owners.admit(half, observer);
        } catch (StreamRefused refused) {
            observer.ended(refused.code(), refused.getMessage(), 0, 0);
            Edges.reset(edge);
            throw refused;
        }
    }

    private void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) {
        try {
            tunnels.open(offer, edge, observer);
        } catch (StreamRefused refused) {
            observer.ended(refused.code(), refused.getMessage(), 0, 0);
        }
    }

    @Override
    public Dialled accept(TunnelId tunnel, EndpointId endpoint, String client) throws StreamRefused {
        Entry entry = Optional.ofNullable(entries.get(endpoint))
                .filter(found -> found.half().config().tunnel().equals(tunnel))
                .orElseThrow(() -> new StreamRefused(CloseCode.POLICY, "this node has no such endpoint on this tunnel"));
        if (!(entry.running() instanceof OutboundHalf half))
            throw new StreamRefused(CloseCode.POLICY, "endpoint '" + entry.half().config().name() + "' does not connect from this end");
        StreamObserver observer = entry.counters().enter(settings.maxConnections());
        if (observer == null) {
            throw new StreamRefused(CloseCode.BUSY,
                    "endpoint '" + entry.half().config().name() + "' has " + settings.maxConnections() + " connections already");
        }
        OwnersGate.Admitted admitted;
        try {
            admitted = owners.admit(entry.half(), observer);
        } catch (StreamRefused refused) {
            observer.ended(refused.code(), refused.getMessage(), 0, 0);
            throw refused;
        }
        try {
            SocketChannel edge = half.dial(admitted.mayDial());
            admitted.observer().opened();
            return new Dialled(edge, half.target().toString(), entry.half().config().compression(), admitted.observer(), admitted.pace());
        } catch (StreamRefused refused) {
            admitted.observer().ended(refused.code(), refused.getMessage(), 0, 0);
            throw refused;
        }
    }

    @Override
    public List<EndpointState> states() {
        return entries.values().stream()
                .map(entry -> new EndpointState(entry.half().config().id(), entry.running().status(), entry.counters().traffic(),
                        entry.counters().lastRefusal()))
                .toList();
    }

    private void tell(EndpointId id, EndpointStatus status) {
        if (!news.isShutdown()) news.execute(() -> changed.accept(id, status));
    }

    @Override
    public synchronized void close() {
        entries.values().forEach(entry -> entry.running().close());
        entries.clear();
        news.shutdown();
    }
}
