package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.nettunnel.admin.call.Refusal;

class TurnsTest {
    @Test
    void whoChangesAnotherThingDoesNotWait() throws Exception {
        var turns = new Turns(Duration.ofMillis(1));
        try (var _ = turns.take("office")) {
            turns.take("cellar").close();
            assertEquals(409, assertThrows(Refusal.class, () -> turns.take("office")).status());
        }
        turns.take("office").close();
    }

    @Test
    void whoWaitsComesNext() throws Exception {
        var turns = new Turns(Duration.ofSeconds(60));
        var begun = new CountDownLatch(1);
        var second = new CompletableFuture<Boolean>();
        var first = turns.take("office");
        Thread.ofVirtual().start(() -> {
            begun.countDown();
            try (var _ = turns.take("office")) {
                second.complete(true);
            } catch (Refusal refused) {
                second.completeExceptionally(refused);
            }
        });
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        assertTrue(!second.isDone(), "two change it at once");
        first.close();
        assertTrue(second.get(20, TimeUnit.SECONDS));
    }
}
