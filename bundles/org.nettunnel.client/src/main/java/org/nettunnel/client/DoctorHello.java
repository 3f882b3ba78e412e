package org.nettunnel.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.nettunnel.api.tunnel.CloseCode;

/// The first two messages of the tunnel's handshake (protocol section 2), as a stranger says and hears them: what comes then needs a tunnel's keys.
///
/// @param replyBytes how long the answer was, as it travelled
record DoctorHello(int version, String suite, List<String> suites, int replyBytes) {
    private static final int VERSION = 1;
    private static final int REFUSAL = 0, HELLO = 1, REPLY = 2;
    private static final int TAG_VERSION = 1, TAG_RANDOM = 2, TAG_X25519 = 3, TAG_KEM = 4, TAG_SUITES = 6, TAG_SUITE = 7, TAG_COMPRESSIONS = 8, TAG_LIMITS = 9, TAG_STATUS = 20;
    /// No message has it, and it may be skipped.
    private static final int TAG_FILLER = 0x7000;
    private static final int HEADER_BYTES = 4, LONGEST_BODY = 8192;
    /// More than the next message, which this does not read.
    private static final int MOST_UNREAD = 2 * LONGEST_BODY;
    private static final String SUITE = "AES-256-GCM";

    /// Says hello and hears what is answered.
    ///
    /// @param bytes how long the hello is at least, filled up by what nobody reads
    /// @throws DoctorFinding when it was answered by something else than a reply
    static DoctorHello exchange(InputStream in, OutputStream out, int bytes) throws IOException {
        out.write(hello(bytes));
        var reply = new DataInputStream(in);
        int type = reply.readUnsignedByte();
        int length = reply.readUnsignedByte() << 16 | reply.readUnsignedShort();
        if (type != REFUSAL && type != REPLY || length > LONGEST_BODY)
            throw new DoctorFinding("The hello was answered by something that is not the tunnel's protocol.", "Look what is in front of the node: it took the upgrade, and is no node.");
        byte[] body = new byte[length];
        reply.readFully(body);
        Map<Integer, byte[]> fields = fields(body);
        int version = number(fields, TAG_VERSION);
        if (type == REFUSAL) throw refused(version, CloseCode.of(number(fields, TAG_STATUS)));
        leave(in, out);
        return new DoctorHello(version, text(fields, TAG_SUITE), names(fields.getOrDefault(TAG_SUITES, new byte[0])), HEADER_BYTES + length);
    }

    /// Says that this was all, so that the node does not take it for a handshake that failed, and waits until it has heard so: a connection that is
    /// closed before what comes on it is read loses what was said last. A node that does not know this word closes it as well.
    static void leave(InputStream in, OutputStream out) {
        try {
            var fields = new ByteArrayOutputStream();
            var body = new DataOutputStream(fields);
            put(body, TAG_VERSION, new byte[] {0, VERSION});
            put(body, TAG_STATUS, new byte[] {(byte) CloseCode.NORMAL.number()});
            out.write(ByteBuffer.allocate(HEADER_BYTES + body.size()).putInt(REFUSAL << 24 | body.size()).put(fields.toByteArray()).array());
            in.readNBytes(MOST_UNREAD);
        } catch (IOException gone) {
            // it is over either way, and what was asked for has come
        }
    }

    private static DoctorFinding refused(int version, CloseCode code) {
        return switch (code) {
            case PROTOCOL -> new DoctorFinding("The node speaks version " + version + " of the tunnel's protocol, and this one version " + VERSION + ".", "Bring both nodes to the same release.");
            case BUSY -> new DoctorFinding("The node has too many handshakes at once.", "Try again; when it stays so, look at the node's log.");
            default -> new DoctorFinding("The node refused the hello: " + code.sentence() + ".", "Look at the node's log.");
        };
    }

    private static byte[] hello(int bytes) throws IOException {
        var fields = new ByteArrayOutputStream();
        var body = new DataOutputStream(fields);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        put(body, TAG_VERSION, new byte[] {0, VERSION});
        put(body, TAG_RANDOM, random);
        put(body, TAG_X25519, publicKey("X25519", 32));
        put(body, TAG_KEM, publicKey("ML-KEM-768", 1184));
        put(body, TAG_SUITES, name(SUITE));
        put(body, TAG_COMPRESSIONS, new byte[0]);
        // streams, unanswered OPENs, compression contexts, bytes of a DATA frame: nothing will be sent by them
        put(body, TAG_LIMITS, ByteBuffer.allocate(16).putInt(1).putInt(1).putInt(0).putInt(1024).array());
        int filler = Math.min(bytes, HEADER_BYTES + LONGEST_BODY) - HEADER_BYTES - body.size() - HEADER_BYTES;
        if (filler > 0) put(body, TAG_FILLER, new byte[filler]);
        return ByteBuffer.allocate(HEADER_BYTES + body.size()).putInt(HELLO << 24 | body.size()).put(fields.toByteArray()).array();
    }

    private static void put(DataOutputStream to, int tag, byte[] value) throws IOException {
        to.writeShort(tag);
        to.writeShort(value.length);
        to.write(value);
    }

    private static byte[] name(String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + ascii.length).put((byte) ascii.length).put(ascii).array();
    }

    /// The raw key stands at the end of its X.509 form.
    private static byte[] publicKey(String algorithm, int length) {
        try {
            byte[] encoded = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - length, encoded.length);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no " + algorithm, missing);
        }
    }

    private static Map<Integer, byte[]> fields(byte[] body) throws IOException {
        Map<Integer, byte[]> fields = new HashMap<>();
        var in = ByteBuffer.wrap(body);
        while (in.remaining() >= HEADER_BYTES) {
            int tag = Short.toUnsignedInt(in.getShort()), length = Short.toUnsignedInt(in.getShort());
            if (length > in.remaining()) throw new IOException("The answer to the hello is cut off.");
            byte[] value = new byte[length];
            in.get(value);
            fields.put(tag, value);
        }
        return fields;
    }

    private static int number(Map<Integer, byte[]> fields, int tag) {
        int number = 0;
        for (byte each : fields.getOrDefault(tag, new byte[0])) number = number << 8 | each & 0xff;
        return number;
    }

    private static String text(Map<Integer, byte[]> fields, int tag) {
        return new String(fields.getOrDefault(tag, new byte[0]), StandardCharsets.US_ASCII).replaceAll("[^A-Za-z0-9._+/-]", "?");
    }

    private static List<String> names(byte[] value) {
        List<String> names = new ArrayList<>();
        for (int at = 0; at < value.length; at += 1 + (value[at] & 0xff))
            names.add(new String(value, at + 1, Math.min(value[at] & 0xff, value.length - at - 1), StandardCharsets.US_ASCII).replaceAll("[^A-Za-z0-9._+/-]", "?"));
        return names;
    }
}
