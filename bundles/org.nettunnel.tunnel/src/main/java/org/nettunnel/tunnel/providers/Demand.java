package org.nettunnel.tunnel.providers;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.nettunnel.api.tunnel.Preference;

/// What the administrator would rather use and what is being removed, told to both shelves.
///
/// **Threads:** safe for any.
final class Demand {
    private final Shelf<?> suites;
    private final Shelf<?> compressions;
    private Preference preference = Preference.NONE;
    /// Bundles that are being removed; each as long as something of it is here.
    private Set<Long> retired = Set.of();

    Demand(Shelf<?> suites, Shelf<?> compressions) {
        this.suites = suites;
        this.compressions = compressions;
    }

    synchronized void prefer(Preference now) {
        preference = now;
        tell();
    }

    synchronized void retire(Set<Long> bundles) {
        Set<Long> all = new HashSet<>(retired);
        all.addAll(bundles);
        retired = all;
        forget();
    }

    synchronized void readmit(Set<Long> bundles) {
        retired = retired.stream().filter(bundle -> !bundles.contains(bundle)).collect(Collectors.toSet());
        tell();
    }

    /// What has gone is removed: whatever comes of the same bundle after that is another.
    synchronized void forget() {
        Set<Long> here = suites.bundles();
        here.addAll(compressions.bundles());
        retired = retired.stream().filter(here::contains).collect(Collectors.toSet());
        tell();
    }

    private void tell() {
        suites.wish(new Wishes(preference.suites(), preference.allowInsecureLegacy(), retired));
        compressions.wish(new Wishes(preference.compressions(), false, retired));
    }
}
