package org.nettunnel.tunnel.link;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// Streams that owe the peer a CREDIT too small to send at once: 200 ms after the last delivery it is sent all the same.
///
/// **Threads:** the lane's loop.
final class OwedCredits {
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private final ArrayDeque<Stream> streams = new ArrayDeque<>();

    /// Returns when to look, where nobody was to be looked at before; else 0.
    long add(Stream stream, long now) {
        stream.receiving.lastDelivery = now;
        if (stream.receiving.isOwed) return 0;
        queue(stream, now + NANOS);
        return streams.size() == 1 ? now + NANOS : 0;
    }

    private void queue(Stream stream, long due) {
        stream.receiving.isOwed = true;
        stream.receiving.owedDue = due;
        streams.addLast(stream);
    }

    /// Gives `payer` those whose CREDIT is due; returns when to look again, or `latest`.
    long pay(long now, long latest, Consumer<Stream> payer) {
        for (@Nullable Stream stream; (stream = streams.peekFirst()) != null;) {
            Receiving receiving = stream.receiving;
            if (receiving.owedDue - now > 0) return receiving.owedDue - latest < 0 ? receiving.owedDue : latest;
            streams.pollFirst();
            receiving.isOwed = false;
            if (!receiving.owesCredit() || stream.phase != Stream.Phase.OPEN) continue;
            long due = receiving.lastDelivery + NANOS;
            if (due - now > 0) queue(stream, due);
            else payer.accept(stream);
        }
        return latest;
    }

    void clear() {
        for (Stream stream; (stream = streams.poll()) != null;) stream.receiving.isOwed = false;
    }
}
