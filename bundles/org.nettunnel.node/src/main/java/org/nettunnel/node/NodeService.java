package org.nettunnel.node;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.InviteUsedUp;
import org.nettunnel.api.tunnel.NodeIdentity;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.node.InviteCode.NotAnInvite;
import org.nettunnel.node.settings.HostName;
import org.nettunnel.node.store.KeptTunnel;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.sync.EndpointBook;
import org.nettunnel.node.sync.EndpointEntry;
import org.nettunnel.node.sync.Version;

/// This installation: who it is, and its tunnels and endpoints, which the engines are made to run.
///
/// **Threads:** safe for any.
public class NodeService implements Node, NodeIdentity {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");

    private final String name;
    private final SigningKey key;
    private final PeerIdentity identity;
    private final InstantSource clock;
    private final Ledger ledger;
    private final Reconciler engines;
    private final EndpointSync sync;
    private final NodeRights rights;
    private final OwnedEndpoints owned;
    private volatile Supplier<Set<Integer>> ownPorts = Set::of;

    /// @param key  from [org.nettunnel.node.store.OwnIdentity]
    /// @param name what the node calls itself; null for the host's name
    public NodeService(NodeStore store, SigningKey key, @Nullable String name, InstantSource clock) {
        this.name = name == null ? HostName.here() : name;
        this.clock = clock;
        this.key = key;
        this.identity = PeerIdentity.of(key.publicKey());
        this.ledger = new Ledger(store);
        this.rights = new NodeRights(identity, ledger::state, store::accounts, () -> ownPorts.get());
        this.engines = new Reconciler(ledger::state, rights);
        this.sync = new EndpointSync(ledger, engines, identity, clock);
        this.owned = new OwnedEndpoints(ledger, rights, engines, sync, new OwnedEndpoints.Own(identity, clock));
        store.whenAccountsChange(owned::rightsChanged);
    }

    /// Hears of tunnels and endpoint halves.
    public EndpointSync sync() {
        return sync;
    }

    /// Who may do what here.
    public Rights rights() {
        return rights;
    }

    /// What the users of this node have.
    public OwnedEndpoints owned() {
        return owned;
    }

    Ledger ledger() {
        return ledger;
    }

    Reconciler engines() {
        return engines;
    }

    /// @param ports on which this node itself is reached, asked at each connection
    public void know(Supplier<Set<Integer>> ports) {
        ownPorts = ports;
    }

    /// Makes a tunnel engine run what is configured.
    public void attach(Tunnels engine) {
        engines.attach(engine);
        engine.states().stream().filter(state -> state.status() instanceof TunnelStatus.Established).forEach(state -> sync.established(state.id()));
    }

    public void detach(Tunnels engine) {
        engines.detach(engine);
    }

    /// Makes an endpoint engine run what is configured.
    public void attach(Endpoints engine) {
        engines.attach(engine);
    }

