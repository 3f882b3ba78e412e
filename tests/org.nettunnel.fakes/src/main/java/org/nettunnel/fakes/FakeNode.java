package org.nettunnel.fakes;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;

/// A node in memory: keeps what it is told, and its tunnels are up as soon as they are made.
public final class FakeNode implements Node {
    /// The time that it always is.
    public static final Instant EPOCH = Instant.parse("2026-11-22T12:00:00Z");
    public static final PeerIdentity PEER = PeerIdentity.of(new byte[32]);
    public static final String INVITE = "nt1_CANARY-INVITE";

    public final List<TunnelConfig> tunnels = new CopyOnWriteArrayList<>();
    public final List<EndpointConfig> endpoints = new CopyOnWriteArrayList<>();
    public Preference preference = Preference.NONE;
    /// Where there are two nodes, one needs another.
    public PeerIdentity identity = PEER;
    /// What each change throws, where one is set.
    public Optional<IOException> broken = Optional.empty();
    /// What new tunnels wait for; empty when they are up at once.
    public String waitingFor = "";
    /// Whether an invite leaves a tunnel that waits, as it does in a real node.
    public boolean keepsInvited;
    /// Comes before an invite is accepted.
    public Runnable accepting = () -> {};
    /// How often the other end is asked for its halves before it has answered.
    public int unanswered;
    /// Tunnels and endpoints are numbered from the next on; where two nodes share no tunnel, one begins elsewhere.
    public int lastId;
    private final FakeTunnels engine;
    private final FakeEndpoints listeners;

    FakeNode(FakeTunnels engine, FakeEndpoints listeners) {
        this.engine = engine;
        this.listeners = listeners;
    }

    /// An established outbound tunnel.
    public TunnelConfig tunnel(String name) {
        return tunnel(name, new ProxyConfig.FromEnvironment());
    }

    private TunnelConfig tunnel(String name, ProxyConfig proxy) {
        var trust = new TunnelConfig.Trust(PEER, Secret.of("CANARY-KEY-CANARY-KEY-CANARY-KEY".getBytes()), null);
        var tunnel = new TunnelConfig(TunnelId.parse(id()), name, new TunnelConfig.Outbound(List.of(new Address("outer.example", 52845)), "https", proxy), trust, true);
        tunnels.add(tunnel);
        var link = new LinkFacts(0, "https", "203.0.113.5:52845", "AES-256-GCM", 0, Duration.ofNanos(1_234_567), EPOCH);
        TunnelStatus status = waitingFor.isEmpty() ? new TunnelStatus.Established(EPOCH, List.of(link)) : new TunnelStatus.Waiting(1, EPOCH, waitingFor);
        engine.states.add(new TunnelState(tunnel.id(), status, "outer", new TunnelState.Traffic(2048, 1024, 1, 7), new TunnelState.Links(1, 0, 0, 0, "")));
        return tunnel;
    }

    /// An endpoint that listens here.
    public EndpointConfig endpoint(TunnelConfig tunnel, String name) {
        var endpoint = new EndpointConfig(EndpointId.parse(id()), tunnel.id(), name, new EndpointConfig.Listen(tunnel.side(), "127.0.0.1", 0),
                new Address("10.0.0.7", 80), "adaptive");
        endpoints.add(endpoint);
        listeners.halves.add(new EndpointState(endpoint.id(), new EndpointStatus.Listening("127.0.0.1", 40123), new EndpointState.Traffic(1, 7, 2, 10, 20), "busy"));
        return endpoint;
    }

    private String id() {
        return String.format("%08d-0000-4000-8000-000000000000", ++lastId);
    }

    private void write() throws IOException {
        if (broken.isPresent()) throw broken.get();
    }

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
        TunnelConfig made = tunnel(Objects.requireNonNullElse(wishes.name(), "invited"), wishes.proxy()).withOutage(wishes.outage());
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
            listeners.halves.replaceAll(each -> each.id().equals(endpoint)
                    ? new EndpointState(endpoint, listeners.listening(made.listen().bind(), made.listen().port()), each.traffic(), each.lastRefusal()) : each);
        return made;
    }

    @Override
    public void remove(TunnelId tunnel) throws IOException {
        write();
        tunnels.removeIf(each -> each.id().equals(tunnel));
        engine.states.removeIf(each -> each.id().equals(tunnel));
    }

    @Override
    public EndpointConfig add(EndpointDraft draft) throws RequestRefused, IOException {
        write();
        EndpointConfig added;
        try {
            added = draft.named(EndpointId.parse(id()), Objects.requireNonNullElse(draft.name(), "web"));
        } catch (IllegalArgumentException wrong) {
            throw new RequestRefused(Reason.INVALID, wrong.getMessage());
        }
        endpoints.add(added);
        listeners.halves.add(new EndpointState(added.id(), listeners.listening(draft.bind(), draft.port() == 0 ? 40123 : draft.port()),
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
