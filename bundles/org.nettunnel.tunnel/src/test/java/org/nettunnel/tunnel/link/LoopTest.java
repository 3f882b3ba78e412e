package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.LinkKeys;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;

/// What goes wrong on a loop ends what it concerns, and nothing stays that looks alive and is not.
@Timeout(60)
class LoopTest {
    private static void raise(String what) {
        switch (what) {
            case "a class that left" -> throw new NoClassDefFoundError("org/example/Gone");
            case "a stack that is full" -> throw new StackOverflowError();
            default -> throw new IllegalStateException(what);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a class that left", "a stack that is full", "a mistake"})
    void goesOnAfterATaskFailedWith(String what) throws Exception {
        try (var pair = new LinkPair(LinkPair.Carriage.TCP)) {
            pair.inner.loop.execute(() -> raise(what));
            assertEquals("here", pair.inner.loop.ask(() -> "here").get(20, TimeUnit.SECONDS));
            assertFalse(pair.inner.ended.isDone());
        }
    }

    @Test
    void aLinkWhoseCipherLeftEndsAloneAndSaysSo() throws Exception {
        SocketWire.Pair wires = SocketWire.pair();
        var end = new LinkEnd("loop", false, LinkSettings.defaults(), new Budgets(64 << 20, 64 << 20), System::nanoTime, new LinkPair.Options());
        try (var other = wires.other()) {
            LinkKeys whole = LinkPair.keys(false);
            LinkKeys keys = new LinkKeys(new LeavingSuite(), false, whole.sealKey(), whole.sealNonce(), whole.openKey(), whole.openNonce());
            new Link(end.lane, new Link.Parts(wires.one(), keys, LinkTerms.plain(), false)).start();
            assertEquals(CloseCode.NO_COMMON_SUITE, end.ended.get(20, TimeUnit.SECONDS));
            assertTrue(end.endReason.get(20, TimeUnit.SECONDS).contains("Gone"));
            assertEquals("here", end.loop.ask(() -> "here").get(20, TimeUnit.SECONDS));
        } finally {
            end.loop.close();
        }
    }

    /// Its classes are gone when the first record is sealed.
    private static final class LeavingSuite extends AesGcmSuite {
        @Override
        public org.nettunnel.api.crypto.Sealer sealer(byte[] key) {
            return (_, _, _, _, _, _, _) -> {
                throw new NoClassDefFoundError("org/example/Gone");
            };
        }
    }

    @Test
    void aLoopThatDiesEndsItsLinksAndStreamsAndTakesNoTasks() throws Exception {
        try (var pair = new LinkPair(LinkPair.Carriage.TCP); var connection = pair.connect()) {
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            pair.inner.loop.execute(() -> {
                throw new OutOfMemoryError("what a test says");
            });
            assertEquals(CloseCode.INTERNAL, pair.inner.ended.get(20, TimeUnit.SECONDS));
            assertTrue(pair.inner.endReason.get(20, TimeUnit.SECONDS).contains("what a test says"));
            assertEquals(CloseCode.INTERNAL, connection.clientEnd().await());
            assertTrue(Traffic.seesReset(connection.client()));
            // the peer learns of it by its socket
            assertEquals(CloseCode.SESSION_GONE, pair.outer.ended.get(20, TimeUnit.SECONDS));
            assertThrows(RejectedExecutionException.class, () -> pair.inner.loop.execute(() -> {}));
            assertTrue(pair.inner.loop.isClosed());
        }
    }
}