    public void detach(Endpoints engine) {
        engines.detach(engine);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SigningKey key() {
        return key;
    }

    @Override
    public PeerIdentity identity() {
        return identity;
    }

    @Override
    public List<TunnelConfig> tunnels() {
        return ledger.state().tunnels().stream().map(KeptTunnel::config).toList();
    }

    @Override
    public List<EndpointConfig> endpoints() {
        return ledger.state().endpoints().live();
    }

    @Override
    public Optional<RemoteHalf> remoteHalf(EndpointId endpoint) {
        return sync.remoteHalf(endpoint);
    }

    @Override
    public Invite invite(InviteOffer offer) throws RequestRefused, IOException {
        Intake intake = intake();
        Invite invite = intake.invite(offer);
        intake.commit();
        return invite;
    }

    /// Takes in several things at once.
    public Intake intake() {
        return new Intake(ledger, engines, sync, new OwnedEndpoints.Own(identity, clock));
    }

    @Override
    public TunnelConfig accept(String invite, Wishes wishes) throws RequestRefused, IOException {
        InviteCode code;
        try {
            code = InviteCode.parse(invite);
        } catch (NotAnInvite wrong) {
            throw TunnelRules.invalid(String.valueOf(wrong.getMessage()));
        }
        if (code.identity().equals(identity)) throw TunnelRules.invalid("this invite was made by this node: use it on the other one");
        if (!clock.instant().isBefore(code.expires())) throw TunnelRules.invalid("this invite expired at " + code.expires() + ": ask for a new one");
        String wantedName = wishes.name(), wantedTransport = wishes.transport();
        String chosen = wantedTransport == null ? code.offered().transport() : wantedTransport;
        TunnelRules.checkTransport(chosen);
        if (code.offered().addresses().isEmpty()) throw TunnelRules.invalid("this invite names no address: ask for a new one");
        var trust = new TunnelConfig.Trust(code.identity(), code.key(), null);
        return addTunnel(code.tunnel(), wantedName == null ? code.offered().name() : wantedName,
                new Ends(new TunnelConfig.Outbound(code.offered().addresses(), chosen, wishes.proxy()), trust, wishes.outage()));
    }

    /// What makes a tunnel besides its id and name.
    private record Ends(TunnelConfig.Route route, TunnelConfig.Trust trust, TunnelConfig.Outage outage) {}

    private TunnelConfig addTunnel(TunnelId id, String wanted, Ends ends) throws RequestRefused, IOException {
        TunnelConfig config;
        try {
            config = new TunnelConfig(id, wanted, ends.route, ends.trust, ends.outage, true);
        } catch (IllegalArgumentException wrong) {
            throw TunnelRules.invalid(String.valueOf(wrong.getMessage()));
        }
        ledger.<RequestRefused>change(now -> TunnelRules.with(config, now));
        LOG.log(System.Logger.Level.INFO, "tunnel added tunnel=" + id + " side=" + config.side());
        engines.reconcile();
        return config;
    }

    @Override
    public TunnelConfig setStarted(TunnelId tunnel, boolean started) throws RequestRefused, IOException {
        var after = ledger.<RequestRefused>change(now -> {
            KeptTunnel kept = TunnelRules.settled(known(now, tunnel));
            return kept.config().started() == started ? now : now.with(kept.with(kept.config().withStarted(started)));
        });
        engines.reconcile();
        return known(after, tunnel).config();
    }

    @Override
    public TunnelConfig change(TunnelId tunnel, Change change) throws RequestRefused, IOException {
        var after = ledger.<RequestRefused>change(now -> {
            KeptTunnel kept = TunnelRules.settled(known(now, tunnel));
            return now.with(kept.with(TunnelRules.changed(kept.config(), change, now)));
        });
        engines.reconcile();
        return known(after, tunnel).config();
    }

    @Override
    public void remove(TunnelId tunnel) throws RequestRefused, IOException {
        ledger.<RequestRefused>change(now -> {
            known(now, tunnel);
            return now.without(tunnel);
        });
        LOG.log(System.Logger.Level.INFO, "tunnel removed tunnel=" + tunnel);
        engines.reconcile();
    }

    @Override
    public EndpointConfig add(EndpointDraft draft) throws RequestRefused, IOException {
        return added(draft, null);
    }

    @Override
    public EndpointConfig add(EndpointDraft draft, Accounts.User owner) throws RequestRefused, IOException {
        return added(draft, owner.role() == Accounts.Role.ADMINISTRATOR ? null : owner.name());
    }

    private EndpointConfig added(EndpointDraft draft, @Nullable String owner) throws RequestRefused, IOException {
        var added = new EndpointEntry[1];
        ledger.<RequestRefused>change(now -> {
            EndpointConfig config = EndpointRules.admit(draft, known(now, draft.tunnel()).config(), now);
            added[0] = new EndpointEntry.Live(config, new Version(1, identity));
            if (owner != null) owned.check(owner, draft, now);
            EndpointBook next = now.endpoints().merged(List.of(added[0]));
            return now.with(owner == null ? next : next.owned(Map.of(added[0].id(), owner)));
        });
        // in this order: a peer that does not know the endpoint yet forgets what is said of its half
        sync.tell(added[0]);
        engines.reconcile();
        return ((EndpointEntry.Live) added[0]).config();
    }

    @Override
    public EndpointConfig change(EndpointId endpoint, EndpointEdit edit, Accounts.User by) throws RequestRefused, IOException {
        var after = ledger.<RequestRefused>change(now -> {
            if (!(now.endpoints().entry(endpoint) instanceof EndpointEntry.Live(EndpointConfig before, Version version))) throw EndpointRules.unknown(endpoint);
            EndpointConfig wanted = EndpointRules.edited(before, edit, now);
            owned.checkEdit(before, edit.of(before), by, now);
            owned.checkAnswers(before, by, now);
            engines.checkListens(before, wanted);
            return wanted.equals(before) ? now : now.with(now.endpoints().merged(List.of(new EndpointEntry.Live(wanted, version.next(identity)))));
        });
        if (!(after.endpoints().entry(endpoint) instanceof EndpointEntry.Live live)) throw EndpointRules.unknown(endpoint);
        // the other end first, as when it is added: it is to know what this end's half then says
        sync.tell(live);
        engines.reconcile();
        return live.config();
    }

    @Override
    public void remove(EndpointId endpoint) throws RequestRefused, IOException {
        var after = ledger.<RequestRefused>change(now -> {
            EndpointEntry entry = now.endpoints().entry(endpoint);
            if (!(entry instanceof EndpointEntry.Live)) throw EndpointRules.unknown(endpoint);
            var gone = new EndpointEntry.Removed(endpoint, entry.tunnel(), entry.version().next(identity), clock.instant());
            return now.with(now.endpoints().merged(List.of(gone)).pruned(clock.instant()));
        });
        engines.reconcile();
        EndpointEntry gone = after.endpoints().entry(endpoint);
        if (gone != null) sync.tell(gone);
    }

    @Override
    public Writing writing() {
        return ledger.writing();
    }

    @Override
    public Preference preference() {
        return ledger.state().preference();
    }

    @Override
    public void prefer(Preference preference) throws RequestRefused, IOException {
        try {
            ledger.<RequestRefused>change(now -> now.with(preference));
        } catch (IllegalArgumentException wrong) {
            throw TunnelRules.invalid(String.valueOf(wrong.getMessage()));
        }
        LOG.log(System.Logger.Level.INFO, "preference suites=" + preference.suites() + " compressions=" + preference.compressions()
                + " allowInsecureLegacy=" + preference.allowInsecureLegacy());
        engines.reconcile();
    }

    @Override
    public void pin(TunnelId tunnel, PeerIdentity peer, String peerName) throws InviteUsedUp, IOException {
        ledger.<InviteUsedUp>change(now -> {
            KeptTunnel kept = now.tunnel(tunnel).orElseThrow(() -> new InviteUsedUp("this invite was taken back: ask for a new one"));
            TunnelConfig.Trust trust = kept.config().trust();
            if (peer.equals(trust.peer())) return now;
            if (trust.peer() != null) throw new InviteUsedUp("this invite was used by another node: ask for a new one");
            Instant expires = trust.expires();
            if (expires != null && !clock.instant().isBefore(expires)) throw new InviteUsedUp("this invite expired at " + expires + ": ask for a new one");
            LOG.log(System.Logger.Level.INFO, "peer pinned tunnel=" + tunnel + " peer=" + peer.fingerprint());
            return now.with(kept.with(kept.config().withTrust(trust.pinnedTo(peer))));
        });
        engines.reconcile();
    }

    static KeptTunnel known(Ledger.State state, TunnelId tunnel) throws RequestRefused {
        return state.tunnel(tunnel).orElseThrow(() -> new RequestRefused(Reason.NOT_FOUND, "there is no tunnel " + tunnel));
    }
}
