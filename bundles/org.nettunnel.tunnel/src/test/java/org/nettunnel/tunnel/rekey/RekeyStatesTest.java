package org.nettunnel.tunnel.rekey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Violation;

/// What must not be said in which state of an exchange, and what ends it.
class RekeyStatesTest extends RekeyPair {
    /// The stages of one exchange that the initiator starts, each with what comes next; arithmetic and turns only as far as needed.
    private final List<Move> moves = List.of(() -> {
        say(inner, 10);
        drain(outer, inner);
        inner.turn();
    }, () -> compute(inner), () -> inner.turn(), () -> outer.take(inner), () -> compute(outer), () -> outer.turn(), () -> inner.take(outer),
            () -> compute(inner), () -> inner.turn(), () -> outer.take(inner), () -> compute(outer), () -> outer.turn(), () -> inner.take(outer),
            () -> compute(inner));

    private interface Move {
        void make() throws Violation;
    }

    private static void compute(FakeSite site) {
        site.work.remove().run();
    }

    private static void drain(FakeSite to, FakeSite from) throws Violation {
        while (!from.wire.isEmpty()) to.take(from);
    }

    /// After so many moves.
    private void at(int stage) throws Violation {
        begin(Sides.BOTH, Sides.BOTH, AT_TEN);
        for (var move : moves.subList(0, stage)) move.make();
    }

    @Test
    void theStagesAreThoseOfAnExchange() throws Violation {
        at(moves.size());
        assertRekeyed(1);
    }

    @Test
    void aFrameOutOfTurnIsRefusedInEveryState() throws Violation {
        var frames = List.of(FrameType.REKEY0, FrameType.REKEY1, FrameType.REKEY2, FrameType.REKEY3, FrameType.REKEY4);
        int refused = 0;
        for (int stage = 0; stage <= moves.size(); stage++) for (var frame : frames) for (boolean isInner : new boolean[] { true, false }) {
            at(stage);
            var site = isInner ? inner : outer;
            if (site.isHeld || isInTurn(isInner, stage, frame)) continue;
            int now = stage;
            assertThrows(Violation.class, () -> site.receive(frame, new byte[0]), () -> frame + " to the " + (isInner ? "initiator" : "responder") + " at " + now);
            refused++;
        }
        assertTrue(refused > 90, "refused " + refused);
    }

    private static boolean isInTurn(boolean isInner, int stage, FrameType frame) {
        return switch (frame) {
            case REKEY0 -> isInner;
            case REKEY1 -> !isInner && (stage <= 3 || stage >= 12);
            case REKEY2 -> isInner && stage >= 3 && stage <= 6;
            case REKEY3 -> !isInner && stage >= 6 && stage <= 9;
            case REKEY4 -> isInner && stage >= 9 && stage <= 12;
            default -> throw new AssertionError(frame);
        };
    }

    @Test
    void anExchangeDiesWithItsLinkInEveryState() throws Violation {
        for (int stage = 0; stage <= moves.size(); stage++) {
            at(stage);
            inner.rekeying.close();
            outer.rekeying.close();
            int done = inner.done;
            // what was under way comes back to nobody
            while (!inner.work.isEmpty()) compute(inner);
            while (!outer.work.isEmpty()) compute(outer);
            inner.turn();
            outer.turn();
            assertEquals(done, inner.done);
            assertNull(inner.failed, inner.reason);
            assertNull(outer.failed, outer.reason);
        }
    }

    @Test
    void aSideThatIsClosedInTheMiddleLeavesTheOtherWaiting() throws Violation {
        for (int stage = 1; stage < moves.size(); stage++) for (boolean isInner : new boolean[] { true, false }) {
            at(stage);
            var gone = isInner ? inner : outer;
            var left = isInner ? outer : inner;
            gone.rekeying.close();
            while (!left.work.isEmpty()) compute(left);
            left.turn();
            assertNull(left.failed, left.reason);
        }
    }

    @Test
    void wrongProofsEndTheLinkWithTheirCode() throws Violation {
        at(5);
        outer.turn();
        var choice = outer.wire.remove();
        choice.body()[choice.body().length - 1] ^= 1;
        inner.rekeying.chosen(choice.body());
        compute(inner);
        assertEquals(CloseCode.AUTHENTICATION, inner.failed);
        at(11);
        outer.turn();
        var end = outer.wire.remove();
        end.body()[end.body().length - 1] ^= 1;
        inner.rekeying.ended(end.body());
        assertTrue(inner.isHeld);
        compute(inner);
        assertEquals(CloseCode.AUTHENTICATION, inner.failed);
        at(1);
        assertEquals(CloseCode.PROTOCOL, assertThrows(Violation.class, () -> outer.rekeying.offered(new byte[] { 0, 1 })).code());
    }

    @Test
    void whatComesBehindASwitchWaitsForItsKeys() throws Violation {
        at(9);
        say(inner, 1);
        outer.take(inner);
        assertTrue(outer.isHeld);
        compute(outer);
        assertFalse(outer.isHeld);
        outer.take(inner);
        say(outer, 1);
        outer.turn();
        say(outer, 1);
        inner.take(outer);
        inner.take(outer);
        assertTrue(inner.isHeld);
        compute(inner);
        inner.take(outer);
        assertRekeyed(1);
    }
}
