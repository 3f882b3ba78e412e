package org.nettunnel.admin.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.live.Event.Said;
import org.nettunnel.admin.live.Event.What;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelId;

/// Numbering, keeping and handing out of events.
class JournalTest {
    private final AtomicLong now = new AtomicLong();
    private final Journal journal = new Journal("run", now::get);

    private void add(Kind kind, int count) {
        for (int i = 0; i < count; i++) journal.add(kind, kind.word(), new What.Inner(new Said("x")));
    }

    private static List<Long> ids(Subscription.Taken taken) {
        return taken.events().stream().map(Event::id).toList();
    }

    @Test
    void whoComesBackHearsEachEventOnceAndInOrderOverAllKinds() throws Exception {
        Subscription first = journal.subscribe("ann", Set.of(Kind.TUNNEL, Kind.LOG), null);
        add(Kind.TUNNEL, 2);
        add(Kind.LOG, 1);
        assertEquals(List.of(1L, 2L, 3L), ids(first.take(Duration.ZERO)));
        first.close();
        add(Kind.LOG, 1);
        add(Kind.TUNNEL, 1);
        add(Kind.LOG, 1);
        Subscription.Taken taken = journal.subscribe("ann", Set.of(Kind.TUNNEL, Kind.LOG), "run-3").take(Duration.ZERO);
        assertEquals(Set.of(), taken.gap());
        assertEquals(List.of(4L, 5L, 6L), ids(taken));
    }

    @Test
    void aBusyKindPushesNoOtherOutAndLeavesAGapOfItsOwn() throws Exception {
        journal.subscribe("ann", Set.of(Kind.TUNNEL, Kind.STREAM), null).close();
        add(Kind.TUNNEL, 1);
        add(Kind.STREAM, Kind.STREAM.kept + 1);
        Subscription back = journal.subscribe("ann", Set.of(Kind.TUNNEL), "run-0");
        assertEquals(List.of(1L), ids(back.take(Duration.ZERO)));
        assertEquals(Set.of(Kind.STREAM), journal.subscribe("ann", Set.of(Kind.TUNNEL, Kind.STREAM), "run-0").take(Duration.ZERO).gap());
        assertEquals(Set.of(), journal.subscribe("ann", Set.of(Kind.STREAM), "run-" + (Kind.STREAM.kept + 1)).take(Duration.ZERO).gap());
    }

    @Test
    void whoDoesNotTakeInTimeHasAGapAndNeverMoreThanAThousandWaiting() throws Exception {
        Subscription slow = journal.subscribe("ann", Set.of(Kind.LOG), null);
        add(Kind.LOG, 1001);
        Subscription.Taken taken = slow.take(Duration.ZERO);
        assertEquals(Set.of(Kind.LOG), taken.gap());
        assertEquals(List.of(1001L), ids(taken));
        add(Kind.LOG, 1);
        assertEquals(Set.of(), slow.take(Duration.ZERO).gap());
    }

    @Test
    void gathersForAMinuteAfterTheLastListenerAndSaysWhatItDidNotGather() throws Exception {
        assertFalse(journal.isWatched(Kind.TUNNEL));
        journal.subscribe("ann", Set.of(Kind.TUNNEL), null).close();
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertTrue(journal.isWatched(Kind.TUNNEL));
        assertEquals(Set.of(), journal.subscribe("ann", Set.of(Kind.TUNNEL), "run-0").take(Duration.ZERO).gap());
    }

    @Test
    void forgetsWhatNobodyCameBackFor() throws Exception {
        journal.subscribe("ann", Set.of(Kind.TUNNEL), null).close();
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertFalse(journal.isWatched(Kind.TUNNEL));
        assertEquals(Set.of(Kind.TUNNEL), journal.subscribe("ann", Set.of(Kind.TUNNEL), "run-0").take(Duration.ZERO).gap());
    }

    @Test
    void idsOfAnotherRunOrOfTheFutureAreAGap() throws Exception {
        journal.subscribe("ann", Set.of(Kind.LOG), null);
        for (String id : List.of("other-0", "run-", "run-x", "run-5", ""))
            assertEquals(Set.of(Kind.LOG), journal.subscribe("bob" + id, Set.of(Kind.LOG), id).take(Duration.ZERO).gap(), id);
    }

    @Test
    void aHundredMayListen() throws Exception {
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < Journal.MOST; i++) all.add(journal.subscribe("user" + i, Set.of(Kind.LOG), null));
        assertThrows(Refusal.class, () -> journal.subscribe("late", Set.of(Kind.LOG), null));
        all.getFirst().close();
        journal.subscribe("late", Set.of(Kind.LOG), null);
        assertEquals(Journal.MOST, journal.subscribers());
    }

    private static StreamState stream(long id) {
        return new StreamState("1-0-" + id, new TunnelId(new UUID(1, 1)), new EndpointId(new UUID(2, 2)), true, "c", "t", "open",
                Instant.EPOCH, 0, 0);
    }

    @Test
    void ofAStreamThatOpenedAndEndedInOneBeatOnlyTheEndIsTold() {
        var tap = new StreamTap();
        tap.opened(stream(1));
        tap.opened(stream(3));
        tap.ended(stream(1), CloseCode.NORMAL, "normal end");
        var drained = tap.drain(10);
        assertTrue(drained.isWhole());
        assertEquals(List.of("1-0-3", "1-0-1"), drained.changes().stream().map(change -> change.stream().id()).toList());
    }

    @Test
    void aFloodOfStreamsIsBoundedAndTold() {
        var tap = new StreamTap();
        LongStream.range(0, StreamTap.MOST + 5).forEach(id -> tap.opened(stream(id)));
        var drained = tap.drain(500);
        assertFalse(drained.isWhole());
        assertEquals(500, drained.changes().size());
        assertTrue(tap.drain(500).isWhole());
    }
}
