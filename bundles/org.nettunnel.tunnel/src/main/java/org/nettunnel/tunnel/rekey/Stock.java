package org.nettunnel.tunnel.rekey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.Suite;

/// What bundles offer this node at one moment, the best first; of each name one.
///
/// @param crypto null while the bundle of this cryptography is away: nothing can be exchanged then
public record Stock(@Nullable RekeyCrypto crypto, List<Suite> suites, List<Compression> compressions) {
    public static final Stock EMPTY = new Stock(null, List.of(), List.of());

    public Stock {
        suites = List.copyOf(suites);
        compressions = List.copyOf(compressions);
    }

    public List<String> suiteNames() {
        return suites.stream().map(Suite::name).toList();
    }

    public List<String> compressionNames() {
        return compressions.stream().map(Compression::name).toList();
    }

    public List<Object> all() {
        var all = new ArrayList<Object>(suites);
        all.addAll(compressions);
        return all;
    }

    boolean has(Predicate<Object> what) {
        return all().stream().anyMatch(what);
    }

    public Optional<Suite> suite(String name) {
        return suites.stream().filter(suite -> suite.name().equals(name)).findFirst();
    }

    /// Those of the names that are here, in the names' order.
    public List<Compression> compressions(List<String> names) {
        var found = new ArrayList<Compression>();
        for (String name : names) compressions.stream().filter(one -> one.name().equals(name)).findFirst().ifPresent(found::add);
        return found;
    }

    /// The very objects: another of the same name is another.
    boolean hasAll(Suite suite, List<Compression> some) {
        return suites.contains(suite) && compressions.containsAll(some);
    }
}
