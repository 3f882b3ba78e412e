package org.nettunnel.tunnel.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.tunnel.handshake.KeyChain.Direction;

/// The cryptography a handshake needs; which suite a link gets is agreed by name and is not part of it.
///
/// @param sealing seals the handshake's own messages, whatever is agreed for the link: AES-256-GCM
public record HandshakeCrypto(HybridExchange exchange, KeySchedule schedule, Signatures signatures, Suite sealing) {
    /// The suite of the handshake's own messages.
    public static final String SEALING = "AES-256-GCM";

    public HandshakeCrypto {
        if (!sealing.name().equals(SEALING))
            throw new IllegalArgumentException("handshakes are sealed by " + SEALING + ", not by " + sealing.name());
    }

    /// @param transcriptHash up to before the signature's field
    byte[] sign(SigningKey key, Direction direction, byte[] transcriptHash) {
        return key.sign(signed(role(direction), transcriptHash));
    }

    boolean verifies(byte[] identity, Direction direction, byte[] transcriptHash, byte[] signature) {
        return signatures.verifies(identity, signed(role(direction), transcriptHash), signature);
    }

    private static String role(Direction direction) {
        return switch (direction) {
            case I2R -> "initiator";
            case R2I -> "responder";
        };
    }

    /// The shape of RFC 8446 §4.4.3: spaces, who signs, a zero byte, what is signed.
    ///
    /// @param role `initiator` or `responder`, and what of
    public static byte[] signed(String role, byte[] transcriptHash) {
        byte[] spaces = new byte[64];
        Arrays.fill(spaces, (byte) ' ');
        byte[] signer = ("nettunnel/1 " + role).getBytes(US_ASCII);
        return ByteBuffer.allocate(spaces.length + signer.length + 1 + transcriptHash.length)
                .put(spaces).put(signer).put((byte) 0).put(transcriptHash).array();
    }
}
