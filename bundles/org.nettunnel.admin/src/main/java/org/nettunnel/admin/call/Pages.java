package org.nettunnel.admin.call;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Operation.Query;

/// Cuts lists into pages, by the parameters that [org.nettunnel.api.admin.Operation#inPages] declares.
public final class Pages {
    private static final int USUAL = 200;
    private static final int MOST = 1000;

    private Pages() {}

    /// @param next  cursor of the page that follows; null at the end
    /// @param found how many are on all pages together
    public record Page<T>(List<T> items, @Nullable String next, int found) {}

    /// @param id   of one, by which the next page begins where this one ended, even when the list has changed
    /// @param text what `filter` looks at
    /// @throws Refusal 400 for a parameter that will not do
    public static <T> Page<T> cut(List<T> all, Given given, Function<T, String> id, Function<T, String> text) throws Refusal {
        int limit = (int) given.number(Query.LIMIT, USUAL, 1, MOST);
        String filter = given.text(Query.FILTER);
        List<T> found = filter == null ? all : all.stream().filter(one -> text.apply(one).toLowerCase(Locale.ROOT).contains(filter.toLowerCase(Locale.ROOT))).toList();
        int from = start(found, given.text(Query.CURSOR), id);
        int to = Math.min(found.size(), from + limit);
        return new Page<>(found.subList(from, to), to < found.size() ? cursor(to, id.apply(found.get(to - 1))) : null, found.size());
    }

    private static <T> int start(List<T> found, @Nullable String cursor, Function<T, String> id) throws Refusal {
        if (cursor == null) return 0;
        String[] parts = decoded(cursor);
        for (int i = 0; i < found.size(); i++) if (id.apply(found.get(i)).equals(parts[1])) return i + 1;
        // the last one of that page is gone meanwhile
        return Math.min(found.size(), Integer.parseInt(parts[0]) - 1);
    }

    private static String cursor(int at, String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + ":" + last).getBytes(StandardCharsets.UTF_8));
    }

    private static String[] decoded(String cursor) throws Refusal {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.matches("[1-9]\\d{0,8}:.*")) return text.split(":", 2);
        } catch (IllegalArgumentException _) {
            // the sentence is the same
        }
        throw Refusal.parameter("cursor", "is not one that a page here gave as 'next'; leave it out to begin at the start");
    }
}
