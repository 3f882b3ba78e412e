package org.nettunnel.tunnel.handshake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.nettunnel.api.transport.Wire;

/// Somebody on the way who understands where messages begin and end.
final class Relay {
    private Relay() {}

    /// Passes on messages until either side is gone, then closes both.
    static Void pump(Wire from, Wire to, UnaryOperator<byte[]> edit) {
        try {
            while (true) {
                byte[] message = read(from);
                if (message.length == 0) break;
                byte[] edited = edit.apply(message);
                to.write(edited, 0, edited.length);
            }
        } catch (IOException gone) {
            // the end of it
        }
        from.close();
        to.close();
        return null;
    }

    /// One message, header and body; nothing at the end.
    static byte[] read(Wire wire) throws IOException {
        byte[] header = new byte[4];
        if (!fill(wire, header, 0)) return new byte[0];
        int length = Byte.toUnsignedInt(header[1]) << 16 | Byte.toUnsignedInt(header[2]) << 8 | Byte.toUnsignedInt(header[3]);
        byte[] message = Arrays.copyOf(header, 4 + length);
        return fill(wire, message, 4) ? message : new byte[0];
    }

    private static boolean fill(Wire wire, byte[] bytes, int from) throws IOException {
        for (int got = from; got < bytes.length;) {
            int count = wire.read(bytes, got, bytes.length - got);
            if (count < 0) return false;
            got += count;
        }
        return true;
    }

    static void write(Wire wire, byte[] bytes) throws IOException {
        wire.write(bytes, 0, bytes.length);
    }

    /// A message with another body and a header that fits it.
    static byte[] message(int type, byte[] body) {
        byte[] message = new byte[4 + body.length];
        message[0] = (byte) type;
        message[1] = (byte) (body.length >> 16);
        message[2] = (byte) (body.length >> 8);
        message[3] = (byte) body.length;
        System.arraycopy(body, 0, message, 4, body.length);
        return message;
    }

    /// Where each message begins in what one side has sent.
    static List<Integer> starts(byte[] sent) {
        var starts = new ArrayList<Integer>();
        for (int at = 0; at < sent.length; at += 4 + (Byte.toUnsignedInt(sent[at + 2]) << 8 | Byte.toUnsignedInt(sent[at + 3]))) starts.add(at);
        return starts;
    }

    static int lastMessage(byte[] sent) {
        return starts(sent).getLast();
    }
}
