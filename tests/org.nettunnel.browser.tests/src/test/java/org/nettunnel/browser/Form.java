package org.nettunnel.browser;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import com.microsoft.playwright.Locator;

/// Fields that are sent together: a dialog, or a part of a screen.
///
/// @param name  as figures and failures call it
/// @param open  brings it before one's eyes, as it is when nobody typed yet
/// @param place where its fields are, when they are in no dialog
/// @param send  the button
/// @param valid what goes into a field while another one is hostile; fields that are not named stay as they are
/// @param as    how a text must look to get past what the page itself asks for, such as a port at its end
/// @param takes fields that a node takes any text in, with the screens that show it then
record Form(String name, Runnable open, String place, String send, Map<String, Supplier<String>> valid, Map<String, Function<String, String>> as, Map<String, List<String>> takes) {
    private static final String TEXT_FIELDS = " :is(input:not([type]), input[type=text], input[type=search], input[type=password], textarea):visible:enabled";
    private static final String LABEL = "input => input.getAttribute('aria-label') ?? input.labels?.[0]?.textContent ?? ''";

    static Form of(String name, String send, Runnable open) {
        return new Form(name, open, "dialog[open]", send, Map.of(), Map.of(), Map.of());
    }

    Form at(String css) {
        return new Form(name, open, css, send, valid, as, takes);
    }

    Form with(String field, Supplier<String> text) {
        var more = new HashMap<>(valid);
        more.put(field, text);
        return new Form(name, open, place, send, more, as, takes);
    }

    Form with(String field, String text) {
        return with(field, () -> text);
    }

    Form shaped(String field, Function<String, String> shape) {
        var more = new HashMap<>(as);
        more.put(field, shape);
        return new Form(name, open, place, send, valid, more, takes);
    }

    Form takes(String field, String... shownOn) {
        var more = new HashMap<>(takes);
        more.put(field, List.of(shownOn));
        return new Form(name, open, place, send, valid, as, more);
    }

    /// The text fields that can be seen, by their labels.
    List<Locator> fields(Console console) {
        return console.page().locator((place.startsWith("dialog") ? "dialog[open]:last-of-type" : place) + TEXT_FIELDS).all();
    }

    static String label(Locator field) {
        return String.valueOf(field.evaluate(LABEL)).strip();
    }

    String shape(String field, String text) {
        return as.getOrDefault(field, given -> given).apply(text);
    }

    /// All that is valid, but the one.
    void fill(Console console, String hostile, String text) {
        Set<String> seen = new java.util.HashSet<>();
        for (Locator field : fields(console)) {
            String label = label(field);
            seen.add(label);
            if (label.equals(hostile)) field.fill(shape(label, text));
            else if (valid.containsKey(label)) field.fill(valid.get(label).get());
        }
        if (!seen.contains(hostile)) throw new AssertionError(name + " has no field '" + hostile + "' but " + seen);
        for (var other : valid.entrySet()) if (!seen.contains(other.getKey())) console.field(other.getKey()).fill(other.getValue().get());
    }
}
