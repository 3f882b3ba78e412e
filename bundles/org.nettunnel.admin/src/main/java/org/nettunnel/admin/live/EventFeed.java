package org.nettunnel.admin.live;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.api.admin.EventStream;
import org.nettunnel.api.admin.live.GapEvent;

/// Writes what one listener may hear as server-sent events, until he or his session is gone.
final class EventFeed implements EventStream {
    private static final Duration BEAT = Duration.ofSeconds(15);
    /// How often it is asked whether he may still listen.
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 64 * 1024;
    private final Journal journal;
    private final Subscription subscription;
    private final Supplier<@Nullable Caller> standing;
    private final Function<Object, String> json;
    private long lastSent = System.nanoTime();

    /// @param standing who he is now; null when he is nobody any more
    EventFeed(Journal journal, Subscription subscription, Supplier<@Nullable Caller> standing, Function<Object, String> json) {
        this.journal = journal;
        this.subscription = subscription;
        this.standing = standing;
        this.json = json;
    }

    @Override
    public void write(Out out) throws IOException {
        try (subscription) {
            // an id alone: who is cut off before the first event knows where to go on
            send(out, "retry: 2000\nid: " + journal.newest() + "\n\n");
            for (Caller caller; (caller = standing.get()) != null;) {
                Subscription.Taken taken = subscription.take(LOOK);
                write(taken, caller, out);
                if (taken.isOver()) return;
                if (System.nanoTime() - lastSent >= BEAT.toNanos()) send(out, ": beat\n\n");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Subscription.Taken taken, Caller caller, Out out) throws IOException {
        var text = new StringBuilder();
        if (!taken.gap().isEmpty()) text.append("event: gap\ndata: ").append(json.apply(gap(taken.gap()))).append("\n\n");
        for (Event event : taken.events()) {
            String data = event.data(caller, json);
            if (data == null) continue;
            text.append("id: ").append(journal.id(event.id())).append("\nevent: ").append(event.name()).append("\ndata: ").append(data).append("\n\n");
            if (text.length() < MOST_AT_ONCE) continue;
            send(out, text.toString());
            text.setLength(0);
        }
        if (!text.isEmpty()) send(out, text.toString());
    }

    private static GapEvent gap(Set<Kind> kinds) {
        return new GapEvent(kinds.stream().map(Kind::word).toList());
    }

    private void send(Out out, String text) throws IOException {
        out.send(text);
        lastSent = System.nanoTime();
    }
}
