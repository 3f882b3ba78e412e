package org.nettunnel.tunnel.providers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.handshake.HandshakeCrypto;
import org.nettunnel.tunnel.handshake.Offers;

/// Which of the services that passed their tests are offered to peers, in which order, and why the others are not.
///
/// @param offered of each name one, the best first
/// @param spare   the others, each with a sentence
record Choice<T>(Map<String, Candidate<T>> offered, Map<Candidate<T>, String> spare) {
    /// What handshakes are sealed with is always offered.
    private static final String NEEDED = HandshakeCrypto.SEALING;
    /// Where it stands at least, also when one offers it that only stands in.
    private static final int NEEDED_RANK = 100;

    Choice {
        offered = Collections.unmodifiableMap(offered);
        spare = Collections.unmodifiableMap(spare);
    }

    /// The best first: by name where the administrator said so, then plain suites before what is made of stream ciphers, then by rank.
    static <T> Comparator<Candidate<T>> order(Wishes wishes) {
        return Comparator.comparingInt((Candidate<T> one) -> wishes.place(one.name())).thenComparing(one -> one.facts.form())
                .thenComparing(Choice::standing, Comparator.reverseOrder()).thenComparing(one -> one.facts.origin().rank(), Comparator.reverseOrder());
    }

    private static int standing(Candidate<?> one) {
        int rank = one.facts.origin().rank();
        return one.name().equals(NEEDED) ? Math.max(rank, NEEDED_RANK) : rank;
    }

    static <T> Choice<T> of(List<Candidate<T>> good, Wishes wishes) {
        Map<String, Candidate<T>> offered = new LinkedHashMap<>();
        Map<Candidate<T>, String> spare = new LinkedHashMap<>();
        List<Candidate<T>> sorted = new ArrayList<>(good);
        sorted.sort(order(wishes));
        for (Candidate<T> one : sorted) {
            String why = whyNot(one, offered, wishes);
            if (why == null) offered.put(one.name(), one);
            else spare.put(one, why);
        }
        for (String name : tooMany(offered.keySet())) {
            Candidate<T> one = offered.remove(name);
            if (one != null) spare.put(one, "there are " + Offers.MOST_NAMES + " better ones, and nodes offer each other no more");
        }
        return new Choice<>(offered, spare);
    }

    /// Those beyond what nodes tell each other, the best first.
    private static List<String> tooMany(Collection<String> names) {
        List<String> others = names.stream().filter(name -> !name.equals(NEEDED)).toList();
        int room = Offers.MOST_NAMES - (names.size() - others.size());
        return others.size() <= room ? List.of() : others.subList(room, others.size());
    }

    /// Those offered, the best first.
    List<T> services() {
        return offered.values().stream().map(one -> one.service).toList();
    }

    private static <T> @Nullable String whyNot(Candidate<T> one, Map<String, Candidate<T>> offered, Wishes wishes) {
        if (!Collections.disjoint(one.facts.bundles(), wishes.retired())) return "its bundle is being removed";
        if (one.facts.form() == Candidate.Form.ALONE && !wishes.allowsAlone())
            return "a cipher of this kind carries records alone only where the administrator allows insecure legacy";
        Candidate<T> better = offered.get(one.name());
        return better == null ? null : "another of this name is preferred, of bundle " + better.facts.origin().bundle();
    }
}
