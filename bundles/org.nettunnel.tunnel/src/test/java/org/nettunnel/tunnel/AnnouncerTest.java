package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelListener;
import org.nettunnel.tunnel.providers.Providers;

/// Messages of a peer that nobody takes.
@Timeout(60)
class AnnouncerTest {
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Providers providers = new Providers();
    private final Announcer announcer = new Announcer(TunnelId.random(), providers);

    /// Does not come back from its first message.
    private final class Sleeper implements TunnelListener {
        @Override
        public void established(TunnelId tunnel) {}

        @Override
        public void lost(TunnelId tunnel, String reason) {}

        @Override
        public void received(TunnelId tunnel, byte[] json) {
            stuck.countDown();
            try {
                assertTrue(goOn.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private int taken(int bytes) throws InterruptedException {
        providers.addListener(new Sleeper());
        assertTrue(announcer.received(new byte[1]));
        assertTrue(stuck.await(30, TimeUnit.SECONDS));
        int count = 0;
        while (announcer.received(new byte[bytes])) count++;
        goOn.countDown();
        announcer.close();
        return count;
    }

    @Test
    void morePendingMessagesThanTheirShareAreRefused() throws Exception {
        assertEquals(15, taken(1 << 20));
    }

    @Test
    void manySmallOnesAreNoWayAround() throws Exception {
        assertTrue(taken(1) < 150_000);
    }
}
