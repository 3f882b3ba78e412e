package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamListener;
import org.nettunnel.api.tunnel.StreamState;

/// Who watches streams hears of each as it opens and ends, by the id under which it is listed.
@Timeout(60)
class WatchTest {
    private record Told(String what, StreamState stream, String reason) {}

    private static final class Listener implements StreamListener {
        final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

        @Override
        public void opened(StreamState stream) {
            told.add(new Told("opened", stream, ""));
        }

        @Override
        public void ended(StreamState stream, CloseCode code, String reason) {
            told.add(new Told("ended " + code, stream, reason));
        }

        Told next() throws InterruptedException {
            Told next = told.poll(10, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("nothing was told");
            return next;
        }
    }

    @Test
    void bothEndsHearOfAStreamUnderTheIdThatListsIt() throws Exception {
        try (var engines = new TwoEngines()) {
            var outer = new Listener();
            var inner = new Listener();
            engines.outer.service.watch(outer);
            engines.inner.service.watch(inner);
            engines.connect();
            Told here = outer.next(), there = inner.next();
            assertEquals("opened", here.what());
            assertEquals("opened", there.what());
            assertEquals(engines.outer.service.streams().getFirst().id(), here.stream().id());
            assertEquals("open", here.stream().state());
            assertEquals(engines.tunnel(), there.stream().tunnel());
            assertTrue(engines.outer.service.reset(here.stream().id(), CloseCode.POLICY));
            Told ended = outer.next();
            assertEquals("ended POLICY", ended.what());
            assertEquals(here.stream().id(), ended.stream().id());
            assertEquals("ended POLICY", inner.next().what());
            assertNull(outer.told.poll(), "the control stream is none of them");
        }
    }

    @Test
    void whoClosesItsWatchHearsNoMore() throws Exception {
        try (var engines = new TwoEngines()) {
            var listener = new Listener();
            engines.outer.service.watch(listener).close();
            var other = new Listener();
            engines.outer.service.watch(other);
            engines.connect();
            other.next();
            assertNull(listener.told.poll());
            assertTrue(engines.outer.service.isAlive());
        }
    }
}
