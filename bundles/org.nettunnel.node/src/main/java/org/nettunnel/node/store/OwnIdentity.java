package org.nettunnel.node.store;

import java.io.IOException;
import java.time.InstantSource;

import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.tunnel.PeerIdentity;

/// Who this node is: its signing key, from the store.
public final class OwnIdentity {
    private OwnIdentity() {}

    /// The node's key, which is made and saved when the store has none yet.
    ///
    /// @throws IOException when the store cannot be written, or its seed does not make its identity
    public static SigningKey key(NodeStore store, Signatures signatures, InstantSource clock) throws IOException {
        NodeStore.Identity kept = store.identity();
        if (kept == null) {
            SigningKey fresh = signatures.generate();
            store.saveIdentity(new NodeStore.Identity(PeerIdentity.of(fresh.publicKey()), fresh.seed()), clock.instant());
            return fresh;
        }
        SigningKey restored = signatures.restore(kept.seed());
        if (!PeerIdentity.of(restored.publicKey()).equals(kept.identity()))
            throw new IOException("identity.json: 'seed' does not make 'identity' " + kept.identity() + ": take the file from a generation");
        return restored;
    }
}
