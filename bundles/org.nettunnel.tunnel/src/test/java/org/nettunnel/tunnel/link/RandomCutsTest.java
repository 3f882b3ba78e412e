package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.link.LinkPair.Carriage;

/// Cut the wire at any byte, any number of times: no byte is lost, doubled or reordered, and nothing stays behind.
@Timeout(180)
class RandomCutsTest {
    private static final int CUTS = 300;
    private static final int WORKERS = 8;

    @Test
    void everyStreamArrivesWholeOverThreeHundredLinks() throws Exception {
        long seed = Long.getLong("nettunnel.seed", System.nanoTime());
        Random random = new Random(seed);
        try (var pair = LinkPair.lasting(Carriage.PIPE, new Fault.Cut(1_000), new Fault.None())) {
            AtomicBoolean goesOn = new AtomicBoolean(true);
            List<CompletableFuture<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Random own = new Random(seed + i + 1);
                workers.add(Traffic.async(() -> work(pair, own, goesOn)));
            }
            for (int i = 0; i < CUTS; i++) cut(pair, random, workers);
            pair.join();
            goesOn.set(false);
            int streams = 0;
            for (var worker : workers) streams += worker.get(100, TimeUnit.SECONDS);
            assertTrue(streams >= WORKERS, "streams " + streams);
            assertEquals(pair.inner.lane.totalStreams(), pair.outer.lane.totalStreams());
            pair.awaitNothingRemembered();
            System.out.println("cuts=" + CUTS + " streams=" + streams);
        } catch (Throwable failed) {
            throw new AssertionError("with -Dnettunnel.seed=" + seed, failed);
        }
    }

    /// Waits for one end to notice; sometimes the next link comes before any has.
    private static void cut(LinkPair pair, Random random, List<CompletableFuture<Integer>> workers) throws Exception {
        for (var worker : workers) if (worker.isCompletedExceptionally()) worker.get();
        var noticing = random.nextBoolean() ? pair.inner : pair.outer;
        if (random.nextInt(8) > 0) noticing.losses.poll(200, TimeUnit.MILLISECONDS);
        long after = (long) Math.exp(random.nextDouble() * 13);
        if (random.nextBoolean()) pair.join(new Fault.Cut(after), new Fault.None());
        else pair.join(new Fault.None(), new Fault.Cut(after));
    }

    /// Streams one after the other, small and large; returns how many.
    private static int work(LinkPair pair, Random random, AtomicBoolean goesOn) throws Exception {
        int count = 0;
        for (; count == 0 || goesOn.get(); count++) {
            long forth = (long) Math.exp(random.nextDouble() * 13.5) - 1;
            long back = (long) Math.exp(random.nextDouble() * 13.5) - 1;
            try (var connection = pair.connect()) {
                var received = Traffic.receive(connection.server());
                var receivedBack = Traffic.receive(connection.client());
                var sent = Traffic.send(connection.client(), forth, random.nextLong());
                var sentBack = Traffic.send(connection.server(), back, random.nextLong());
                assertEquals(sent.get(60, TimeUnit.SECONDS), received.get(60, TimeUnit.SECONDS));
                assertEquals(sentBack.get(60, TimeUnit.SECONDS), receivedBack.get(60, TimeUnit.SECONDS));
                assertEquals(CloseCode.NORMAL, connection.clientEnd().await());
                assertEquals(CloseCode.NORMAL, connection.serverEnd().await());
                assertEquals(forth, connection.serverEnd().sent);
                assertEquals(back, connection.clientEnd().sent);
            }
        }
        return count;
    }
}
