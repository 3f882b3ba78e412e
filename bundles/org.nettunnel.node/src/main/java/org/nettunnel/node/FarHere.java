package org.nettunnel.node;

import java.io.IOException;
import java.util.Optional;

import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.node.peer.FarCalls;
import org.nettunnel.node.store.KeptTunnel;

/// This node, as far as the other ends of its tunnels ask it.
///
/// **Threads:** safe for any.
record FarHere(Ledger ledger, Reconciler engines, Removals removals) implements FarCalls.Here {
    /// Where it is noted what peers remove.
    interface Removals {
        /// @throws IOException when it cannot be noted; then it must not be done
        void note(TunnelConfig tunnel) throws IOException;
    }

    @Override
    public Optional<TunnelConfig> tunnel(TunnelId id) {
        return ledger.state().tunnel(id).map(KeptTunnel::config);
    }

    @Override
    public boolean send(TunnelId tunnel, byte[] message) {
        Tunnels carries = engines.tunnels();
        return carries != null && carries.send(tunnel, message);
    }

    @Override
    public void forget(TunnelId tunnel) throws IOException {
        TunnelConfig gone = tunnel(tunnel).orElse(null);
        if (gone == null) return;
        removals.note(gone);
        ledger.<RuntimeException>change(now -> now.without(tunnel));
    }

    @Override
    public void settle() {
        engines.reconcile();
    }
}
