package org.nettunnel.api.tunnel;

import java.io.IOException;

import org.nettunnel.api.crypto.SigningKey;

/// Who this node is, and where it writes down who its peers are.
public interface NodeIdentity {
    /// Made at first start and kept.
    SigningKey key();

    /// What this node calls itself: for people.
    String name();

    /// Uses up the invite of `tunnel`: writes down durably that its key is `peer`'s and no other's, then returns.
    /// Doing it again for the same peer changes nothing.
    ///
    /// @throws InviteUsedUp when the invite expired, was taken back, or belongs to another identity
    /// @throws IOException  when it could not be written; nothing is changed then
    void pin(TunnelId tunnel, PeerIdentity peer, String peerName) throws InviteUsedUp, IOException;
}
