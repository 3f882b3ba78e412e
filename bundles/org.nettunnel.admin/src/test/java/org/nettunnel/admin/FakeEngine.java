package org.nettunnel.admin;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Backups;
import org.nettunnel.api.node.Knobs;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Originals;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Restart;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.node.Roster;
import org.nettunnel.api.node.Tokens;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.EngineLoad;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.Stranded;
import org.nettunnel.api.tunnel.StreamListener;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.api.tunnel.Tunnels;

/// A node in memory: keeps what it is told, and its tunnels are up as soon as they are started.
final class FakeEngine implements Engine {
    static final Instant EPOCH = Instant.parse("2026-11-22T12:00:00Z");
    static final Duration GRACE = Duration.ofSeconds(120);
    static final PeerIdentity PEER = PeerIdentity.of(new byte[32]);
    static final String INVITE = "nt1_CANARY-INVITE";
    static final String CODE = "ABCD-EFGH";
    static final String PASSWORD = "CANARY-PASSWORD";

    final List<TunnelConfig> tunnels = new CopyOnWriteArrayList<>();
    final List<EndpointConfig> endpoints = new CopyOnWriteArrayList<>();
    final List<User> users = new ArrayList<>();
    Runnable checking = () -> {};
    final List<StreamState> streams = new CopyOnWriteArrayList<>();
    final List<TunnelState> states = new CopyOnWriteArrayList<>();
    final List<EndpointState> halves = new CopyOnWriteArrayList<>();
    Optional<IOException> broken = Optional.empty();
    boolean running = true;
    FakeProvisioning provisioning = new FakeProvisioning();
    final List<Provider> provided = new ArrayList<>();
    Preference preference = Preference.NONE;
    int restarts;
    FakeTokens tokens = new FakeTokens();
    @Nullable Rights rights;
    private final Map<String, String> codes = new HashMap<>();
    final FakeUpkeep upkeep = new FakeUpkeep();
    final FakeFarSide far = new FakeFarSide();

    @Override
    public Node node() {
        return running ? new FakeNode() : null;
    }

    @Override
    public Accounts accounts() {
        return running ? new FakeAccounts(users, checking) : null;
    }

    @Override
    public Tunnels tunnels() {
        return running ? fakeTunnels : null;
    }

    @Override
    public Endpoints endpoints() {
        return running ? new FakeEndpoints() : null;
    }

    @Override
    public Provisioning provisioning() {
        return running ? provisioning : null;
    }

    @Override
    public Restart restart() {
        return running ? new FakeRestart(() -> restarts++) : null;
    }

