package org.nettunnel.tunnel.wire;

import java.util.Arrays;

import org.nettunnel.api.crypto.Suite;

/// What a handshake, or later an exchange of new keys, gives a link to seal and open with.
///
/// @param suite      kept by the link as long as it seals or opens with these keys, also when its bundle leaves
/// @param initiator  whether this side dialled; its stream ids are odd
/// @param sealKey    key of what we send, 32 bytes
/// @param sealNonce  iv of what we send, 12 bytes
/// @param openKey    key of what we receive
/// @param openNonce  iv of what we receive
public record LinkKeys(Suite suite, boolean initiator, byte[] sealKey, byte[] sealNonce, byte[] openKey, byte[] openNonce) {
    /// Sealer and opener keep copies.
    public void wipe() {
        for (byte[] secret : new byte[][] {sealKey, sealNonce, openKey, openNonce}) Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "LinkKeys[" + suite.name() + ", ***]";
    }
}
