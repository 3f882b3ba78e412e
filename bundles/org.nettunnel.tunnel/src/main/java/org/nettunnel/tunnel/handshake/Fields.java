package org.nettunnel.tunnel.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// The fields of one message's body, `u16 tag | u16 length | value` in strictly ascending order of tags; an exchange of new keys has the same form.
public final class Fields {
    private static final int HEAD_BYTES = 4;
    private static final int CRITICAL = 0x8000;

    private final byte[] body;
    private final Map<Tag, Slice> slices = new EnumMap<>(Tag.class);

    private Fields(byte[] body) {
        this.body = body;
    }

    /// What a field is; `finished` has the highest number an uncritical field can have, so that it is always the last.
    public enum Tag {
        VERSION(1), RANDOM(2), X25519(3), ENCAPSULATION_KEY(4), CIPHERTEXT(5), SUITES(6), SUITE(7), COMPRESSIONS(8), LIMITS(9),
        KEY_ID(10), BINDER(11), JOIN(12), IDENTITY(16), SIGNATURE(17), TUNNEL(18), NODE_NAME(19), STATUS(20), SESSION(21), RIGHTS(22),
        FINISHED(0x7fff);

        public final int number;

        Tag(int number) {
            this.number = number;
        }

        static @Nullable Tag of(int number) {
            for (var tag : values()) if (tag.number == number) return tag;
            return null;
        }
    }

    /// @param start of the field's tag within the body
    private record Slice(int start, int length) {}

    /// Reads a whole body.
    ///
    /// @param known the tags this message may have; any other is skipped, or fatal when its top bit is set
    public static Fields parse(byte[] body, Set<Tag> known) throws HandshakeFailed.Broken {
        var fields = new Fields(body);
        var from = ByteBuffer.wrap(body);
        int last = -1;
        while (from.hasRemaining()) {
            int start = from.position();
            if (from.remaining() < HEAD_BYTES) throw HandshakeFailed.malformed("bytes behind the last field");
            int number = Short.toUnsignedInt(from.getShort()), length = Short.toUnsignedInt(from.getShort());
            if (number <= last) throw HandshakeFailed.malformed("field " + number + " behind field " + last);
            if (length > from.remaining()) throw HandshakeFailed.malformed("field " + number + " is longer than its message");
            last = number;
            from.position(from.position() + length);
            fields.keep(number, new Slice(start, length), known);
        }
        return fields;
    }

    private void keep(int number, Slice slice, Set<Tag> known) throws HandshakeFailed.Broken {
        var tag = Tag.of(number);
        if (tag != null && known.contains(tag)) slices.put(tag, slice);
        else if ((number & CRITICAL) != 0) throw HandshakeFailed.malformed("field " + number + " must be understood and is not");
    }

    public boolean has(Tag tag) {
        return slices.containsKey(tag);
    }

    /// Where a field's tag begins: what was proved ends here.
    public int startOf(Tag tag) throws HandshakeFailed.Broken {
        return slice(tag).start;
    }

    public byte[] bytes(Tag tag) throws HandshakeFailed.Broken {
        var slice = slice(tag);
        int start = slice.start + HEAD_BYTES;
        return Arrays.copyOfRange(body, start, start + slice.length);
    }

    public byte[] bytes(Tag tag, int length) throws HandshakeFailed.Broken {
        byte[] bytes = bytes(tag);
        if (bytes.length != length) throw HandshakeFailed.malformed(tag + " of " + bytes.length + " bytes, not " + length);
        return bytes;
    }

    /// Writes a value of the same length over the field's.
    public void fill(Tag tag, byte[] value) throws HandshakeFailed.Broken {
        var slice = slice(tag);
        if (value.length != slice.length) throw new IllegalArgumentException(tag + " has " + slice.length + " bytes, not " + value.length);
        System.arraycopy(value, 0, body, slice.start + HEAD_BYTES, value.length);
    }

    /// The version, which stands first and is looked at before anything else: the rest may be another protocol's.
    static int version(byte[] body) throws HandshakeFailed.Broken {
        var from = ByteBuffer.wrap(body);
        if (body.length < HEAD_BYTES + Short.BYTES || from.getShort() != Tag.VERSION.number || from.getShort() != Short.BYTES)
            throw HandshakeFailed.malformed("it does not start with a version");
        return Short.toUnsignedInt(from.getShort());
    }

    int version() throws HandshakeFailed.Broken {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes(Tag.VERSION, Short.BYTES)).getShort());
    }

    /// One name, or none.
    public String name(Tag tag) throws HandshakeFailed.Broken {
        String name = new String(bytes(tag), US_ASCII);
        if (!name.isEmpty() && !Offers.isName(name)) throw HandshakeFailed.malformed(tag + " is no name");
        return name;
    }

    /// Names, each behind a byte that counts its characters.
    public List<String> names(Tag tag) throws HandshakeFailed.Broken {
        var from = ByteBuffer.wrap(bytes(tag));
        var names = new ArrayList<String>();
        while (from.hasRemaining()) {
            int length = Byte.toUnsignedInt(from.get());
            if (length > from.remaining()) throw HandshakeFailed.malformed("a name in " + tag + " is longer than its field");
            byte[] bytes = new byte[length];
            from.get(bytes);
            String name = new String(bytes, US_ASCII);
            if (!Offers.isName(name)) throw HandshakeFailed.malformed("something in " + tag + " is no name");
            if (names.contains(name)) throw HandshakeFailed.malformed("a name twice in " + tag);
            if (names.size() == Offers.MOST_NAMES) throw HandshakeFailed.malformed("too many names in " + tag);
            names.add(name);
        }
        return names;
    }

    /// UTF-8 that is well formed and fit to be shown.
    String nodeName() throws HandshakeFailed.Broken {
        try {
            String name = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(Tag.NODE_NAME))).toString();
            if (LocalNode.isName(name)) return name;
        } catch (CharacterCodingException notUtf8) {
            // said below
        }
        throw HandshakeFailed.malformed("the node's name is not 1 to 100 printable characters");
    }

    private Slice slice(Tag tag) throws HandshakeFailed.Broken {
        var slice = slices.get(tag);
        if (slice == null) throw HandshakeFailed.malformed(tag + " is missing");
        return slice;
    }

    /// Puts a body together, in the order of the tags.
    public static final class Writer {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int last = -1;

        public Writer put(Tag tag, byte[] value) {
            if (tag.number <= last) throw new IllegalStateException(tag + " comes too late");
            last = tag.number;
            body.writeBytes(ByteBuffer.allocate(HEAD_BYTES).putShort((short) tag.number).putShort((short) value.length).array());
            body.writeBytes(value);
            return this;
        }

        public Writer putNames(Tag tag, List<String> names) {
            var value = new ByteArrayOutputStream();
            for (String name : names) {
                value.write(name.length());
                value.writeBytes(name.getBytes(US_ASCII));
            }
            return put(tag, value.toByteArray());
        }

        public byte[] body() {
            return body.toByteArray();
        }
    }
}
