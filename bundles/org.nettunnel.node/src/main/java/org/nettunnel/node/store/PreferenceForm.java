package org.nettunnel.node.store;

import java.util.List;

import org.nettunnel.api.tunnel.Preference;

/// `preference.json`: which suites and compressions this node would rather use.
record PreferenceForm(int schema, List<String> suites, List<String> compressions, boolean allowInsecureLegacy) implements Form {
    /// As peers tell each other.
    private static final String NAME = "[A-Za-z0-9._+/-]{1,32}";
    private static final int MOST_NAMES = 16;

    PreferenceForm {
        Form.checkSchema(schema);
        suites = names(suites, "suites");
        compressions = names(compressions, "compressions");
    }

    private static List<String> names(List<String> names, String key) {
        Form.all(names, key);
        if (names.size() > MOST_NAMES)
            throw new IllegalArgumentException("'" + key + "' has " + names.size() + " names; at most " + MOST_NAMES + " can be preferred: leave the last ones out");
        for (String name : names)
            if (!name.matches(NAME)) throw new IllegalArgumentException("'" + shown(name) + "' in '" + key
                    + "' is no name of a suite or compression: 1 to 32 of A-Z a-z 0-9 . _ + / -, as 'nettunnel suite list' shows them");
        Form.unique(names, key, name -> "'" + name + "'");
        return List.copyOf(names);
    }

    /// Fit for a terminal and a log.
    private static String shown(String name) {
        String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
    }

    /// @throws IllegalArgumentException with a sentence when it cannot be kept so
    static PreferenceForm of(Preference preference) {
        return new PreferenceForm(SCHEMA, preference.suites(), preference.compressions(), preference.allowInsecureLegacy());
    }

    Preference preference() {
        return new Preference(suites, compressions, allowInsecureLegacy);
    }
}
