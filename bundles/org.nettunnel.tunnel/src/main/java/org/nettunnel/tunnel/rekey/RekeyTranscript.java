package org.nettunnel.tunnel.rekey;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.EnumSet;

import org.nettunnel.tunnel.handshake.Fields;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.HandshakeFailed;
import org.nettunnel.tunnel.handshake.KeyChain;
import org.nettunnel.tunnel.handshake.KeyChain.Direction;
import org.nettunnel.tunnel.rekey.RekeyMessage.Proof;
import org.nettunnel.tunnel.wire.FrameType;

/// What was said in one exchange, behind the hash of all before it: each message as `u8 type | u24 length | body`.
final class RekeyTranscript {
    private final KeyChain chain;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream(4096);

    /// @param chain where the last exchange ended
    RekeyTranscript(KeyChain chain) {
        this.chain = chain;
    }

    void add(FrameType type, byte[] body) {
        said.writeBytes(said(type, body, body.length));
    }

    byte[] hash() {
        return chain.hash(said.toByteArray());
    }

    /// The hash as if the message had been said up to before the field.
    private byte[] hashUpTo(Tag tag, FrameType type, byte[] body) {
        var longer = new ByteArrayOutputStream(said.size() + body.length + 4);
        longer.writeBytes(said.toByteArray());
        longer.writeBytes(said(type, body, startOf(tag, body)));
        return chain.hash(longer.toByteArray());
    }

    /// The header counts the whole body.
    private static byte[] said(FrameType type, byte[] body, int length) {
        var bytes = new ByteArrayOutputStream(length + 4);
        bytes.write(type.number);
        bytes.write(body.length >> 16);
        bytes.write(body.length >> 8);
        bytes.write(body.length);
        bytes.write(body, 0, length);
        return bytes.toByteArray();
    }

    private static int startOf(Tag tag, byte[] body) {
        try {
            return Fields.parse(body, EnumSet.allOf(Tag.class)).startOf(tag);
        } catch (HandshakeFailed.Broken impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] toSign(FrameType type, byte[] body) {
        return hashUpTo(Tag.SIGNATURE, type, body);
    }

    byte[] toFinish(FrameType type, byte[] body) {
        return hashUpTo(Tag.FINISHED, type, body);
    }

    /// What this end proves: a body with both proofs empty gets them.
    ///
    /// @param newer the chain of this exchange
    byte[] proved(FrameType type, byte[] body, RekeyCrypto crypto, RekeyParty party, KeyChain newer) {
        var direction = type == FrameType.REKEY2 ? Direction.R2I : Direction.I2R;
        fill(body, Tag.SIGNATURE, crypto.sign(party.key(), direction, toSign(type, body)));
        return finished(type, body, direction, newer);
    }

    byte[] finished(FrameType type, byte[] body, Direction direction, KeyChain newer) {
        fill(body, Tag.FINISHED, newer.finished(direction, toFinish(type, body)));
        return body;
    }

    private static void fill(byte[] body, Tag tag, byte[] value) {
        try {
            Fields.parse(body, EnumSet.allOf(Tag.class)).fill(tag, value);
        } catch (HandshakeFailed.Broken impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Whether both proofs of the other end are good.
    boolean isProved(FrameType type, byte[] body, Proof proof, RekeyCrypto crypto, RekeyParty party, KeyChain newer) {
        var direction = type == FrameType.REKEY2 ? Direction.R2I : Direction.I2R;
        return isFinished(type, body, proof.finished(), direction, newer)
                && crypto.verifies(party.peer().publicKey(), direction, toSign(type, body), proof.signature());
    }

    boolean isFinished(FrameType type, byte[] body, byte[] finished, Direction direction, KeyChain newer) {
        return MessageDigest.isEqual(newer.finished(direction, toFinish(type, body)), finished);
    }
}
