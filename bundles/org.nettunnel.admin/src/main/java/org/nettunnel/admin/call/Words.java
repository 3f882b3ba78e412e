package org.nettunnel.admin.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/// Checks the fields of a request's body.
public final class Words {
    private static final int LAST_PORT = 65535;

    private Words() {}

    /// @throws Refusal 400 when JSON left it out
    public static String required(String field, @Nullable String value) throws Refusal {
        if (value == null || value.isBlank()) throw Refusal.field(field, "field '" + field + "' is missing or empty");
        return value;
    }

    public static String given(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    /// @throws Refusal 400 when JSON left it out, or with the words of the parser
    public static <T> T parsed(String field, @Nullable String value, Function<String, T> parser) throws Refusal {
        try {
            return parser.apply(required(field, value));
        } catch (IllegalArgumentException wrong) {
            throw Refusal.field(field, field + ": " + wrong.getMessage());
        }
    }

    /// @throws Refusal 400 for what is none; 0 is any that is free
    public static int port(int given) throws Refusal {
        if (given < 0 || given > LAST_PORT) throw Refusal.invalid("port " + given + " is not in 0.." + LAST_PORT + " (0 = any)");
        return given;
    }

    /// People say inbound for "this end listens".
    ///
    /// @throws Refusal 400 for another word
    public static boolean listensHere(@Nullable String direction) throws Refusal {
        return switch (required("direction", direction)) {
            case "inbound" -> true;
            case "outbound" -> false;
            default -> throw Refusal.invalid("direction '" + direction + "' is neither 'inbound' (this end listens) nor 'outbound' (the other end listens)");
        };
    }

    /// @throws Refusal 400 for an absent or empty list, or with the words of the parser
    public static <T> List<T> parsedList(String field, @Nullable List<@Nullable String> values, Function<String, T> parser) throws Refusal {
        if (values == null || values.isEmpty()) throw Refusal.field(field, "field '" + field + "' needs at least one entry");
        var list = new ArrayList<T>();
        for (String value : values) list.add(parsed(field, value, parser));
        return list;
    }
}
