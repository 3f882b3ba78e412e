package org.nettunnel.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.node.sync.Entries.NOW;
import static org.nettunnel.node.sync.Entries.TUNNEL;
import static org.nettunnel.node.sync.Entries.gone;
import static org.nettunnel.node.sync.Entries.id;
import static org.nettunnel.node.sync.Entries.live;
import static org.nettunnel.node.sync.Entries.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

class EndpointBookTest {
    private static final EndpointBook EMPTY = EndpointBook.of(List.of());

    private static List<EndpointEntry> chance(Random random) {
        List<EndpointEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            var id = id(random.nextInt(4));
            long revision = 1 + random.nextInt(4);
            var editor = peer(1 + random.nextInt(2));
            // one name in two for one version: a peer that lies must not break the agreement either
            entries.add(random.nextInt(3) == 0 ? gone(id, revision, editor, NOW) : live(id, revision, editor, "name-" + random.nextInt(2)));
        }
        return entries;
    }

    private static Map<?, ?> sameOrder(EndpointBook book) {
        return new java.util.HashMap<>(book.entries());
    }

    @Test
    void mergingIsCommutativeAssociativeAndIdempotent() {
        Random random = new Random(20261122);
        for (int round = 0; round < 2_000; round++) {
            List<EndpointEntry> a = chance(random);
            List<EndpointEntry> b = chance(random);
            List<EndpointEntry> c = chance(random);
            EndpointBook abc = EMPTY.merged(a).merged(b).merged(c);
            assertEquals(sameOrder(abc), sameOrder(EMPTY.merged(c).merged(a).merged(b)), "commutative, round " + round);
            List<EndpointEntry> bc = List.copyOf(EMPTY.merged(b).merged(c).entries().values());
            assertEquals(sameOrder(abc), sameOrder(EMPTY.merged(a).merged(bc)), "associative, round " + round);
            assertEquals(abc, abc.merged(b).merged(a), "idempotent, round " + round);
        }
    }

    @Test
    void ofTwoDifferentEntriesExactlyOneOutranksTheOther() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            List<EndpointEntry> some = chance(random);
            for (EndpointEntry one : some)
                for (EndpointEntry other : some)
                    assertEquals(!one.equals(other) && one.id().equals(other.id()) || !one.id().equals(other.id()),
                            !one.id().equals(other.id()) || one.outranks(other) != other.outranks(one));
        }
    }

    @Test
    void theLaterEditWinsAndTheGreaterEditorOfTwoAtOnce() {
        var later = live(id(1), 3, peer(1), "later");
        assertEquals(later, EMPTY.merged(List.of(live(id(1), 2, peer(9), "earlier"), later)).entry(id(1)));
        var greater = live(id(1), 3, peer(2), "greater");
        assertEquals(greater, EMPTY.merged(List.of(greater, later)).entry(id(1)));
    }

    @Test
    void aRemovedEndpointDoesNotComeBackFromAnOlderCopy() {
        EndpointBook book = EMPTY.merged(List.of(live(id(1), 1, peer(1), "web"))).merged(List.of(gone(id(1), 2, peer(1), NOW)));
        assertTrue(book.merged(List.of(live(id(1), 1, peer(1), "web"))).live().isEmpty());
    }

    @Test
    void remembersRemovedOnesForNinetyDays() {
        EndpointBook book = EMPTY.merged(List.of(gone(id(1), 1, peer(1), NOW.minus(Duration.ofDays(91))),
                gone(id(2), 1, peer(1), NOW.minus(Duration.ofDays(89))), live(id(3), 1, peer(1), "web"))).pruned(NOW);
        assertNull(book.entry(id(1)));
        assertNotNull(book.entry(id(2)));
        assertNotNull(book.entry(id(3)));
    }

    @Test
    void remembersOnlyTheNewestRemovedOnesOfATunnel() {
        List<EndpointEntry> many = new ArrayList<>();
        for (int i = 0; i <= EndpointBook.MOST_PER_TUNNEL; i++) many.add(gone(id(i), 1, peer(1), NOW.minusSeconds(i)));
        EndpointBook book = EMPTY.merged(many).pruned(NOW);
        assertEquals(EndpointBook.MOST_PER_TUNNEL, book.entries().size());
        assertNull(book.entry(id(EndpointBook.MOST_PER_TUNNEL)));
    }

    @Test
    void forgetsATunnelWhole() {
        assertTrue(EMPTY.merged(List.of(live(id(1), 1, peer(1), "web"), gone(id(2), 1, peer(1), NOW))).without(TUNNEL).entries().isEmpty());
    }

    @Test
    void refusesRevisionsThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> new Version(0, peer(1)));
        assertThrows(IllegalArgumentException.class, () -> new Version(1L << 62, peer(1)));
        assertFalse(new Version(1, peer(1)).compareTo(new Version(1, peer(1))) != 0);
    }
}
