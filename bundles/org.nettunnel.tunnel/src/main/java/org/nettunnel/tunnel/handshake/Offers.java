package org.nettunnel.tunnel.handshake;

import java.util.HashSet;
import java.util.List;

/// What this node can agree to on a link.
///
/// @param suites       names of the suites it has and lets be used, the preferred first: a suite that is not in the list is below
///                     this node's minimum, and no peer can talk it into one; empty where no suite is there just now
/// @param compressions names of the compressions it has
public record Offers(List<String> suites, List<String> compressions, Limits limits) {
    public static final int MOST_NAMES = 16;
    public static final int LONGEST_NAME = 32;

    public Offers {
        suites = List.copyOf(suites);
        compressions = List.copyOf(compressions);
        check("suites", suites);
        check("compressions", compressions);
    }

    private static void check(String what, List<String> names) {
        if (names.size() > MOST_NAMES)
            throw new IllegalArgumentException(names.size() + " " + what + " are more than the " + MOST_NAMES + " a handshake can offer");
        if (new HashSet<>(names).size() < names.size()) throw new IllegalArgumentException("the same name twice in " + what + " " + names);
        for (String name : names)
            if (!isName(name)) throw new IllegalArgumentException("'" + name + "' cannot be offered: a name is 1 to "
                    + LONGEST_NAME + " of A-Z a-z 0-9 . _ + / -");
    }

    /// What the side that chooses must choose: the first that is offered of those it has; empty where it has none of them.
    public static String choice(List<String> offered, List<String> had) {
        return offered.stream().filter(had::contains).findFirst().orElse("");
    }

    /// Whether peers can be told of it by this name.
    public static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME && name.chars().allMatch(Offers::isOfNames);
    }

    private static boolean isOfNames(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || "._+/-".indexOf(c) >= 0;
    }
}
