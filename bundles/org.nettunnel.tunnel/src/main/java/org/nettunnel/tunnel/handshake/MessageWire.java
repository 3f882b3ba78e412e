package org.nettunnel.tunnel.handshake;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.tunnel.handshake.KeyBlock.DirectionKeys;
import org.nettunnel.tunnel.handshake.Message.Type;
import org.nettunnel.tunnel.handshake.Transcript.Framed;

/// Messages on a wire, in clear or sealed; takes exactly a message's bytes from it and nothing behind.
final class MessageWire {
    static final int MOST_BYTES = 8_192;

    private final Wire wire;

    MessageWire(Wire wire) {
        this.wire = wire;
    }

    /// @param awaited what may come; anything else is out of order
    Framed read(Type... awaited) throws HandshakeFailed, IOException {
        byte[] header = exactly(Framed.HEADER_BYTES, awaited[0]);
        var type = Arrays.stream(awaited).filter(one -> one.number() == header[0]).findFirst()
                .orElseThrow(() -> notAwaited(header, awaited[0]));
        int length = Byte.toUnsignedInt(header[1]) << 16 | Byte.toUnsignedInt(header[2]) << 8 | Byte.toUnsignedInt(header[3]);
        if (length > MOST_BYTES) throw HandshakeFailed.malformed("a message of " + length + " bytes, more than " + MOST_BYTES);
        return new Framed(type, exactly(length, type), length);
    }

    /// As `read`, where the peer may also have seen enough and say so, in clear.
    Framed readUnlessLeft(Type awaited) throws HandshakeFailed, IOException {
        var framed = read(awaited, Type.REFUSAL);
        if (framed.type() != Type.REFUSAL) return framed;
        if (MessageCodec.refusal(framed.fields()).code() == CloseCode.NORMAL) throw new HandshakeFailed.Left();
        throw HandshakeFailed.malformed("a refusal out of order");
    }

    /// Says that this side has seen what it wanted, and nothing comes of the handshake.
    void leave() {
        try {
            write(Framed.clear(new Message.Refusal(Message.VERSION, CloseCode.NORMAL)));
        } catch (IOException gone) {
            // then it is over as well
        }
    }

    private static HandshakeFailed.Broken notAwaited(byte[] header, Type awaited) {
        String start = HexFormat.ofDelimiter(" ").formatHex(header);
        if (awaited == Type.HELLO || awaited == Type.REPLY)
            return new HandshakeFailed.Broken(CloseCode.PROTOCOL, "what came is no handshake of nettunnel/1 (it starts with " + start
                    + "): check that the address and port are those of a NetTunnel node");
        return HandshakeFailed.malformed("a message out of order, it starts with " + start);
    }

    /// @param what for the message where the wire ends
    private byte[] exactly(int length, Type what) throws HandshakeFailed.Lost, IOException {
        byte[] bytes = new byte[length];
        for (int got = 0; got < length;) {
            int count = wire.read(bytes, got, length - got);
            if (count < 0) throw ended(what, got);
            got += count;
        }
        return bytes;
    }

    private HandshakeFailed.Lost ended(Type what, int got) {
        String within = got > 0 ? "within a message of the handshake" : switch (what) {
            case HELLO, REFUSAL -> "before it said anything";
            case REPLY -> "instead of answering: it may be overloaded, or not know this tunnel's key (any more)"
                    + endedTls();
            case RESPONDER_PROOF -> "before it proved who it is";
            case INITIATOR_PROOF -> "before it proved who it is: it may not accept this node's identity, see its log";
            case VERDICT -> "before it said whether it takes the link, see its log";
        };
        return new HandshakeFailed.Lost("the peer closed the connection " + within);
    }

    private String endedTls() {
        return "https".equals(wire.transport()) ? ", or a proxy in between ends TLS (then use transport tcp)" : "";
    }

    void write(Framed message) throws IOException {
        write(message.header(), message.body());
    }

    private void write(byte[] header, byte[] body) throws IOException {
        byte[] bytes = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, bytes, header.length, body.length);
        for (int put = 0; put < bytes.length;) put += wire.write(bytes, put, bytes.length - put);
        while (!wire.flush()) Thread.onSpinWait();
    }

    /// Seals what this side says.
    final class Sealing {
        private final Sealer sealer;
        private final Nonces nonces;

        Sealing(Suite suite, DirectionKeys keys) {
            sealer = suite.sealer(keys.key());
            nonces = new Nonces(keys);
        }

        void write(Framed message) throws IOException {
            byte[] sealed = new byte[message.sentBytes()];
            sealer.seal(nonces.next(), message.header(), message.body(), 0, message.body().length, sealed, 0);
            MessageWire.this.write(message.header(), sealed);
        }
    }

    /// Opens what the other side says.
    final class Opening {
        private final Opener opener;
        private final Nonces nonces;
        private final int tagBytes;

        Opening(Suite suite, DirectionKeys keys) {
            opener = suite.opener(keys.key());
            nonces = new Nonces(keys);
            tagBytes = suite.tagBytes();
        }

        Framed read(Type awaited) throws HandshakeFailed, IOException {
            return opened(awaited, MessageWire.this.read(awaited));
        }

        /// As `read`, where the peer may also have seen enough.
        Framed readUnlessLeft(Type awaited) throws HandshakeFailed, IOException {
            return opened(awaited, MessageWire.this.readUnlessLeft(awaited));
        }

        private Framed opened(Type awaited, Framed sealed) throws HandshakeFailed {
            if (sealed.sentBytes() < tagBytes) throw HandshakeFailed.malformed("a sealed message without its tag");
            byte[] body = new byte[sealed.sentBytes() - tagBytes];
            try {
                opener.open(nonces.next(), sealed.header(), sealed.body(), 0, sealed.sentBytes(), body, 0);
            } catch (ForgedRecord forged) {
                throw new HandshakeFailed.Broken(CloseCode.AUTHENTICATION, "a sealed message of the handshake does not open: "
                        + "it, or one before it, was changed on the way" + endedTls());
            }
            return new Framed(awaited, body, sealed.sentBytes());
        }
    }

    /// iv XOR 0, 1, 2…; takes the iv out of the keys, which are used up then.
    private static final class Nonces {
        private final byte[] iv;
        private long count;

        Nonces(DirectionKeys keys) {
            iv = keys.iv().clone();
            keys.wipe();
        }

        byte[] next() {
            byte[] nonce = iv.clone();
            for (int i = 0; i < Long.BYTES; i++) nonce[nonce.length - 1 - i] ^= (byte) (count >>> 8 * i);
            count++;
            return nonce;
        }
    }
}