    @Override
    public Roster roster() {
        return new FakeRoster(users, EPOCH, codes);
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public @Nullable Rights rights() {
        return rights;
    }

    @Override
    public Audit audit() {
        return upkeep;
    }

    @Override
    public Backups backups() {
        return upkeep;
    }

    @Override
    public Originals originals() {
        return upkeep;
    }

    @Override
    public Knobs knobs() {
        return upkeep;
    }

    @Override
    public FarSide farSide() {
        return far;
    }

    @Override
    public Offers offers() {
        return new Offers(List.of("AES-256-GCM"), List.of("deflate"), List.of("https", "tcp"));
    }

    @Override
    public Door door() {
        return new Door(List.of("127.0.0.1:52845"), "00".repeat(32));
    }

    /// An established outbound tunnel.
    TunnelConfig tunnel(String name) {
        return tunnel(name, new ProxyConfig.FromEnvironment());
    }

    TunnelConfig tunnel(String name, ProxyConfig proxy) {
        var trust = new TunnelConfig.Trust(PEER, Secret.of("CANARY-KEY-CANARY-KEY-CANARY-KEY".getBytes()), null);
        var tunnel = new TunnelConfig(TunnelId.random(), name, new TunnelConfig.Outbound(List.of(new Address("outer.example", 52845)), "https", proxy), trust, true);
        tunnels.add(tunnel);
        var link = new LinkFacts(0, "https", "203.0.113.5:52845", "AES-256-GCM", 0, Duration.ofNanos(1_234_567), EPOCH);
        states.add(new TunnelState(tunnel.id(), new TunnelStatus.Established(EPOCH, List.of(link)), "outer", new TunnelState.Traffic(2048, 1024, 1, 7), new TunnelState.Links(1, 0, 0, 0, "")));
        return tunnel;
    }

    EndpointConfig endpoint(TunnelConfig tunnel, String name) {
        var endpoint = new EndpointConfig(EndpointId.random(), tunnel.id(), name, new EndpointConfig.Listen(tunnel.side(), "127.0.0.1", 0),
                new Address("10.0.0.7", 80), "adaptive");
        endpoints.add(endpoint);
        halves.add(new EndpointState(endpoint.id(), new EndpointStatus.Listening("127.0.0.1", 40123), new EndpointState.Traffic(1, 7, 2, 10, 20), "busy"));
        return endpoint;
    }

    private void write() throws IOException {
        if (broken.isPresent()) throw broken.get();
    }

    private final class FakeNode implements Node {
        @Override
        public String name() {
            return "inner";
        }

        @Override
        public PeerIdentity identity() {
            return PEER;
        }

        @Override
        public List<TunnelConfig> tunnels() {
            return List.copyOf(tunnels);
        }

        @Override
        public List<EndpointConfig> endpoints() {
            return List.copyOf(endpoints);
        }

        @Override
        public Invite invite(InviteOffer offer) throws IOException {
            write();
            return new Invite(INVITE, TunnelId.random(), EPOCH.plus(offer.validity()));
        }

        @Override
        public TunnelConfig accept(String invite, Wishes wishes) throws RequestRefused, IOException {
            if (!invite.equals(INVITE)) throw new RequestRefused(Reason.INVALID, "the invite is damaged: copy it whole");
            write();
            TunnelConfig made = tunnel(wishes.name() == null ? "invited" : wishes.name(), wishes.proxy()).withOutage(wishes.outage());
            tunnels.set(tunnels.size() - 1, made);
            return made;
        }

        @Override
        public TunnelConfig setStarted(TunnelId tunnel, boolean started) throws IOException {
            write();
            tunnels.replaceAll(each -> each.id().equals(tunnel) ? each.withStarted(started) : each);
            return tunnels.stream().filter(each -> each.id().equals(tunnel)).findFirst().orElseThrow();
        }

        @Override
        public TunnelConfig change(TunnelId tunnel, Change change) throws RequestRefused, IOException {
            write();
            TunnelConfig made = FakeEdits.changed(tunnels.stream().filter(each -> each.id().equals(tunnel)).findFirst().orElseThrow(), change);
            tunnels.replaceAll(each -> each.id().equals(tunnel) ? made : each);
            return made;
        }

        @Override
        public EndpointConfig change(EndpointId endpoint, EndpointEdit edit, User by) throws RequestRefused, IOException {
            write();
            return FakeEdits.changed(endpoints, endpoint, edit);
        }

        @Override
        public void remove(TunnelId tunnel) throws IOException {
            write();
            tunnels.removeIf(each -> each.id().equals(tunnel));
        }

        @Override
        public EndpointConfig add(EndpointDraft draft) throws RequestRefused, IOException {
            write();
            EndpointConfig added;
            try {
                added = draft.named(EndpointId.random(), draft.name() == null ? "web" : draft.name());
            } catch (IllegalArgumentException wrong) {
                throw new RequestRefused(Reason.INVALID, wrong.getMessage());
            }
            endpoints.add(added);
            halves.add(new EndpointState(added.id(), new EndpointStatus.Listening(draft.bind(), draft.port() == 0 ? 40123 : draft.port()),
                    new EndpointState.Traffic(0, 0, 0, 0, 0), null));
            return added;
        }

        @Override
        public void remove(EndpointId endpoint) throws IOException {
            write();
            endpoints.removeIf(each -> each.id().equals(endpoint));
        }

        @Override
        public Preference preference() {
            return preference;
        }

        @Override
        public void prefer(Preference wanted) throws IOException {
            write();
            preference = wanted;
        }

        @Override
        public Optional<RemoteHalf> remoteHalf(EndpointId endpoint) {
            return Optional.of(new RemoteHalf("ready", 0, ""));
        }
    }

    void forget(TunnelId tunnel) {
        tunnels.removeIf(each -> each.id().equals(tunnel));
        states.removeIf(each -> each.id().equals(tunnel));
    }

    final List<StreamListener> watching = new CopyOnWriteArrayList<>();
    volatile boolean isAlive = true;
    private final Tunnels fakeTunnels = new FakeTunnels();

    private final class FakeTunnels implements Tunnels {
        @Override
        public void apply(List<TunnelConfig> configs) {}

        @Override
        public List<TunnelState> states() {
            return List.copyOf(states);
        }

        @Override
        public void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) {}

        @Override
        public int cut(TunnelId tunnel) {
            TunnelState state = states.stream().filter(each -> each.id().equals(tunnel)).findFirst().orElseThrow();
            if (!(state.status() instanceof TunnelStatus.Established(Instant since, List<LinkFacts> links))) return 0;
            var interrupted = new TunnelStatus.Interrupted(since, since.plus(GRACE), 1, "cut here by an administrator");
            states.replaceAll(each -> each == state ? new TunnelState(tunnel, interrupted, "outer", state.traffic(), new TunnelState.Links(2, 1, 1, 3, interrupted.reason())) : each);
            return links.size();
        }

        @Override
        public EngineLoad load() {
            return new EngineLoad(Map.of("streams", 4L), Map.of("waiting", 65_536L), 1_048_576, Map.of("protocol", 1L), new EngineLoad.Compressed(1_000, 300, 900, 270));
        }

        @Override
        public List<Provider> provided() {
            return List.copyOf(provided);
        }

        @Override
        public StreamListener.Watch watch(StreamListener listener) {
            watching.add(listener);
            return () -> watching.remove(listener);
        }

        @Override
        public boolean isAlive() {
            return isAlive;
        }

        @Override
        public List<StreamState> streams() {
            return List.copyOf(streams);
        }

        /// Every stream as it is, and one link.
        @Override
        public Measures measures(TunnelId tunnel) {
            var waits = new Measures.Waits(0, 0, 0, 0, 0, 0);
            return new Measures(streams.stream().map(each -> new Measures.OfStream(each, 0, System.nanoTime(), waits, -1, false)).toList(),
                    List.of(new Measures.OfLink(0, System.nanoTime(), 1_000_000, 500_000, 0, 0, 0, 0, 0, 0)), List.of());
        }

        @Override
        public boolean reset(String streamId, CloseCode code) {
            return streams.removeIf(stream -> stream.id().equals(streamId));
        }

        @Override
        public void resetStreams(EndpointId endpoint, CloseCode code) {}

        @Override
        public void prefer(Preference preference) {}

        @Override
        public List<Stranded> stranded(Set<Long> bundles) {
            return List.of();
        }

        @Override
        public boolean retire(Set<Long> bundles, Duration patience) {
            return true;
        }

        @Override
        public void readmit(Set<Long> bundles) {}

        @Override
        public boolean send(TunnelId tunnel, byte[] json) {
            return false;
        }
    }

    private final class FakeEndpoints implements Endpoints {
        @Override
        public void apply(List<Half> halves) {}

        @Override
        public List<EndpointState> states() {
            return List.copyOf(halves);
        }
    }
}
