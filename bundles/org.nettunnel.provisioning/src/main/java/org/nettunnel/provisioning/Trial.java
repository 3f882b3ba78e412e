package org.nettunnel.provisioning;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Waits for what the tunnel engine finds out about the suites and compressions that came.
///
/// **Threads:** one.
record Trial(Tunnels tunnels, Set<Long> bundles) {
    private static final Duration LONGEST = Duration.ofSeconds(120);
    /// So long a bundle may take until it offers anything.
    private static final Duration SILENT = Duration.ofSeconds(15);
    /// A bundle offers its services one after another: so long nothing more came.
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 50;

    /// Returns when all of it is good, or when the bundles offer the engine nothing.
    ///
    /// @throws SiteRefused when any of it is not
    void await() throws SiteRefused, InterruptedException {
        long start = System.nanoTime();
        long changed = start;
        int count = 0;
        while (true) {
            List<Provider> offered = tunnels.provided().stream().filter(each -> bundles.contains(each.bundle())).toList();
            boolean isOpen = offered.isEmpty() || offered.stream().anyMatch(each -> each.verdict() instanceof Verdict.Testing);
            for (Provider each : offered)
                if (each.verdict() instanceof Verdict.Refused(String reason)) throw refused(each, reason);
            if (offered.size() != count) changed = System.nanoTime();
            count = offered.size();
            if (!isOpen && System.nanoTime() - changed >= SETTLED.toNanos()) return;
            long passed = System.nanoTime() - start;
            if (offered.isEmpty() && passed > SILENT.toNanos()) return;
            if (passed > LONGEST.toNanos()) throw new SiteRefused("the node could not test what the feature offers within " + LONGEST.toSeconds() + " s");
            // the engine tells nobody when it is through with a test
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static SiteRefused refused(Provider offered, String reason) {
        String kind = switch (offered.kind()) {
            case SUITE -> "suite ";
            case COMPRESSION -> "compression ";
        };
        return new SiteRefused("the " + kind + offered.name() + " that it offers is not right: " + reason);
    }
}
