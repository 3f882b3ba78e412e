package org.nettunnel.cli;

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
import org.nettunnel.api.node.Roster;
import org.nettunnel.api.node.Tokens;
import org.nettunnel.api.node.Trials;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.Stranded;
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
    /// Of the node itself; where there are two, one needs another.
    PeerIdentity identity = PEER;
    static final String INVITE = "nt1_CANARY-INVITE";
    static final String CODE = "ABCD-EFGH";
    static final String PASSWORD = "CANARY-PASSWORD";

    final List<TunnelConfig> tunnels = new ArrayList<>();
    final List<EndpointConfig> endpoints = new ArrayList<>();
    final List<User> users = new ArrayList<>();
    final List<StreamState> streams = new ArrayList<>();
    final List<TunnelState> states = new ArrayList<>();
    final List<EndpointState> halves = new ArrayList<>();
    /// What each change throws, where one is set.
    Optional<IOException> broken = Optional.empty();
    Optional<FarSide> far = Optional.empty();
    boolean running = true;
    private final Map<String, String> codes = new HashMap<>();
    FakeProvisioning provisioning = new FakeProvisioning();
    final List<Provider> provided = new ArrayList<>();
    Preference preference = Preference.NONE;
    int restarts;
    final FakeUpkeep upkeep = new FakeUpkeep();
    final FakeTokens tokens = new FakeTokens();
    final FakeTrials trials = new FakeTrials(tunnels);
    /// What the listening halves of new endpoints wait for; empty when they listen.
    String portTaken = "";
    /// What new tunnels wait for; empty when they are up at once.
    String waitingFor = "";
    /// Whether an invite leaves a tunnel that waits, as it does in a node.
    boolean keepsInvited;
    /// Comes before an invite is accepted.
    Runnable accepting = () -> {};
    /// How often the other end is asked for its halves before it has answered.
    int unanswered;
    private int ids;

    @Override
    public Node node() {
        return running ? new FakeNode() : null;
    }

    @Override
    public Accounts accounts() {
        return running ? new FakeAccounts() : null;
    }

    @Override
    public Tunnels tunnels() {
        return running ? new FakeTunnels() : null;
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
    public Roster roster() {
        return new FakeRoster(users, EPOCH, codes);
    }

    @Override
    public Restart restart() {
        return running ? new FakeRestart() : null;
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
        return far.orElse(null);
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public Trials trials() {
        return trials;
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
        var tunnel = new TunnelConfig(TunnelId.parse(id()), name, new TunnelConfig.Outbound(List.of(new Address("outer.example", 52845)), "https", proxy), trust, true);
        tunnels.add(tunnel);
        var link = new LinkFacts(0, "https", "203.0.113.5:52845", "AES-256-GCM", 0, Duration.ofNanos(1_234_567), EPOCH);
        TunnelStatus status = waitingFor.isEmpty() ? new TunnelStatus.Established(EPOCH, List.of(link)) : new TunnelStatus.Waiting(1, EPOCH, waitingFor);
        states.add(new TunnelState(tunnel.id(), status, "outer", new TunnelState.Traffic(2048, 1024, 1, 7), new TunnelState.Links(1, 0, 0, 0, "")));
        return tunnel;
    }

    EndpointConfig endpoint(TunnelConfig tunnel, String name) {
        var endpoint = new EndpointConfig(EndpointId.parse(id()), tunnel.id(), name, new EndpointConfig.Listen(tunnel.side(), "127.0.0.1", 0),
                new Address("10.0.0.7", 80), "adaptive");
        endpoints.add(endpoint);
        halves.add(new EndpointState(endpoint.id(), new EndpointStatus.Listening("127.0.0.1", 40123), new EndpointState.Traffic(1, 7, 2, 10, 20), "busy"));
        return endpoint;
    }

    private String id() {
        return String.format("%08d-0000-4000-8000-000000000000", ++ids);
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
            return identity;
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
            return new Invite(INVITE, keepsInvited ? tunnel(offer.name()).id() : TunnelId.parse(id()), EPOCH.plus(offer.validity()));
        }

        @Override
        public TunnelConfig accept(String invite, Wishes wishes) throws RequestRefused, IOException {
            if (!invite.equals(INVITE)) throw new RequestRefused(Reason.INVALID, "the invite is damaged: copy it whole");
            accepting.run();
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
            EndpointConfig made = FakeEdits.changed(endpoints, endpoint, edit);
            if (edit.port() != null)
                halves.replaceAll(each -> each.id().equals(endpoint) ? new EndpointState(endpoint, listening(made.listen()), each.traffic(), each.lastRefusal()) : each);
            return made;
        }

        private EndpointStatus listening(EndpointConfig.Listen at) {
            return portTaken.isEmpty() ? new EndpointStatus.Listening(at.bind(), at.port()) : new EndpointStatus.Waiting(portTaken, EPOCH);
        }

        @Override
        public void remove(TunnelId tunnel) throws IOException {
            write();
            tunnels.removeIf(each -> each.id().equals(tunnel));
            states.removeIf(each -> each.id().equals(tunnel));
        }

        @Override
        public EndpointConfig add(EndpointDraft draft) throws RequestRefused, IOException {
            write();
            EndpointConfig added;
            try {
                added = draft.named(EndpointId.parse(id()), draft.name() == null ? "web" : draft.name());
            } catch (IllegalArgumentException wrong) {
                throw new RequestRefused(Reason.INVALID, wrong.getMessage());
            }
            endpoints.add(added);
            EndpointStatus status = portTaken.isEmpty() ? new EndpointStatus.Listening(draft.bind(), draft.port() == 0 ? 40123 : draft.port())
                    : new EndpointStatus.Waiting(portTaken, EPOCH);
            halves.add(new EndpointState(added.id(), status,
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
            return unanswered-- > 0 ? Optional.empty() : Optional.of(new RemoteHalf("ready", 0, ""));
        }
    }

    private final class FakeRestart implements Restart {
        @Override
        public boolean isInPlace() {
            return true;
        }

        @Override
        public void begin() {
            restarts++;
        }
    }

    private final class FakeAccounts implements Accounts {
        @Override
        public List<User> users() {
            return List.copyOf(users);
        }

        @Override
        public User setUp(String code, String name, char[] password) throws RequestRefused {
            if (!code.equals(CODE) || !users.isEmpty()) throw new RequestRefused(Reason.FORBIDDEN, "the setup code is wrong or used up");
            var user = new User(name, Role.ADMINISTRATOR);
            users.add(user);
            return user;
        }

        @Override
        public User login(String name, char[] password, String from) throws RequestRefused {
            if (name.equals("hasty")) throw new RequestRefused(Reason.TOO_MANY, "too many tries; wait 30 s", Duration.ofMillis(29_500));
            if (!new String(password).equals(PASSWORD)) throw new RequestRefused(Reason.FORBIDDEN, "user or password is wrong");
            return users.stream().filter(user -> user.name().equals(name)).findFirst()
                    .orElseThrow(() -> new RequestRefused(Reason.FORBIDDEN, "user or password is wrong"));
        }
    }

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
        public List<Provider> provided() {
            return List.copyOf(provided);
        }

        @Override
        public List<StreamState> streams() {
            return List.copyOf(streams);
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
