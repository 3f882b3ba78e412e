package org.nettunnel.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Trials;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.node.store.KeptTunnel;
import org.nettunnel.node.store.KeptTunnel.OnTrial;

/// Tries changes of tunnels out, and takes them back when nobody confirms them.
///
/// What a tunnel was is written down together with what it is to be, in one write; so a crash at any moment leaves a node that takes it back.
/// **Threads:** safe for any.
public class TunnelTrials implements Trials, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    /// The answer to who asked may have to go through the tunnel.
    private static final Duration A_MOMENT = Duration.ofMillis(500);
    /// Where what it was cannot be written.
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Reconciler engines;
    private final Audit audit;
    private final InstantSource clock;
    private final Alarm alarm;
    /// When the present trial of a tunnel had its links cut.
    private final Map<TunnelId, Instant> tried = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    /// Wakes up later.
    public interface Alarm {
        void after(Duration delay, Runnable act);
    }

    public TunnelTrials(NodeService node, Audit audit, InstantSource clock, Alarm alarm) {
        this.ledger = node.ledger();
        this.engines = node.engines();
        this.audit = audit;
        this.clock = clock;
        this.alarm = alarm;
        for (KeptTunnel found : ledger.takenBack()) tell(found, "the node ended before it was confirmed");
    }

    @Override
    public Plan plan(TunnelId tunnel, Wish wish) throws RequestRefused {
        Ledger.State now = ledger.state();
        return plan(TunnelRules.settled(NodeService.known(now, tunnel)).config(), wish, now);
    }

    private static Plan plan(TunnelConfig before, Wish wish, Ledger.State now) throws RequestRefused {
        TunnelConfig changed = TunnelRules.changed(before, wish.change(), now);
        TunnelConfig after = wish.stop() ? changed.withStarted(false) : changed;
        return new Plan(before, after);
    }

    @Override
    public Trial begin(TunnelId tunnel, Wish wish, Duration time) throws RequestRefused, IOException {
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0)
            throw TunnelRules.invalid("a trial lasts " + SHORTEST.toSeconds() + " to " + LONGEST.toSeconds() + " seconds, not " + time.toSeconds());
        Instant until = clock.instant().plus(time).truncatedTo(ChronoUnit.MILLIS);
        var plan = new Plan[1];
        ledger.<RequestRefused>change(now -> {
            KeptTunnel kept = TunnelRules.settled(NodeService.known(now, tunnel));
            plan[0] = plan(kept.config(), wish, now);
            if (plan[0].isNothing()) throw TunnelRules.invalid("tunnel '" + kept.config().name() + "' is so already: there is nothing to try out");
            tried.remove(tunnel);
            return now.with(new KeptTunnel(plan[0].after(), new OnTrial(kept.config(), until)));
        });
        LOG.log(System.Logger.Level.INFO, "tunnel on trial tunnel=" + tunnel + " until=" + until);
        alarm.after(A_MOMENT, () -> tryOut(tunnel, until));
        alarm.after(time, () -> runOut(tunnel, until));
        return new Trial(plan[0], until, false);
    }

    private void tryOut(TunnelId tunnel, Instant until) {
        KeptTunnel kept = onTrial(tunnel, until);
        if (kept != null) go(kept, new Plan(kept.takenBack().config(), kept.config()));
    }

    /// Has the engine do what the ledger says, over links that are made so.
    private void go(KeptTunnel kept, Plan step) {
        engines.reconcile();
        Tunnels engine = engines.tunnels();
        tried.put(kept.config().id(), clock.instant());
        if (engine != null && step.isRerouted()) engine.cut(kept.config().id());
    }

    private void runOut(TunnelId tunnel, Instant until) {
        KeptTunnel kept = onTrial(tunnel, until);
        if (kept == null) return;
        try {
            back(kept);
            tell(kept, "nobody confirmed it in time");
        } catch (IOException unwritten) {
            LOG.log(System.Logger.Level.ERROR, "a tunnel on trial is not taken back yet, since it cannot be written tunnel=" + tunnel, unwritten);
            alarm.after(AGAIN, () -> runOut(tunnel, until));
        }
    }

    /// Null when that trial is over.
    private @Nullable KeptTunnel onTrial(TunnelId tunnel, Instant until) {
        if (isClosed) return null;
        return ledger.state().tunnel(tunnel).filter(kept -> kept.trial() instanceof OnTrial present && present.until().equals(until)).orElse(null);
    }

    @Override
    public Optional<Trial> of(TunnelId tunnel) {
        return ledger.state().tunnel(tunnel).flatMap(kept -> kept.trial() instanceof OnTrial present
                ? Optional.of(new Trial(new Plan(present.before(), kept.config()), present.until(), mayBeConfirmed(kept))) : Optional.empty());
    }

    /// Whether the tunnel is as it is to be: one that is dialled another way has a link that was dialled so.
    private boolean mayBeConfirmed(KeptTunnel kept) {
        Instant since = tried.get(kept.config().id());
        if (since == null) return false;
        if (!new Plan(kept.takenBack().config(), kept.config()).isRerouted()) return true;
        Tunnels engine = engines.tunnels();
        return engine != null && engine.states().stream().anyMatch(state -> state.id().equals(kept.config().id())
                && state.status() instanceof TunnelStatus.Established up && up.links().stream().anyMatch(link -> !link.since().isBefore(since)));
    }

    @Override
    public TunnelConfig confirm(TunnelId tunnel) throws RequestRefused, IOException {
        var after = ledger.<RequestRefused>change(now -> {
            KeptTunnel kept = needTrial(now, tunnel);
            if (!mayBeConfirmed(kept)) throw new RequestRefused(Reason.CONFLICT, "tunnel '" + kept.config().name()
                    + "' has no link yet that was made the new way: wait for one, or let the change be taken back");
            return now.with(new KeptTunnel(kept.config()));
        });
        LOG.log(System.Logger.Level.INFO, "tunnel trial confirmed tunnel=" + tunnel);
        return NodeService.known(after, tunnel).config();
    }

    @Override
    public TunnelConfig takeBack(TunnelId tunnel) throws RequestRefused, IOException {
        back(needTrial(ledger.state(), tunnel));
        return NodeService.known(ledger.state(), tunnel).config();
    }

    private static KeptTunnel needTrial(Ledger.State now, TunnelId tunnel) throws RequestRefused {
        KeptTunnel kept = NodeService.known(now, tunnel);
        if (kept.trial() == null) throw new RequestRefused(Reason.CONFLICT, "tunnel '" + kept.config().name()
                + "' is not on trial: its change was confirmed or taken back already, or never made");
        return kept;
    }

    /// What came meanwhile may have confirmed it.
    private void back(KeptTunnel seen) throws IOException {
        TunnelId tunnel = seen.config().id();
        var after = ledger.<RuntimeException>change(now -> now.tunnel(tunnel).filter(kept -> kept.trial() instanceof OnTrial present && present.equals(seen.trial()))
                .map(kept -> now.with(kept.takenBack())).orElse(now));
        after.tunnel(tunnel).ifPresent(kept -> go(kept, new Plan(seen.config(), kept.config())));
    }

    private void tell(KeptTunnel was, String why) {
        LOG.log(System.Logger.Level.WARNING, "tunnel change taken back tunnel=" + was.config().id() + " reason=\"" + why + "\"");
        try {
            audit.note(new Audit.Draft(Audit.NODE, "-", "takes back tunnel trial", was.config().id().toString(), "done: " + why));
        } catch (IOException unwritten) {
            // a node that cannot be reached any more would be worse
            LOG.log(System.Logger.Level.ERROR, "the audit log does not say that a tunnel change was taken back", unwritten);
        }
    }

    /// What is on trial is taken back at the next start.
    @Override
    public void close() {
        isClosed = true;
    }
}
