package org.nettunnel.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.endpoint.Endpoints.Half;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.node.store.KeptTunnel;

/// Makes the engines do what the ledger says, whenever either changes; the engines come and go.
///
/// **Threads:** safe for any. Nobody waits here for another who applies: that one looks again, so that an engine may call back into a
/// change while it applies.
final class Reconciler {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private final Supplier<Ledger.State> state;
    private final NodeRights rights;
    private final AtomicBoolean due = new AtomicBoolean();
    private final ReentrantLock applying = new ReentrantLock();
    private volatile @Nullable Tunnels tunnels;
    private volatile @Nullable Endpoints endpoints;
    /// Guarded by `applying`, as are the next.
    private @Nullable Applied<Tunnels, Preference> appliedPreference;
    private @Nullable Applied<Tunnels, TunnelConfig> appliedTunnels;
    private @Nullable Applied<Endpoints, Half> appliedHalves;

    private record Applied<S, C>(S engine, List<C> configs) {
        boolean is(S other, List<C> wanted) {
            return engine == other && configs.equals(wanted);
        }
    }

    Reconciler(Supplier<Ledger.State> state, NodeRights rights) {
        this.state = state;
        this.rights = rights;
    }

    @Nullable Tunnels tunnels() {
        return tunnels;
    }

    @Nullable Endpoints endpoints() {
        return endpoints;
    }

    void attach(Tunnels engine) {
        tunnels = engine;
        reconcile();
    }

    void detach(Tunnels engine) {
        if (tunnels == engine) tunnels = null;
    }

    void attach(Endpoints engine) {
        endpoints = engine;
        reconcile();
    }

    void detach(Endpoints engine) {
        if (endpoints == engine) endpoints = null;
    }

    void reconcile() {
        due.set(true);
        if (applying.isHeldByCurrentThread()) return;
        while (due.get() && applying.tryLock()) {
            try {
                if (due.getAndSet(false)) apply(state.get());
            } finally {
                applying.unlock();
            }
        }
    }

    /// @throws RequestRefused when it is this node that would have to listen elsewhere, and cannot
    void checkListens(EndpointConfig before, EndpointConfig wanted) throws RequestRefused {
        Endpoints connects = endpoints;
        if (connects == null || before.listen().equals(wanted.listen())) return;
        String bar = connects.bar(wanted.id(), wanted.listen());
        if (bar != null)
            throw new RequestRefused(RequestRefused.Reason.CONFLICT, "endpoint '" + before.name() + "' cannot listen there: " + bar + "; it goes on as it was");
    }

    private void apply(Ledger.State wanted) {
        List<TunnelConfig> configs = wanted.tunnels().stream().map(KeptTunnel::config).toList();
        List<Half> halves = wanted.endpoints().live().stream().flatMap(config -> half(wanted, config).stream()).toList();
        Tunnels carries = tunnels;
        Endpoints connects = endpoints;
        try {
            // before there is anything to dial
            var preferred = appliedPreference;
            List<Preference> preference = List.of(wanted.preference());
            if (carries != null && (preferred == null || !preferred.is(carries, preference))) {
                appliedPreference = new Applied<>(carries, preference);
                carries.prefer(wanted.preference());
            }
            var before = appliedTunnels;
            if (carries != null && (before == null || !before.is(carries, configs))) {
                appliedTunnels = new Applied<>(carries, configs);
                carries.apply(configs);
            }
            var beforeHalves = appliedHalves;
            if (connects != null && (beforeHalves == null || !beforeHalves.is(connects, halves))) {
                appliedHalves = new Applied<>(connects, halves);
                connects.apply(halves);
            }
        } catch (RuntimeException failed) {
            // the change is on disk and stands; an engine that fails must not make it look undone
            LOG.log(System.Logger.Level.ERROR, "an engine did not take the configuration", failed);
        }
    }

    private Optional<Half> half(Ledger.State wanted, EndpointConfig config) {
        String owner = wanted.endpoints().owner(config.id());
        boolean mayBe = owner == null || rights.bar(owner, config, wanted) == null;
        return wanted.tunnel(config.tunnel()).map(KeptTunnel::config).map(tunnel -> new Half(config, config.listen().side() == tunnel.side(),
                tunnel.started() && mayBe, owner == null ? null : new Endpoints.Owner(owner, rights.hasPace(owner), rights.granted(owner, config, wanted))));
    }
}
