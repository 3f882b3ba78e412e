package org.nettunnel.tunnel.wire;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.tunnel.squeeze.Contexts;
import org.nettunnel.tunnel.squeeze.Contexts.Room;

/// What a peer may do, counted at twice what was announced; and what we do, at once that.
class PeerTallyTest {
    private static final long SECOND = 1_000_000_000;
    /// So that it overflows.
    private static final long START = Long.MAX_VALUE - SECOND / 2;
    private final PeerTally tally = new PeerTally(START);

    @Test
    void opensAndResetsHaveTheirOwnBurstAndRate() throws Throwable {
        assertTakes(40_000, 40_000, CloseCode.BUSY, tally::open);
        assertTakes(40_000, 40_000, CloseCode.BUSY, tally::reset);
    }

    @Test
    void pingsAndPongsForNothingAreOne() throws Throwable {
        PeerRates rates = new PeerRates(tally, START);
        assertTakes(32, 4, CloseCode.PROTOCOL, rates::ping);
        assertEquals(CloseCode.PROTOCOL, assertThrows(Violation.class, () -> rates.stalePong(START + SECOND)).code());
        assertDoesNotThrow(() -> rates.stalePong(START + 2 * SECOND));
    }

    @Test
    void creditsAreAsManyAsDataAndSomeMore() throws Throwable {
        PeerRates one = new PeerRates(tally, START);
        PeerRates other = new PeerRates(tally, START);
        for (int i = 0; i < 1_000; i++) one.sentData();
        for (int i = 0; i < 1_000; i++) one.credit(START);
        // what is more is the session's, whichever link it comes on
        for (int i = 0; i < 200; i++) one.credit(START);
        for (int i = 0; i < 200; i++) other.credit(START);
        assertThrows(Violation.class, () -> one.credit(START));
        assertThrows(Violation.class, () -> other.credit(START));
    }

    @Test
    void weKeepToHalfOfWhatEndsALink() {
        int opened = 0;
        while (tally.mayOpen(START)) opened++;
        assertEquals(20_000, opened);
        assertTrue(tally.untilOpen(START) <= SECOND / 20_000 + 1);
        PeerRates rates = new PeerRates(tally, START);
        rates.receivedData();
        int credited = 0;
        while (rates.mayCredit(START)) credited++;
        assertEquals(201, credited);
    }

    @Test
    void theClocksOfTwoLoopsMayDiffer() throws Throwable {
        assertTakes(40_000, 40_000, CloseCode.BUSY, tally::open);
        assertThrows(Violation.class, () -> tally.open(START - SECOND));
        assertThrows(Violation.class, () -> tally.open(START + SECOND));
        tally.open(START + 2 * SECOND);
    }

    @Test
    void dialsOfAnEndpointAreCountedUntilTheyReturn() {
        EndpointId endpoint = EndpointId.random();
        for (int i = 0; i < 8; i++) assertTrue(tally.dials(endpoint, 4));
        assertFalse(tally.dials(endpoint, 4));
        assertTrue(tally.dials(EndpointId.random(), 4));
        tally.dialReturned(endpoint);
        assertTrue(tally.dials(endpoint, 4));
        assertFalse(tally.isIdle());
        for (int i = 0; i < 8; i++) tally.dialReturned(endpoint);
        assertTrue(tally.dials(endpoint, 4));
    }

    @Test
    void contextsAreThoseOfAllLinks() {
        var budgets = new Budgets(1 << 20, 1 << 20);
        Contexts one = new Contexts(tally, budgets, 2, 2);
        Contexts other = new Contexts(tally, budgets, 2, 2);
        assertTrue(one.take(10));
        assertTrue(other.take(10));
        assertFalse(one.take(10));
        other.giveBack(10);
        assertTrue(one.take(10));
        assertEquals(20, budgets.ourContextBytes());
        for (int i = 0; i < 2; i++) {
            assertEquals(Room.THERE, one.hold(10));
            assertEquals(Room.THERE, other.hold(10));
        }
        assertEquals(Room.TOO_MANY, one.hold(10));
        other.drop(10);
        assertEquals(Room.THERE, one.hold(10));
        assertEquals(40, budgets.peerContextBytes());
    }

    /// The memory of contexts is that of the process: past it we send raw, and a peer has its first ones only.
    @Test
    void contextsShareTheMemoryOfTheProcess() {
        var budgets = new Budgets(1 << 20, 1 << 20);
        long half = Runtime.getRuntime().maxMemory() / 100 * Ceilings.CONTEXT_PERCENT / 2;
        Contexts first = new Contexts(tally, budgets, 1_000, 1_000);
        assertTrue(first.take(half));
        assertTrue(first.take(half));
        assertFalse(first.take(half));
        Contexts second = new Contexts(new PeerTally(START), budgets, 1_000, 1_000);
        assertFalse(second.take(1 << 10));
        first.giveBack(half);
        assertTrue(second.take(1 << 10));

        for (int i = 0; i < Ceilings.SURE_CONTEXTS; i++) assertEquals(Room.THERE, first.hold(half));
        assertEquals(Room.NO_MEMORY, first.hold(1 << 10));
        for (int i = 0; i < Ceilings.SURE_CONTEXTS; i++) assertEquals(Room.THERE, second.hold(1 << 10));
        assertEquals(Room.NO_MEMORY, second.hold(1 << 10));
        for (int i = 0; i < Ceilings.SURE_CONTEXTS; i++) first.drop(half);
        assertEquals(Room.THERE, second.hold(1 << 10));
    }

    private void assertTakes(int burst, int aSecond, CloseCode code, ThrowingConsumer<Long> action) throws Throwable {
        for (int i = 0; i < burst; i++) action.accept(START);
        assertEquals(code, assertThrows(Violation.class, () -> action.accept(START)).code());
        for (int i = 0; i < aSecond; i++) action.accept(START + SECOND);
        assertThrows(Violation.class, () -> action.accept(START + SECOND));
    }
}
