package org.nettunnel.tunnel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.transport.WireAcceptor;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.EngineLoad;
import org.nettunnel.api.tunnel.Tunnels.Measures;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Stranded;
import org.nettunnel.api.tunnel.StreamListener;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.tunnel.edge.SocketEdge;
import org.nettunnel.tunnel.events.Events;
import org.nettunnel.tunnel.handshake.Established;
import org.nettunnel.tunnel.handshake.HandshakeFailed;
import org.nettunnel.tunnel.link.Loop;
import org.nettunnel.tunnel.providers.NotReady;
import org.nettunnel.tunnel.providers.Providers;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.Memory;

/// The tunnel engine: the tunnels that are configured, their runners and sessions, and the loops they share.
///
/// **Threads:** safe for any; `apply` and `close` one at a time.
public class TunnelService implements Tunnels, WireAcceptor, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");

    private final Providers providers = new Providers();
    private final TunnelSettings settings;
    private final InstantSource clock = InstantSource.system();
    private final List<Loop> loops = new ArrayList<>();
    private final Sessions sessions;
    private final Map<TunnelId, Tunnel> tunnels = new ConcurrentHashMap<>();
    private final LiveStreams streams = new LiveStreams(tunnels.values());
    private final Stocktaking stock;
    /// Guarded by this.
    private final Map<TunnelId, TunnelRunner> runners = new ConcurrentHashMap<>();
    private final FailureLog failures = new FailureLog(System::nanoTime, (level, sentence) -> LOG.log(level, sentence));
    /// Guarded by this: nothing is configured any more.
    private boolean isStopping;
    private volatile boolean isClosed;
    private final Memory memory = Memory.ofHeap();
    private final Chronicle.Shared told = new Chronicle.Shared(Events.recorded());

    @SuppressWarnings("this-escape")
    public TunnelService(TunnelSettings settings) {
        this.settings = settings;
        try {
            for (int i = 0; i < settings.loops(); i++)
                loops.add(new Loop("loop-" + i, memory.share(), System::nanoTime).start());
        } catch (IOException failed) {
            loops.forEach(Loop::close);
            throw new UncheckedIOException("no selector for an event loop", failed);
        }
        this.sessions = new Sessions(providers, settings, loops, clock);
        this.stock = new Stocktaking(providers, loops, tunnels.values());
        sessions.parking().start();
    }

    /// Where other bundles' offers come and go.
    public Providers providers() {
        return providers;
    }

    // configuration

    @Override
    public synchronized void apply(List<TunnelConfig> configs) {
        if (isStopping) return;
        Set<TunnelId> kept = new HashSet<>();
        for (TunnelConfig config : configs) {
            kept.add(config.id());
            Tunnel present = tunnels.get(config.id());
            if (present == null) begin(config);
            else if (goesOn(present, config)) present.config(config);
            else replace(present, config);
        }
        for (TunnelId id : List.copyOf(tunnels.keySet()))
            if (!kept.contains(id)) {
                end(id, CloseCode.RIGHTS_CHANGED, "the tunnel was removed");
                tunnels.remove(id);
            }
    }

    /// Whether nothing differs that ends a session: a name does not, nor does the pin that the running tunnel took itself, nor another way to
    /// the same peer. Without a session the tunnel may as well begin anew, and at once.
    private static boolean goesOn(Tunnel present, TunnelConfig wanted) {
        TunnelConfig running = present.config();
        boolean isSameWay = running.route().equals(wanted.route()) || running.side() == wanted.side() && present.session() != null;
        return running.started() == wanted.started() && isSameWay && running.trust().key().equals(wanted.trust().key()) && isSamePeer(running, wanted);
    }

    private static boolean isSamePeer(TunnelConfig running, TunnelConfig wanted) {
        var now = running.trust().peer();
        return now == null || now.equals(wanted.trust().peer());
    }

    private void replace(Tunnel present, TunnelConfig config) {
        CloseCode code = config.started() ? CloseCode.SESSION_GONE : CloseCode.SHUTTING_DOWN;
        end(present.config().id(), code, config.started() ? "the tunnel was changed" : "the tunnel was stopped");
        begin(config);
    }

    private void begin(TunnelConfig config) {
        Tunnel tunnel = new Tunnel(config, providers, clock, told, sessions.parking()::wake);
        tunnels.put(config.id(), tunnel);
        if (!config.started() || tunnel.isInbound()) return;
        runners.put(config.id(), new TunnelRunner(tunnel, sessions).start());
    }

    /// It is known until another takes its place: who dials in between must not hear that nobody knows the key, and give up.
    private void end(TunnelId id, CloseCode code, String reason) {
        TunnelRunner runner = runners.remove(id);
        if (runner != null) runner.close();
        Tunnel tunnel = tunnels.get(id);
        if (tunnel != null) tunnel.close(code, reason);
    }

    // wires that come in

    @Override
    public void accept(Wire wire) {
        if (isClosed) wire.close();
        else Thread.ofVirtual().name("handshake-", 0).start(() -> answer(wire));
    }

    private void answer(Wire wire) {
        String from = "?";
        try {
            InetAddress address = ((InetSocketAddress) wire.channel().getRemoteAddress()).getAddress();
            from = address.getHostAddress();
            answer(wire, address);
        } catch (HandshakeFailed.Left looked) {
            failures.say(Level.INFO, "handshake from=" + from + " transport=" + wire.transport() + " ended: " + looked.getMessage());
        } catch (HandshakeFailed | NotReady | IOException failed) {
            told.failed(from, failed);
            failures.say(Level.WARNING, "handshake from=" + from + " transport=" + wire.transport() + " failed: " + failed.getMessage());
            wire.close();
        } catch (RuntimeException mistake) {
            LOG.log(Level.ERROR, "handshake from=" + from + " failed; please report this", mistake);
            wire.close();
        }
    }

    private void answer(Wire wire, InetAddress from) throws HandshakeFailed, NotReady, IOException {
        if (!sessions.budget().begins(from)) {
            told.counts("handshakes");
            throw new NotReady("too many handshakes at once; the peer will try again");
        }
        try {
            InboundPolicy policy = new InboundPolicy(providers, sessions.self(), tunnels::values, sessions);
            Established established = agree(wire, from, policy);
            Sessions.Berth berth = policy.berth();
            if (berth == null) throw new IllegalStateException("a handshake was agreed that nobody decided on");
            sessions.link(berth, wire, established);
        } finally {
            sessions.budget().ends(from);
        }
    }

    private Established agree(Wire wire, InetAddress from, InboundPolicy policy) throws HandshakeFailed, NotReady {
        try (var _ = sessions.sealing()) {
            return sessions.handshake().respond(wire, from, policy);
        }
    }

    // streams

    @Override
    public void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) throws StreamRefused {
        Tunnel tunnel = tunnels.get(offer.tunnel());
        Session session = tunnel == null ? null : tunnel.session();
        if (tunnel == null || session == null || !session.isUp()) {
            SocketEdge.resetNow(edge);
            throw new StreamRefused(CloseCode.SESSION_GONE, tunnel == null ? "there is no tunnel " + offer.tunnel()
                    : "the tunnel '" + tunnel.config().name() + "' is not up: " + tunnel.whyDown());
        }
        Duration patience = tunnel.config().outage().patience();
        if (patience.isZero() && session.isParked()) {
            SocketEdge.resetNow(edge);
            throw new StreamRefused(CloseCode.SESSION_GONE, "the tunnel '" + tunnel.config().name() + "' has no link just now: " + tunnel.whyDown());
        }
        try {
            session.open(offer, edge, observer, patience);
        } catch (RejectedExecutionException stopped) {
            SocketEdge.resetNow(edge);
            throw new StreamRefused(CloseCode.SHUTTING_DOWN, "this node is shutting down");
        }
    }

    @Override
    public boolean send(TunnelId id, byte[] json) {
        if (json.length < 1 || json.length > Ceilings.MESSAGE_BYTES) throw new IllegalArgumentException("a message of " + json.length + " bytes is not within 1 MiB");
        return session(id) instanceof Session session && session.send(json);
    }

    private @Nullable Session session(TunnelId id) {
        Tunnel tunnel = tunnels.get(id);
        return tunnel == null ? null : tunnel.session();
    }

    // facts

    @Override
    public Greeting greet(TunnelId id, Address address) throws IOException {
        Tunnel tunnel = tunnels.get(id);
        if (tunnel == null) throw new IOException("there is no tunnel " + id);
        return Dialler.greet(tunnel, sessions, address);
    }

    @Override
    public List<TunnelState> states() {
        return tunnels.values().stream().map(Tunnel::state).toList();
    }

    @Override
    public EngineLoad load() {
        return new EngineLoad(Chronicle.Shared.sums(told.refused()), Map.of("waiting", memory.waitingBytes(), "growth", memory.growthBytes()),
                memory.keptBytes(), Chronicle.Shared.sums(told.errors()), memory.compressed());
    }

    @Override
    public List<Provider> provided() {
        return stock.provided();
    }

    @Override
    public void prefer(Preference preference) {
        providers.prefer(preference);
    }

    @Override
    public List<Stranded> stranded(Set<Long> bundles) {
        return stock.stranded(bundles);
    }

    @Override
    public boolean retire(Set<Long> bundles, Duration patience) throws InterruptedException {
        return stock.retire(bundles, patience);
    }

    @Override
    public void readmit(Set<Long> bundles) {
        providers.readmit(bundles);
    }

    @Override
    public int cut(TunnelId id) {
        Session session = session(id);
        return session == null ? 0 : session.cut();
    }

    @Override
    public List<StreamState> streams() {
        return streams.states();
    }

    @Override
    public StreamListener.Watch watch(StreamListener listener) {
        return told.watchers().add(listener);
    }

    @Override
    public boolean isAlive() {
        return LiveStreams.areAlive(loops);
    }

    @Override
    public Measures measures(TunnelId id) {
        return streams.measures(session(id), id);
    }

    @Override
    public boolean reset(String streamId, CloseCode code) {
        return streams.reset(streamId, code);
    }

    @Override
    public void resetStreams(EndpointId endpoint, CloseCode code) {
        streams.reset(endpoint, code);
    }

    // the end

    /// Peers get GOAWAY; streams have a short while to end by themselves, over joined links too.
    @Override
    public void close() {
        List<Session> draining = new ArrayList<>();
        synchronized (this) {
            if (isStopping) return;
            isStopping = true;
            runners.values().forEach(TunnelRunner::drain);
            for (Tunnel tunnel : tunnels.values()) {
                Session session = tunnel.drain(settings.farewell());
                if (session != null) draining.add(session);
            }
        }
        long end = System.nanoTime() + settings.farewell().plusSeconds(2).toNanos();
        for (Session session : draining) awaitEnd(session, end - System.nanoTime());
        isClosed = true;
        runners.values().forEach(TunnelRunner::close);
        sessions.parking().close();
        // what the last words are is a task of each loop
        for (Loop loop : loops) LiveStreams.awaitLastWords(loop);
        loops.forEach(Loop::close);
    }

    private static void awaitEnd(Session session, long nanos) {
        try {
            session.end.get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.log(Level.DEBUG, "a session did not end in time", late);
        }
    }
}
