package org.nettunnel.system.roam;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.nettunnel.system.server.OwnServer;

/// A WebSocket server (RFC 6455) that sends each message back, unfragmented ones of up to 64 KiB.
public final class WebSocketEcho {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int IN_TWO_BYTES = 126;

    private WebSocketEcho() {}

    public static OwnServer start() throws IOException {
        return OwnServer.of(WebSocketEcho::serve);
    }

    private static void serve(Socket socket) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        OutputStream out = socket.getOutputStream();
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept(keyOf(in))
                + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        int opcode;
        do {
            int first = in.readUnsignedByte();
            opcode = first & 0xF;
            byte[] body = body(in);
            byte[] frame = new byte[body.length < IN_TWO_BYTES ? 2 + body.length : 4 + body.length];
            frame[0] = (byte) first;
            frame[1] = (byte) Math.min(body.length, IN_TWO_BYTES);
            if (body.length >= IN_TWO_BYTES) {
                frame[2] = (byte) (body.length >> 8);
                frame[3] = (byte) body.length;
            }
            System.arraycopy(body, 0, frame, frame.length - body.length, body.length);
            out.write(frame);
        } while (opcode != CLOSE);
    }

    private static byte[] body(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte();
        if ((length & MASKED) == 0) throw new IOException("a client masks what it sends");
        length &= ~MASKED;
        if (length == IN_TWO_BYTES) length = in.readUnsignedShort();
        else if (length > IN_TWO_BYTES) throw new IOException("a message of more than 64 KiB");
        byte[] mask = in.readNBytes(4);
        byte[] body = in.readNBytes(length);
        for (int i = 0; i < body.length; i++) body[i] ^= mask[i & 3];
        return body;
    }

    /// Reads the request; its key.
    private static String keyOf(DataInputStream in) throws IOException {
        var request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n")) request.append((char) in.readUnsignedByte());
        return request.toString().lines().filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElseThrow(() -> new IOException("no WebSocket: " + request));
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
