package org.nettunnel.node.store;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/// How one kind of object stands in its file; what is wrong in it is refused when it is made.
sealed interface Form permits IdentityForm, AccountsForm, TunnelsForm, EndpointsForm, PreferenceForm, Settings {
    int SCHEMA = 1;
    /// Of accounts and endpoints, since users have rights. A file that says nothing of them is written as of schema 1, so that an older node reads it.
    int SCHEMA_WITH_RIGHTS = 2;

    static void checkSchema(int schema) {
        if (schema != SCHEMA) throw new IllegalArgumentException("'schema' must be " + SCHEMA + ", not " + schema);
    }

    static void checkSchemaWithRights(int schema) {
        if (schema != SCHEMA && schema != SCHEMA_WITH_RIGHTS)
            throw new IllegalArgumentException("'schema' must be " + SCHEMA + " or " + SCHEMA_WITH_RIGHTS + ", not " + schema);
    }

    /// The newest that this node reads.
    static int newest(Class<? extends Form> form) {
        return form == AccountsForm.class || form == EndpointsForm.class ? SCHEMA_WITH_RIGHTS : SCHEMA;
    }

    static <T> T required(@Nullable T value, String key) {
        if (value == null) throw new IllegalArgumentException("'" + key + "' is missing");
        return value;
    }

    static <T> List<T> all(@Nullable List<T> values, String key) {
        if (required(values, key).stream().anyMatch(Objects::isNull)) throw new IllegalArgumentException("'" + key + "' has a null in it");
        return List.copyOf(values);
    }

    static <T> void unique(List<T> values, String key, Function<T, Object> of) {
        Set<Object> seen = new HashSet<>();
        for (T value : values)
            if (!seen.add(of.apply(value))) throw new IllegalArgumentException("'" + key + "' has " + of.apply(value) + " twice");
    }
}
