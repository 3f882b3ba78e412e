package org.nettunnel.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.node.store.KeptTunnel;
import org.nettunnel.api.node.Node.Writing;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.sync.EndpointBook;

/// This node's tunnels and endpoints, and what it would rather use: what is here is on disk, and changes happen one after another.
///
/// **Threads:** safe for any; reading never waits for a write.
final class Ledger {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private final NodeStore store;
    private final ReentrantLock changing = new ReentrantLock();
    /// Written under `changing`.
    private volatile State state;
    /// Found on trial at the start.
    private final List<KeptTunnel> takenBack;

    /// All of it at one moment.
    record State(List<KeptTunnel> tunnels, EndpointBook endpoints, Preference preference) {
        State {
            tunnels = List.copyOf(tunnels);
        }

        Optional<KeptTunnel> tunnel(TunnelId id) {
            return tunnels.stream().filter(each -> each.config().id().equals(id)).findFirst();
        }

        /// One on trial is what it was as well, for it may be so again.
        boolean hasTunnel(Predicate<TunnelConfig> such) {
            return tunnels.stream().flatMap(kept -> Stream.of(kept.config(), kept.takenBack().config())).anyMatch(such);
        }

        /// With `tunnel` added, or in the place of the one with its id.
        State with(KeptTunnel tunnel) {
            List<KeptTunnel> next = new ArrayList<>(tunnels);
            next.replaceAll(each -> each.config().id().equals(tunnel.config().id()) ? tunnel : each);
            if (!next.contains(tunnel)) next.add(tunnel);
            return new State(next, endpoints, preference);
        }

        State with(EndpointBook newEndpoints) {
            return new State(tunnels, newEndpoints, preference);
        }

        State with(Preference newPreference) {
            return new State(tunnels, endpoints, newPreference);
        }

        State without(TunnelId id) {
            return new State(tunnels.stream().filter(each -> !each.config().id().equals(id)).toList(), endpoints.without(id), preference);
        }
    }

    /// Makes the next state from the present one; the same one when nothing is to change.
    interface Change<X extends Exception> {
        State from(State now) throws X;
    }

    Ledger(NodeStore store) {
        this.store = store;
        this.takenBack = store.tunnels().stream().filter(tunnel -> tunnel.trial() != null).toList();
        // their file is mended by the next change: until then each start takes them back again
        this.state = withoutOrphans(new State(store.tunnels().stream().map(KeptTunnel::takenBack).toList(), store.endpoints(), store.preference()));
    }

    /// The tunnels that were on trial when the node ended, as they were then; they are as before now.
    List<KeptTunnel> takenBack() {
        return takenBack;
    }

    /// How its writing went so far.
    Writing writing() {
        return store.writing();
    }

    State state() {
        return state;
    }

    /// Makes a change and writes it down.
    ///
    /// @throws X           from `change`; nothing is changed then
    /// @throws IOException when it could not be written; nothing is changed then
    <X extends Exception> State change(Change<X> change) throws X, IOException {
        changing.lock();
        try {
            State before = state;
            State next = change.from(before);
            boolean tunnelsDiffer = !next.tunnels().equals(before.tunnels());
            boolean endpointsDiffer = !next.endpoints().equals(before.endpoints());
            boolean tunnelIsGone = before.tunnels().stream().anyMatch(each -> next.tunnel(each.config().id()).isEmpty());
            // endpoints of a tunnel that is not there are passed over: what comes with its tunnel is written before it, what goes with it afterwards
            if (endpointsDiffer && !tunnelIsGone) store.saveEndpoints(next.endpoints());
            if (tunnelsDiffer) store.saveTunnels(next.tunnels());
            if (endpointsDiffer && tunnelIsGone) saveEndpointsLeft(next);
            if (!next.preference().equals(before.preference())) store.savePreference(next.preference());
            state = next;
            return next;
        } finally {
            changing.unlock();
        }
    }

    /// The endpoints of a tunnel that is gone may stay in their file, where nobody looks at them.
    private void saveEndpointsLeft(State next) {
        try {
            store.saveEndpoints(next.endpoints());
        } catch (IOException refused) {
            LOG.log(System.Logger.Level.WARNING, "endpoints of a removed tunnel stay in their file until the next change", refused);
        }
    }

    private static State withoutOrphans(State read) {
        List<TunnelId> known = read.tunnels().stream().map(tunnel -> tunnel.config().id()).toList();
        EndpointBook endpoints = EndpointBook.of(read.endpoints().entries().values().stream().filter(entry -> known.contains(entry.tunnel())).toList())
                .owned(read.endpoints().owners());
        return read.with(endpoints);
    }
}
