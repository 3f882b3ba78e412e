package org.nettunnel.tunnel.link;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.PeerRates;
import org.nettunnel.tunnel.wire.Violation;

/// OPENs without an answer, by endpoint: ours wait until the peer takes more, the peer's are counted.
///
/// **Threads:** the lane's loop.
final class Openings {
    private static final int KIND_TCP = 0;
    private static final int LONGEST_CLIENT = 256;

    /// @param waiting not written yet
    private static final class OfEndpoint {
        final ArrayDeque<Stream> waiting = new ArrayDeque<>();
        int unanswered;
        int dialling;
    }

    private final Lane lane;
    private final Map<EndpointId, OfEndpoint> byEndpoint = new HashMap<>();
    private int waiting;
    /// Written on an older link and lost with it, by ascending id.
    private final ArrayDeque<Stream> lost = new ArrayDeque<>();

    Openings(Lane lane) {
        this.lane = lane;
    }

    private OfEndpoint of(Stream stream) {
        return byEndpoint.computeIfAbsent(stream.endpoint, _ -> new OfEndpoint());
    }

    /// Queues our OPEN; false when too many wait already.
    ///
    /// @param hasLink without one no more wait than may be unanswered
    boolean queue(Stream stream, boolean hasLink) {
        if (waiting >= lane.settings.streams()) return false;
        OfEndpoint endpoint = of(stream);
        if (!hasLink && endpoint.unanswered + endpoint.waiting.size() >= lane.settings.unanswered()) return false;
        endpoint.waiting.addLast(stream);
        waiting++;
        return true;
    }

    /// Writes what peer and link have room for; returns when to come again because of the pace, 0 when not.
    long write(Link link) throws Violation {
        if (waiting == 0 && lost.isEmpty()) return 0;
        while (!lost.isEmpty()) {
            if (!link.hasRoom()) return 0;
            long now = link.loop.now();
            if (!link.rates.ourOpens.take(now)) return now + link.rates.ourOpens.untilNext(now);
            Stream stream = lost.removeFirst();
            write(link, stream);
            stream.openWrittenAgain();
        }
        for (OfEndpoint endpoint : List.copyOf(byEndpoint.values())) {
            while (!endpoint.waiting.isEmpty() && endpoint.unanswered < link.terms.peerUnanswered()) {
                if (!link.hasRoom() || !lane.book.hasRoomForOne(link.terms.peerStreams())) return 0;
                long now = link.loop.now();
                if (!link.rates.ourOpens.take(now)) return now + link.rates.ourOpens.untilNext(now);
                waiting--;
                endpoint.unanswered++;
                Stream stream = endpoint.waiting.removeFirst();
                lane.book.admit(stream);
                write(link, stream);
            }
        }
        return 0;
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
        OfEndpoint endpoint = of(stream);
        if (endpoint.dialling >= PeerRates.TOLERANCE * lane.settings.unanswered()) return false;
        endpoint.dialling++;
        return true;
    }

    /// The stream has its answer, or will never have one.
    void answered(Stream stream) {
        OfEndpoint endpoint = byEndpoint.get(stream.endpoint);
        if (endpoint == null) return;
        if (stream.phase == Stream.Phase.OPENING) endpoint.unanswered--;
        removeIfIdle(stream.endpoint, endpoint);
    }

    /// Nobody dials for the stream any more; it may have ended long ago.
    void dialReturned(Stream stream) {
        OfEndpoint endpoint = byEndpoint.get(stream.endpoint);
        if (endpoint == null) return;
        endpoint.dialling--;
        removeIfIdle(stream.endpoint, endpoint);
    }

    private void removeIfIdle(EndpointId id, OfEndpoint endpoint) {
        if (endpoint.unanswered == 0 && endpoint.dialling == 0 && endpoint.waiting.isEmpty()) byEndpoint.remove(id);
    }

    /// The peer never saw the OPEN: it goes out again, before any new one.
    void again(Stream stream) {
        lost.addLast(stream);
    }

    /// The link is gone: the next RESUME says which OPENs were lost.
    void detached() {
        for (Stream stream; (stream = lost.poll()) != null;) stream.owesOpen = false;
    }

    void unqueue(Stream stream) {
        if (lost.remove(stream)) return;
        if (of(stream).waiting.remove(stream)) waiting--;
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

    /// Nobody waits for an answer, and nobody dials.
    boolean isIdle() {
        return byEndpoint.isEmpty();
    }

    boolean isEmpty() {
        return waiting == 0 && lost.isEmpty();
    }

    void forEachQueued(Consumer<Stream> visitor) {
        List<Stream> queued = new ArrayList<>();
        for (OfEndpoint endpoint : byEndpoint.values()) queued.addAll(endpoint.waiting);
        queued.forEach(visitor);
    }
}
