package org.nettunnel.node.json;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

/// Looks at the keys of a document before it is read: Jackson finds an unknown one only when the whole record is there, and then
/// names the wrong place.
final class KeyCheck {
    private final String source;
    private final JsonParser parser;
    private final UnaryOperator<String> keyOf;

    /// @param keyOf the key of a record component
    KeyCheck(String source, JsonParser parser, UnaryOperator<String> keyOf) {
        this.source = source;
        this.parser = parser;
        this.keyOf = keyOf;
    }

    /// Takes the value at the parser's present token, as far as `type` and what is below it are records.
    void value(@Nullable Type type, String path) throws IOException {
        if (parser.hasToken(JsonToken.START_OBJECT) && type instanceof Class<?> form && form.isRecord()) {
            object(form, path);
        } else if (parser.hasToken(JsonToken.START_ARRAY)) {
            Type element = type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : null;
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) value(element, path + "[" + i + "]");
        } else {
            parser.skipChildren();
        }
    }

    private void object(Class<?> form, String path) throws IOException {
        Map<String, RecordComponent> known = new LinkedHashMap<>();
        for (RecordComponent component : form.getRecordComponents()) known.put(keyOf.apply(component.getName()), component);
        Set<String> missing = new HashSet<>();
        known.forEach((key, component) -> {
            if (component.getType().isPrimitive()) missing.add(key);
        });
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            RecordComponent component = known.get(key);
            if (component == null) throw unknown(key, known.keySet(), path);
            missing.remove(key);
            parser.nextToken();
            value(component.getGenericType(), path.isEmpty() ? key : path + "." + key);
        }
        if (!missing.isEmpty()) throw here("'" + String.join("', '", new TreeSet<>(missing)) + "' is missing" + in(path));
    }

    private BadDocument unknown(String key, Set<String> known, String path) {
        return here("unknown key '" + key + "'" + in(path) + "; " + NearestName.of(key, known).map(near -> "did you mean '" + near + "'?")
                .orElse("known are " + String.join(", ", new TreeSet<>(known))));
    }

    private static String in(String path) {
        return path.isEmpty() ? "" : " in " + path;
    }

    private BadDocument here(String sentence) {
        JsonLocation place = parser.currentTokenLocation();
        return new BadDocument(source, place.getLineNr(), place.getColumnNr(), sentence);
    }
}
