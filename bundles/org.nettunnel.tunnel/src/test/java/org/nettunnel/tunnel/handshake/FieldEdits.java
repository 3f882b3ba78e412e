package org.nettunnel.tunnel.handshake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.nettunnel.tunnel.handshake.Fields.Tag;

/// Every way to edit the fields of a message, by name; what is there to be edited is taken from the message itself.
final class FieldEdits {
    private static final int CRITICAL = 0x8000;

    private FieldEdits() {}

    /// One field as it travels.
    record Field(int tag, byte[] value) {
        Field with(byte[] other) {
            return new Field(tag, other);
        }
    }

    static List<Field> fields(byte[] body) {
        var fields = new ArrayList<Field>();
        for (var from = ByteBuffer.wrap(body); from.hasRemaining();) {
            int tag = Short.toUnsignedInt(from.getShort());
            byte[] value = new byte[Short.toUnsignedInt(from.getShort())];
            from.get(value);
            fields.add(new Field(tag, value));
        }
        return fields;
    }

    static byte[] body(List<Field> fields) {
        var body = new ByteArrayOutputStream();
        for (var field : fields) {
            body.writeBytes(ByteBuffer.allocate(4).putShort((short) field.tag).putShort((short) field.value.length).array());
            body.writeBytes(field.value);
        }
        return body.toByteArray();
    }

    /// What a message becomes, by what was done to it; none is as it was.
    static Map<String, byte[]> edits(byte[] body) {
        var fields = fields(body);
        var edits = new LinkedHashMap<String, List<Field>>();
        for (int i = 0; i < fields.size(); i++) {
            int at = i;
            var field = fields.get(i);
            String name = name(field.tag);
            for (var value : values(field).entrySet()) edits.put(name + ": " + value.getKey(), replaced(fields, at, field.with(value.getValue())));
            edits.put(name + " is gone", without(fields, at));
            edits.put(name + " comes twice", replaced(fields, at, field, field));
            edits.put(name + " must be understood", moved(fields, at, new Field(field.tag | CRITICAL, field.value)));
            if (at + 1 < fields.size()) edits.put(name + " comes last", moved(fields, at, field));
        }
        var said = fields.stream().map(Field::tag).toList();
        for (var tag : Tag.values()) if (!said.contains(tag.number)) edits.put(tag + " comes", added(fields, new Field(tag.number, new byte[16])));
        edits.put("a field that may be skipped comes", added(fields, new Field(0x0100, new byte[3])));
        edits.put("a field that must be understood comes", added(fields, new Field(0x8100, new byte[3])));
        var bodies = new LinkedHashMap<String, byte[]>();
        edits.forEach((what, edited) -> bodies.put(what, body(edited)));
        bodies.values().removeIf(edited -> Arrays.equals(edited, body));
        return bodies;
    }

    private static Map<String, byte[]> values(Field field) {
        byte[] value = field.value;
        var values = sameLength(value);
        values.put("empty", new byte[0]);
        values.put("longer", Arrays.copyOf(value, value.length + 1));
        values.put("four longer", Arrays.copyOf(value, value.length + 4));
        if (value.length > 0) values.put("shorter", Arrays.copyOf(value, value.length - 1));
        if (value.length > 4) values.put("four shorter", Arrays.copyOf(value, value.length - 4));
        if (field.tag == Tag.LIMITS.number) for (int figure = 0; figure < value.length; figure += 4) {
            values.put("figure " + figure / 4 + " one less", figure(value, figure, -1));
            values.put("figure " + figure / 4 + " one more", figure(value, figure, 1));
            values.put("figure " + figure / 4 + " doubled", figure(value, figure, ByteBuffer.wrap(value).getInt(figure)));
        }
        return values;
    }

    private static byte[] figure(byte[] value, int at, int by) {
        byte[] changed = value.clone();
        var figures = ByteBuffer.wrap(changed);
        figures.putInt(at, figures.getInt(at) + by);
        return changed;
    }

    private static Map<String, byte[]> sameLength(byte[] value) {
        var values = new LinkedHashMap<String, byte[]>();
        if (value.length == 0) return values;
        for (int bit : new int[] { 0, 7, value.length * 8 - 8, value.length * 8 - 1 }) {
            byte[] changed = value.clone();
            changed[bit / 8] ^= (byte) (0x80 >> bit % 8);
            values.put("bit " + bit, changed);
        }
        values.put("zeros", new byte[value.length]);
        return values;
    }

    private static List<Field> replaced(List<Field> fields, int at, Field... by) {
        var edited = new ArrayList<>(fields);
        edited.remove(at);
        edited.addAll(at, List.of(by));
        return edited;
    }

    private static List<Field> without(List<Field> fields, int at) {
        return replaced(fields, at);
    }

    private static List<Field> moved(List<Field> fields, int at, Field last) {
        var edited = without(fields, at);
        edited.add(last);
        return edited;
    }

    private static List<Field> added(List<Field> fields, Field field) {
        var edited = new ArrayList<>(fields);
        int at = 0;
        while (at < edited.size() && edited.get(at).tag < field.tag) at++;
        edited.add(at, field);
        return edited;
    }

    private static String name(int tag) {
        return String.valueOf(Tag.of(tag));
    }

    static byte[] edited(byte[] body, String what) {
        byte[] other = edits(body).get(what);
        if (other == null) throw new AssertionError(what + " changes nothing");
        return other;
    }

    /// The edits that fit a header which says how long the message is.
    static Map<String, byte[]> lies(byte[] body) {
        var fields = fields(body);
        var lies = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            for (var value : sameLength(field.value).entrySet())
                lies.put(name(field.tag) + ": " + value.getKey(), body(replaced(fields, i, field.with(value.getValue()))));
            lies.put(name(field.tag) + " comes under another number", body(replaced(fields, i, new Field(field.tag ^ 0x0800, field.value))));
            if (i > 0) lies.put(name(field.tag) + " comes too early", body(moved(fields, i - 1, fields.get(i - 1))));
        }
        lies.values().removeIf(lie -> Arrays.equals(lie, body));
        return lies;
    }
}
