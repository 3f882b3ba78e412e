package org.nettunnel.admin.live;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.nettunnel.admin.call.Refusal;

/// What an event is about, as people choose it.
enum Kind {
    TUNNEL(1000), ENDPOINT(1000), STREAM(4000), RATE(300), LOG(2000), AUDIT(1700);

    /// How many are kept for those who come back.
    final int kept;

    Kind(int kept) {
        this.kept = kept;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @param text words with commas between
    /// @throws Refusal 400 for a word that is none
    static Set<Kind> parse(String text) throws Refusal {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String word : text.split(",")) {
            Kind kind = Arrays.stream(values()).filter(each -> each.word().equals(word.strip())).findFirst().orElseThrow(() -> Refusal.parameter("types",
                    "has '" + word.strip() + "'; there are " + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "))));
            kinds.add(kind);
        }
        return kinds;
    }
}
