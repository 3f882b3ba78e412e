package org.nettunnel.admin.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Subject;
import org.nettunnel.admin.live.Event.Said;
import org.nettunnel.admin.live.Event.What;
import org.nettunnel.admin.views.StreamViews;
import org.nettunnel.api.admin.live.RateEvent;
import org.nettunnel.api.admin.live.RateEvent.Rate;
import org.nettunnel.api.admin.live.StreamEvent;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.StreamListener;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.Tunnels;

/// Watches the node and tells what happens in it. While nobody listens it takes the rates of tunnels and the lines of the log, and no more.
///
/// **Threads:** one beats; what it gathered is read by any.
public final class Live implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    /// Of streams, in one beat; there is nobody who reads more.
    private static final int MOST_STREAMS = 500;
    private static final int MOST_LINES = 200;

    final Journal journal;
    final History history;
    final LogRing log = new LogRing();
    private final RoundTrips roundTrips = new RoundTrips();
    private final Engine engine;
    private final Lookout lookout;
    private final StreamTap tap = new StreamTap();
    private final Rates rates = new Rates();
    private final Pulse pulse;
    /// The root of all loggers; held, since the JDK forgets loggers that nobody holds.
    private final Logger root = Logger.getLogger("");
    /// Guarded by this, as is the rest.
    private @Nullable Tunnels tapped;
    private StreamListener.@Nullable Watch watch;
    private @Nullable Audit audit;
    private Audit.@Nullable Subscription entries;
    private long nextSecond;
    private long nextLine;
    private boolean isEven;
    private boolean isClosed;

    public Live(Engine engine, Instant started) {
        this.engine = engine;
        journal = new Journal(Long.toString(started.toEpochMilli(), Character.MAX_RADIX), System::nanoTime);
        history = new History(started);
        lookout = new Lookout(engine, journal);
        nextSecond = System.nanoTime();
        root.addHandler(log);
        pulse = Pulse.start("live", BEAT, this::beat);
    }

    private synchronized void beat() {
        if (isClosed) return;
        streams();
        lines();
        entries();
        isEven = !isEven;
        if (isEven) lookout.look();
        long now = System.nanoTime();
        if (now - nextSecond < 0) return;
        nextSecond = Math.max(nextSecond + SECOND_NANOS, now - SECOND_NANOS);
        second(now);
    }

    private void second(long now) {
        Node node = engine.node();
        Tunnels tunnels = engine.tunnels();
        List<TunnelState> states = tunnels == null ? List.of() : tunnels.states();
        List<Rate> all = rates.of(states, now);
        history.add(all);
        roundTrips.observe(states);
        if (node == null || !journal.isWatched(Kind.RATE)) return;
        Map<String, TunnelConfig> configs = new HashMap<>();
        for (TunnelConfig config : node.tunnels()) configs.put(config.id().toString(), config);
        List<Rate> told = new ArrayList<>();
        List<TunnelConfig> subjects = new ArrayList<>();
        for (Rate rate : all) {
            TunnelConfig config = configs.get(rate.id());
            if (config == null) continue;
            told.add(rate);
            subjects.add(config);
        }
        var event = new RateEvent(Instant.now(), told);
        journal.add(Kind.RATE, Kind.RATE.word(), new What.Rates(event, subjects, new Said(event)));
    }

    // streams

    private void streams() {
        boolean isWatched = journal.isWatched(Kind.STREAM);
        Tunnels tunnels = engine.tunnels();
        if (tapped != null && (!isWatched || tunnels != tapped)) {
            untap();
            // of another engine's start nobody knows what it did before we heard it
            if (isWatched) journal.lost(Kind.STREAM);
        }
        if (!isWatched || tunnels == null) return;
        if (tapped == null) {
            tapped = tunnels;
            watch = tunnels.watch(tap);
        }
        Node node = engine.node();
        StreamTap.Drained drained = tap.drain(MOST_STREAMS);
        if (!drained.isWhole()) journal.lost(Kind.STREAM);
        if (node == null || drained.changes().isEmpty()) return;
        var views = new StreamViews(node);
        for (StreamTap.Change change : drained.changes()) {
            var code = change.code();
            var event = new StreamEvent(code == null ? "opened" : "ended", views.view(change.stream()), code == null ? null : code.name().toLowerCase(Locale.ROOT),
                    change.reason());
            journal.add(Kind.STREAM, Kind.STREAM.word(), new What.Of(new Subject.OfStream(change.stream()), new Said(event)));
        }
    }

    private void untap() {
        StreamListener.Watch open = watch;
        if (open != null) open.close();
        watch = null;
        tapped = null;
        tap.drain(0);
    }

    // the log

    private void lines() {
        if (!journal.isWatched(Kind.LOG)) {
            nextLine = log.next();
            return;
        }
        LogRing.Since news = log.since(nextLine);
        nextLine = news.next();
        boolean isMore = news.lines().size() > MOST_LINES;
        if (!news.isWhole() || isMore) journal.lost(Kind.LOG);
        var told = isMore ? news.lines().subList(news.lines().size() - MOST_LINES, news.lines().size()) : news.lines();
        told.forEach(line -> journal.add(Kind.LOG, Kind.LOG.word(), new What.Inner(new Said(line))));
    }

    // the audit log

    private void entries() {
        Audit now = engine.audit();
        if (now == audit) return;
        stopEntries();
        audit = now;
        if (now != null) entries = now.listen(entry -> journal.add(Kind.AUDIT, Kind.AUDIT.word(), new What.Inner(new Said(entry))));
    }

    private void stopEntries() {
        Audit.Subscription open = entries;
        if (open != null) open.close();
        entries = null;
    }

    /// How many listen.
    public int subscribers() {
        return journal.subscribers();
    }

    /// Of all tunnels, since they are there.
    public RoundTrips roundTrips() {
        return roundTrips;
    }

    @Override
    public void close() {
        pulse.close();
        root.removeHandler(log);
        journal.close();
        synchronized (this) {
            isClosed = true;
            untap();
            stopEntries();
        }
    }
}
