package org.nettunnel.admin.openapi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Describes the records of the API as JSON Schema (2020-12), each once, by name.
///
/// Whether a field may be null is not known while the node runs; so every field that is no plain number or truth may be.
final class Schemas {
    private static final String PACKAGE = "^org\\.nettunnel\\.api\\.(admin\\.)?";
    private final Map<String, Object> named = new TreeMap<>();
    private final Map<String, Class<?>> owners = new LinkedHashMap<>();

    /// A reference to the schema of a record.
    Map<String, Object> reference(Class<?> type) {
        String name = name(type);
        Class<?> owner = owners.putIfAbsent(name, type);
        if (owner != null && owner != type) throw new IllegalStateException(owner + " and " + type + " have the same name in the API");
        if (owner == null) named.put(name, object(type));
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    /// All that were asked for.
    Map<String, Object> all() {
        return named;
    }

    /// `TunnelView.Page`, with the part of the API before it where it has one: `bundles.SiteView`.
    private static String name(Class<?> type) {
        return type.getCanonicalName().replaceFirst(PACKAGE, "");
    }

    private Map<String, Object> object(Class<?> type) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(component.getName(), schema(component.getGenericType()));
            if (component.getType().isPrimitive()) required.add(component.getName());
        }
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) schema.put("required", required);
        return schema;
    }

    private Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            var items = schema(list.getActualTypeArguments()[0]);
            return Map.of("type", List.of("array", "null"), "items", items);
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class)
            return Map.of("type", List.of("object", "null"), "additionalProperties", schema(map.getActualTypeArguments()[1]));
        if (!(type instanceof Class<?> plain)) throw new IllegalArgumentException("the admin API has no " + type);
        if (plain == int.class) return Map.of("type", "integer", "format", "int32");
        if (plain == long.class) return Map.of("type", "integer", "format", "int64");
        if (plain == double.class) return Map.of("type", "number");
        if (plain == boolean.class) return Map.of("type", "boolean");
        if (plain == Integer.class || plain == Long.class) return Map.of("type", List.of("integer", "null"), "format", plain == Long.class ? "int64" : "int32");
        if (plain == Double.class) return Map.of("type", List.of("number", "null"));
        if (plain == Boolean.class) return Map.of("type", List.of("boolean", "null"));
        if (plain == String.class) return Map.of("type", List.of("string", "null"));
        if (plain == Instant.class) return Map.of("type", List.of("string", "null"), "format", "date-time");
        if (plain.isRecord()) return Map.of("anyOf", List.of(reference(plain), Map.of("type", "null")));
        if (plain == Object.class) return Map.of();
        throw new IllegalArgumentException("the admin API has no " + plain);
    }
}
