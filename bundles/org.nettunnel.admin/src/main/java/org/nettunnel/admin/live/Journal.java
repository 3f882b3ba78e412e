package org.nettunnel.admin.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Refusal;

/// Numbers events, keeps the newest of each kind for those who come back, and hands them to those who listen.
///
/// **Threads:** any; nobody is waited for.
final class Journal {
    static final int MOST = 100;
    static final int MOST_OF_ONE = 10;
    /// How long events are gathered for somebody who may come back.
    private static final long LINGER_NANOS = Duration.ofMinutes(1).toNanos();
    private final String start;
    private final LongSupplier nanoTime;
    /// Guarded by this, as is the rest.
    private final Map<Kind, Shelf> shelves = new EnumMap<>(Kind.class);
    private final List<Subscription> subscriptions = new ArrayList<>();
    private long last;

    /// The newest of a kind.
    private static final class Shelf {
        final Deque<Event> events = new ArrayDeque<>();
        /// Up to which events are not here any more.
        long forgotten;
        long watchedUntil;
        boolean wasWatched;
    }

    /// @param start tells the ids of this run from those of others
    Journal(String start, LongSupplier nanoTime) {
        this.start = start;
        this.nanoTime = nanoTime;
        for (Kind kind : Kind.values()) shelves.put(kind, new Shelf());
    }

    private Shelf shelf(Kind kind) {
        return shelves.computeIfAbsent(kind, _ -> new Shelf());
    }

    synchronized void add(Kind kind, String name, Event.What what) {
        Event event = new Event(++last, kind, name, what);
        Shelf shelf = shelf(kind);
        shelf.events.add(event);
        if (shelf.events.size() > kind.kept) shelf.forgotten = shelf.events.remove().id();
        for (Subscription each : subscriptions) if (each.kinds.contains(kind)) each.offer(event);
    }

    /// Events of a kind could not be told; who listens hears that.
    synchronized void lost(Kind kind) {
        Shelf shelf = shelf(kind);
        shelf.forgotten = ++last;
        shelf.events.clear();
        for (Subscription each : subscriptions) if (each.kinds.contains(kind)) each.misses(Set.of(kind));
    }

    /// Whether somebody listens, or did a moment ago; where it is so no more, what is kept counts as forgotten.
    synchronized boolean isWatched(Kind kind) {
        long now = nanoTime.getAsLong();
        Shelf shelf = shelf(kind);
        boolean isWatched = subscriptions.stream().anyMatch(each -> each.kinds.contains(kind));
        if (isWatched) shelf.watchedUntil = now + LINGER_NANOS;
        else isWatched = shelf.wasWatched && shelf.watchedUntil - now > 0;
        if (shelf.wasWatched && !isWatched) {
            shelf.events.clear();
            shelf.forgotten = last;
        }
        shelf.wasWatched = isWatched;
        return isWatched;
    }

    /// @param lastId the id of the last event that he had; null for one who is new
    /// @throws Refusal 429 where there are too many
    synchronized Subscription subscribe(String user, Set<Kind> kinds, @Nullable String lastId) throws Refusal {
        if (subscriptions.size() >= MOST) throw tooMany("this node tells " + MOST + " listeners at once what happens, which is as many as it may");
        if (subscriptions.stream().filter(each -> each.user.equals(user)).count() >= MOST_OF_ONE)
            throw tooMany("user '" + user + "' listens " + MOST_OF_ONE + " times already; close one of them");
        Subscription[] made = new Subscription[1];
        Subscription fresh = new Subscription(user, kinds, () -> remove(made[0]));
        made[0] = fresh;
        if (lastId != null) resume(fresh, lastId);
        subscriptions.add(fresh);
        for (Kind kind : kinds) isWatched(kind);
        return fresh;
    }

    private static Refusal tooMany(String sentence) {
        return new Refusal(HttpStatus.TOO_MANY_REQUESTS_429, sentence, Map.of("Retry-After", "5"));
    }

    private void resume(Subscription fresh, String lastId) {
        long after = number(lastId);
        Set<Kind> gap = EnumSet.noneOf(Kind.class);
        List<Event> missed = new ArrayList<>();
        for (Kind kind : fresh.kinds) {
            Shelf shelf = shelf(kind);
            boolean isWhole = after >= 0 && after <= last && shelf.forgotten <= after && shelf.wasWatched;
            if (!isWhole) gap.add(kind);
            for (Event event : shelf.events) if (event.id() > after && after >= 0) missed.add(event);
        }
        fresh.misses(gap);
        missed.sort(Comparator.comparingLong(Event::id));
        fresh.resumes(missed);
    }

    /// -1 for an id of another run, or none at all.
    private long number(String id) {
        if (!id.startsWith(start + "-") || !id.substring(start.length() + 1).matches("\\d{1,18}")) return -1;
        return Long.parseLong(id.substring(start.length() + 1));
    }

    String id(long number) {
        return start + "-" + number;
    }

    /// Of the newest event.
    synchronized String newest() {
        return id(last);
    }

    private synchronized void remove(Subscription gone) {
        subscriptions.remove(gone);
    }

    synchronized int subscribers() {
        return subscriptions.size();
    }

    synchronized void close() {
        subscriptions.forEach(Subscription::end);
    }
}
