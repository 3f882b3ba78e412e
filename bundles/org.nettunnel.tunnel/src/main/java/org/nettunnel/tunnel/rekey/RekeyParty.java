package org.nettunnel.tunnel.rekey;

import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.tunnel.handshake.KeyChain;

/// Who exchanges new keys with whom, and what from.
///
/// @param key   this node's identity, which signs
/// @param peer  whose signature counts: who proved itself in the handshake
/// @param chain where the last exchange, or the handshake, ended
public record RekeyParty(SigningKey key, PeerIdentity peer, KeyChain chain) {
    /// After an exchange; the older chain is not needed any more.
    RekeyParty next(KeyChain newer) {
        chain.wipe();
        return new RekeyParty(key, peer, newer);
    }
}
