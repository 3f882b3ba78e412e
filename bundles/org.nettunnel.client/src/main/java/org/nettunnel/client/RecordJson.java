package org.nettunnel.client;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/// Reads and writes records as JSON: strings, numbers, booleans, instants, lists, records and, only to write, maps: all that the admin API has.
///
/// It stands in for databind, whose start alone costs a command a third of a second. Unknown fields are skipped, so that an older
/// command understands a newer node; absent ones are null, 0 or false.
/// **Threads:** any.
public final class RecordJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private RecordJson() {}

    /// @throws IOException when `json` is no JSON or does not fit `type`
    public static <R> R read(byte[] json, Class<R> type) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            Object value = value(parser, type);
            if (value == null || parser.nextToken() != null) throw new JsonParseException(parser, "not one JSON object");
            return type.cast(value);
        }
    }

    /// One line, without a line end.
    public static String write(Object record) {
        return write(record, Style.LINE);
    }

    /// The same without what is null: an older node refuses fields that it does not know.
    public static String writeRequest(Object record) {
        return write(record, Style.REQUEST);
    }

    /// On several lines, for people.
    public static String writePretty(Object record) {
        return write(record, Style.PRETTY);
    }

    private enum Style { LINE, PRETTY, REQUEST }

    private static String write(Object record, Style style) {
        var text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (style == Style.PRETTY) generator.useDefaultPrettyPrinter();
            write(generator, record, style);
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value, Style style) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case String text -> generator.writeString(text);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Boolean truth -> generator.writeBoolean(truth);
            case Instant instant -> generator.writeString(instant.toString());
            case List<?> list -> {
                generator.writeStartArray();
                for (Object element : list) write(generator, element, style);
                generator.writeEndArray();
            }
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    generator.writeFieldName(String.valueOf(entry.getKey()));
                    write(generator, entry.getValue(), style);
                }
                generator.writeEndObject();
            }
            case Record record -> {
                generator.writeStartObject();
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    Object field = get(component, record);
                    if (field == null && style == Style.REQUEST) continue;
                    generator.writeFieldName(component.getName());
                    write(generator, field, style);
                }
                generator.writeEndObject();
            }
            default -> throw new IllegalArgumentException("the admin API has no " + value.getClass());
        }
    }

    private static @Nullable Object value(JsonParser parser, Type type) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) return null;
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) return list(parser, list.getActualTypeArguments()[0]);
        if (!(type instanceof Class<?> plain)) throw new IllegalArgumentException("the admin API has no " + type);
        if (plain.isRecord()) return record(parser, plain);
        if (plain == String.class) return text(parser);
        if (plain == Instant.class) return instant(parser);
        if (plain == int.class || plain == Integer.class) return parser.getIntValue();
        if (plain == long.class || plain == Long.class) return parser.getLongValue();
        if (plain == double.class || plain == Double.class) return parser.getDoubleValue();
        if (plain == boolean.class || plain == Boolean.class) return parser.getBooleanValue();
        throw new IllegalArgumentException("the admin API has no " + plain);
    }

    private static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) throw new JsonParseException(parser, "not a string");
        return parser.getText();
    }

    private static Instant instant(JsonParser parser) throws IOException {
        try {
            return Instant.parse(text(parser));
        } catch (DateTimeParseException wrong) {
            throw new JsonParseException(parser, "not an instant", wrong);
        }
    }

    private static List<@Nullable Object> list(JsonParser parser, Type element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) throw new JsonParseException(parser, "not a list");
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) list.add(value(parser, element));
        return list;
    }

    private static Object record(JsonParser parser, Class<?> type) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) throw new JsonParseException(parser, "not an object");
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) values[i] = absent(components[i].getType());
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int at = indexOf(components, parser.currentName());
            parser.nextToken();
            if (at < 0) parser.skipChildren();
            else {
                Object value = value(parser, components[at].getGenericType());
                if (value != null) values[at] = value;
            }
        }
        return make(type, components, values);
    }

    private static int indexOf(RecordComponent[] components, String name) {
        for (int i = 0; i < components.length; i++) if (components[i].getName().equals(name)) return i;
        return -1;
    }

    private static @Nullable Object absent(Class<?> type) {
        if (type == int.class) return 0;
        if (type == long.class) return 0L;
        if (type == double.class) return 0.0;
        if (type == boolean.class) return false;
        return type == List.class ? List.of() : null;
    }

    private static Object make(Class<?> type, RecordComponent[] components, @Nullable Object[] values) throws IOException {
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) types[i] = components[i].getType();
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException misfit) {
            throw new IOException("the answer does not fit " + type.getSimpleName(), misfit);
        }
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record cannot be read: " + component, impossible);
        }
    }
}
