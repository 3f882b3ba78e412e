package org.nettunnel.node.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody may have meant by a name that does not exist.
public final class NearestName {
    private static final int LONGEST = 100;

    private NearestName() {}

    /// The known name with the fewest changed, added or dropped letters; empty when half of it would have to change.
    public static Optional<String> of(String name, Collection<String> known) {
        String wanted = name.substring(0, Math.min(name.length(), LONGEST)).toLowerCase(Locale.ROOT);
        record Candidate(String text, int distance) {}
        return known.stream().sorted()
                .map(text -> new Candidate(text, distance(wanted, text.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() <= Math.max(1, candidate.text().length() / 2))
                .min(Comparator.comparingInt(Candidate::distance)).map(Candidate::text);
    }

    /// Levenshtein's distance.
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) row[j] = j;
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
