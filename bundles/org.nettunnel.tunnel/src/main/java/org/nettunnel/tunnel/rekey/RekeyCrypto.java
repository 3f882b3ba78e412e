package org.nettunnel.tunnel.rekey;

import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.tunnel.handshake.HandshakeCrypto;
import org.nettunnel.tunnel.handshake.KeyChain.Direction;

/// The cryptography an exchange of new keys needs besides the key schedule, which is the chain's.
public record RekeyCrypto(HybridExchange exchange, Signatures signatures) {
    /// @param transcriptHash up to before the signature's field
    byte[] sign(SigningKey key, Direction direction, byte[] transcriptHash) {
        return key.sign(HandshakeCrypto.signed(role(direction), transcriptHash));
    }

    boolean verifies(byte[] identity, Direction direction, byte[] transcriptHash, byte[] signature) {
        return signatures.verifies(identity, HandshakeCrypto.signed(role(direction), transcriptHash), signature);
    }

    private static String role(Direction direction) {
        return switch (direction) {
            case I2R -> "rekey initiator";
            case R2I -> "rekey responder";
        };
    }
}
