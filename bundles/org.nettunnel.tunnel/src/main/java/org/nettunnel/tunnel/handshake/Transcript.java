package org.nettunnel.tunnel.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

import org.nettunnel.api.crypto.KeySchedule;

/// All that was said so far, in plaintext, behind the protocol's name and the channel binding: what signatures and MACs speak for.
final class Transcript {
    private static final byte[] PROTOCOL = "nettunnel/1".getBytes(US_ASCII);

    private final KeySchedule schedule;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream(4096);

    /// @param binding of the wire, 32 bytes
    Transcript(KeySchedule schedule, byte[] binding) {
        if (binding.length != 32) throw new IllegalArgumentException("a channel binding has 32 bytes, not " + binding.length);
        this.schedule = schedule;
        said.writeBytes(PROTOCOL);
        said.writeBytes(binding);
    }

    void add(Framed message) {
        said.writeBytes(message.header());
        said.writeBytes(message.body());
    }

    byte[] hash() {
        return schedule.hash(said.toByteArray());
    }

    /// The hash as if `message` had been said up to the byte before `end` of its body.
    byte[] hashWith(Framed message, int end) {
        var longer = new ByteArrayOutputStream(said.size() + end + Framed.HEADER_BYTES);
        longer.writeBytes(said.toByteArray());
        longer.writeBytes(message.header());
        longer.write(message.body(), 0, end);
        return schedule.hash(longer.toByteArray());
    }

    /// A message as the transcript has it.
    ///
    /// @param body      in plaintext
    /// @param sentBytes of the body as it travels: its header counts these
    record Framed(Message.Type type, byte[] body, int sentBytes) {
        static final int HEADER_BYTES = 4;

        static Framed clear(Message message) {
            byte[] body = MessageCodec.encode(message);
            return new Framed(MessageCodec.typeOf(message), body, body.length);
        }

        static Framed sealed(Message message, int tagBytes) {
            byte[] body = MessageCodec.encode(message);
            return new Framed(MessageCodec.typeOf(message), body, body.length + tagBytes);
        }

        byte[] header() {
            return new byte[] { (byte) type.number(), (byte) (sentBytes >> 16), (byte) (sentBytes >> 8), (byte) sentBytes };
        }

        Fields fields() throws HandshakeFailed.Broken {
            return MessageCodec.fields(type, body);
        }
    }
}
