package org.nettunnel.tunnel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Stranded;
import org.nettunnel.tunnel.handshake.HandshakeCrypto;
import org.nettunnel.tunnel.link.Loop;
import org.nettunnel.tunnel.providers.Providers;

/// What links use of what bundles offer, which of them could not do without, and waiting until it is used no more.
///
/// **Threads:** safe for any but a loop: it waits for what loops answer.
final class Stocktaking {
    private final Providers providers;
    private final List<Loop> loops;
    private final Collection<Tunnel> tunnels;
    /// Guarded by this: how often something was perhaps used no more.
    private long releases;

    /// @param tunnels those that are, at each moment
    Stocktaking(Providers providers, List<Loop> loops, Collection<Tunnel> tunnels) {
        this.providers = providers;
        this.loops = loops;
        this.tunnels = tunnels;
        loops.forEach(loop -> loop.onReleased(this::released));
        providers.leases().onReleased(this::released);
    }

    private synchronized void released() {
        releases++;
        notifyAll();
    }

    private synchronized long releases() {
        return releases;
    }

    List<Provider> provided() {
        Map<Object, Integer> used = new IdentityHashMap<>();
        for (Loop loop : loops) for (Object thing : ask(loop, loop::used, List.of())) used.merge(thing, 1, Integer::sum);
        return providers.provided(thing -> used.getOrDefault(thing, 0));
    }

    /// A tunnel that is not up is stranded where its next handshake would be.
    List<Stranded> stranded(Set<Long> bundles) {
        List<String> left = providers.suitesWithout(bundles);
        boolean isSealed = left.contains(HandshakeCrypto.SEALING);
        List<Stranded> stranded = new ArrayList<>();
        for (Tunnel tunnel : tunnels) {
            if (!tunnel.config().started()) continue;
            Session session = tunnel.session();
            List<SessionLane.Known> known = session == null ? List.of() : session.of(SessionLane::known);
            known.stream().filter(lane -> lane.theirs().stream().noneMatch(left::contains)).findFirst()
                    .ifPresentOrElse(lane -> stranded.add(new Stranded(tunnel.config().id(), lane.suite(), lane.theirs())), () -> {
                        if (!isSealed) stranded.add(new Stranded(tunnel.config().id(), HandshakeCrypto.SEALING,
                                known.isEmpty() ? List.of() : known.getFirst().theirs()));
                    });
        }
        return stranded;
    }

    /// Takes it out of use and waits until it is.
    boolean retire(Set<Long> bundles, Duration patience) throws InterruptedException {
        Set<Object> going = providers.of(bundles);
        providers.retire(bundles);
        long end = System.nanoTime() + patience.toNanos();
        for (;;) {
            long before = releases();
            if (!isUsed(going)) return true;
            if (!awaitRelease(before, end)) return false;
        }
    }

    /// Handshakes are looked at first: what one has taken is its link's when it lets go.
    private boolean isUsed(Set<Object> going) {
        if (going.isEmpty()) return false;
        return providers.leases().uses(going::contains)
                || loops.stream().anyMatch(loop -> !loop.isClosed() && ask(loop, () -> loop.uses(going::contains), true));
    }

    private synchronized boolean awaitRelease(long before, long end) throws InterruptedException {
        while (releases == before) {
            long left = end - System.nanoTime();
            if (left <= 0) return false;
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return true;
    }

    private static <T> T ask(Loop loop, Supplier<T> question, T otherwise) {
        try {
            return LiveStreams.answer(loop.ask(question), otherwise);
        } catch (RejectedExecutionException closed) {
            return otherwise;
        }
    }
}
