package org.nettunnel.tunnel.link;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.Violation;

/// OPENs without an answer, by endpoint: ours wait until the peer takes more, the peer's are counted.
///
/// **Threads:** the lane's loop.
final class Openings {
    private static final int KIND_TCP = 0;
    private static final int LONGEST_CLIENT = 256;
    /// Another lane of the session has what is asked for, and does not tell when it gives it back.
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Lane lane;
    /// Ours that are not written yet; no queue in it is empty.
    private final Map<EndpointId, ArrayDeque<Stream>> byEndpoint = new HashMap<>();
    private int waiting;
    /// Written on an older link and lost with it, by ascending id.
    private final ArrayDeque<Stream> lost = new ArrayDeque<>();

    Openings(Lane lane) {
        this.lane = lane;
    }

    /// Queues our OPEN; false when too many wait already.
    ///
    /// @param hasLink without one no more wait than may be unanswered
    boolean queue(Stream stream, boolean hasLink) {
        if (waiting >= lane.settings.streams()) return false;
        ArrayDeque<Stream> queue = byEndpoint.getOrDefault(stream.endpoint, new ArrayDeque<>());
        if (!hasLink && lane.tally.unanswered(stream.endpoint) + queue.size() >= lane.settings.unanswered()) return false;
        queue.addLast(stream);
        byEndpoint.put(stream.endpoint, queue);
        waiting++;
        return true;
    }

    /// Writes what peer and link have room for; returns when to come again because of the pace, 0 when not.
    long write(Link link) throws Violation {
        long now = link.loop.now();
        while (!lost.isEmpty()) {
            if (!link.hasRoom()) return 0;
            if (!lane.tally.mayOpen(now)) return now + lane.tally.untilOpen(now);
            Stream stream = lost.removeFirst();
            write(link, stream);
            stream.owesOpen(false);
        }
        if (waiting == 0) return 0;
        for (ArrayDeque<Stream> queue : List.copyOf(byEndpoint.values())) {
            for (@Nullable Stream next; (next = queue.peekFirst()) != null && lane.tally.unanswered(next.endpoint) < link.terms.peerUnanswered();) {
                if (!link.hasRoom()) return 0;
                if (!lane.book.hasRoomForOne(link.terms.peerStreams())) return now + AGAIN_NANOS;
                if (!lane.tally.mayOpen(now)) return now + lane.tally.untilOpen(now);
                unqueue(next);
                lane.tally.asked(next.endpoint);
                lane.book.admit(next);
                write(link, next);
            }
        }
        return waiting == 0 ? 0 : now + AGAIN_NANOS;
    }

    /// `u8 kind | 16 endpoint | u16 length, client | u8 hops`.
    private void write(Link link, Stream stream) throws Violation {
        byte[] client = stream.client.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(client.length, LONGEST_CLIENT);
        Outbox outbox = link.outbox;
        int at = outbox.frame(FrameType.OPEN, stream.id, 20 + length);
        byte[] to = outbox.small();
        to[at] = KIND_TCP;
        System.arraycopy(stream.endpoint.bytes(), 0, to, at + 1, 16);
        BigEndian.put16(to, at + 17, length);
        System.arraycopy(client, 0, to, at + 19, length);
        to[at + 19 + length] = 0;
    }

    /// The peer's OPEN, as it arrived.
    static void read(Lane lane, long id, byte[] bytes, int at, int length) throws Violation {
        if (bytes[at] != KIND_TCP) throw new Violation("OPEN of kind " + bytes[at] + ", which this version does not have");
        byte[] endpoint = new byte[16];
        System.arraycopy(bytes, at + 1, endpoint, 0, endpoint.length);
        int clientLength = BigEndian.get16(bytes, at + 17);
        if (clientLength > LONGEST_CLIENT || 20 + clientLength > length) throw new Violation("OPEN with a client of " + clientLength + " bytes");
        String client = new String(bytes, at + 19, clientLength, StandardCharsets.UTF_8);
        int hops = bytes[at + 19 + clientLength];
        if (hops != 0 || 20 + clientLength != length) throw new Violation("OPEN with hops, which this version does not have");
        lane.book.arrives(id, EndpointId.of(endpoint), client);
    }

    /// Counts one that the peer opened and we dial, until [#dialReturned]; false when there are too many.
    boolean dials(Stream stream) {
        return lane.tally.dials(stream.endpoint, lane.settings.unanswered());
    }

    /// The stream has its answer, or will never have one.
    void answered(Stream stream) {
        if (stream.phase == Stream.Phase.OPENING) lane.tally.answered(stream.endpoint);
    }

    /// Nobody dials for the stream any more; it may have ended long ago.
    void dialReturned(Stream stream) {
        lane.tally.dialReturned(stream.endpoint);
    }

    /// The peer never saw the OPEN: it goes out again, before any new one.
    void again(Stream stream) {
        lost.addLast(stream);
    }

    /// The link is gone: the next RESUME says which OPENs were lost.
    void detached() {
        lost.clear();
    }

    void unqueue(Stream stream) {
        if (lost.remove(stream)) return;
        ArrayDeque<Stream> queue = byEndpoint.get(stream.endpoint);
        if (queue == null || !queue.remove(stream)) return;
        waiting--;
        if (queue.isEmpty()) byEndpoint.remove(stream.endpoint);
    }

    /// Refuses those whose patience is at its end; returns when to look again, 0 when nobody waits.
    long giveUp(long now) {
        long[] next = {0};
        forEachQueued(stream -> {
            if (stream.waitsUntil - now <= 0)
                stream.abort(CloseCode.SESSION_GONE, "the tunnel is down, and did not come back within " + stream.patienceNanos / 1_000_000_000 + " s");
            else if (next[0] == 0 || stream.waitsUntil - next[0] < 0) next[0] = stream.waitsUntil;
        });
        return next[0];
    }

    boolean isEmpty() {
        return waiting == 0 && lost.isEmpty();
    }

    void forEachQueued(Consumer<Stream> visitor) {
        List<Stream> queued = new ArrayList<>();
        byEndpoint.values().forEach(queued::addAll);
        queued.forEach(visitor);
    }
}
