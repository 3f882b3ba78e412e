package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
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
    private static final int WORKERS = 8;

    /// What links carry before they are cut, and what streams carry: anything up to e to this power.
    private record Sizes(double ofLinks, double ofStreams) {}

    @Test
    void everyStreamArrivesWholeOverTwoHundredLinks() throws Exception {
        holds(200, new Sizes(13, 13.5));
    }

    @Test
    void everyStreamArrivesWholeWhereLinksAreCutAtTheirBeginning() throws Exception {
        holds(300, new Sizes(6.5, 5));
    }

    private static void holds(int cuts, Sizes sizes) throws Exception {
        long seed = Long.getLong("nettunnel.seed", System.nanoTime());
        Random random = new Random(seed);
        try (var pair = LinkPair.lasting(Carriage.PIPE, new Fault.Cut(1_000), new Fault.None())) {
            AtomicBoolean goesOn = new AtomicBoolean(true);
            List<CompletableFuture<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Random own = new Random(seed + i + 1);
                workers.add(Traffic.async(() -> work(pair, own, sizes.ofStreams, goesOn)));
            }
            for (int i = 0; i < cuts; i++) {
                for (var worker : workers) if (worker.isCompletedExceptionally()) worker.get();
                cut(pair, random, sizes.ofLinks);
            }
            pair.join();
            goesOn.set(false);
            int streams = 0;
            for (var worker : workers) streams += worker.get(100, TimeUnit.SECONDS);
            assertTrue(streams >= WORKERS, "streams " + streams);
            assertTrue(pair.inner.lane.totalStreams() >= pair.outer.lane.totalStreams(), "no connection is made twice");
            pair.awaitNothingRemembered();
            System.out.println("cuts=" + cuts + " streams=" + streams);
        } catch (Throwable failed) {
            throw new AssertionError("with -Dnettunnel.seed=" + seed, failed);
        }
    }

    /// Another link, and then until one end notices its end; sometimes the next link comes before any has.
    private static void cut(LinkPair pair, Random random, double size) throws Exception {
        var noticing = random.nextBoolean() ? pair.inner : pair.outer;
        noticing.losses.clear();
        long after = (long) Math.exp(random.nextDouble() * size);
        if (random.nextBoolean()) pair.join(new Fault.Cut(after), new Fault.None());
        else pair.join(new Fault.None(), new Fault.Cut(after));
        // one may be of the link before
        for (int i = 0; i < 2 && random.nextInt(8) > 0; i++) noticing.losses.poll(30, TimeUnit.MILLISECONDS);
    }

    /// Streams one after the other, some refused or reset; returns how many.
    private static int work(LinkPair pair, Random random, double size, AtomicBoolean goesOn) throws Exception {
        int count = 0;
        for (; count == 0 || goesOn.get(); count++) {
            String name = Long.toHexString(random.nextLong());
            switch (random.nextInt(8)) {
                case 0 -> refused(pair, name);
                case 1 -> reset(pair, name, random);
                default -> whole(pair, name, size, random);
            }
        }
        return count;
    }

    private static void refused(LinkPair pair, String name) throws Exception {
        try (var connection = pair.connect(name, true)) {
            assertEquals(CloseCode.TARGET_REFUSED, connection.clientEnd().await());
            assertTrue(Traffic.seesReset(connection.client()));
        }
    }

    /// One side resets while bytes move both ways.
    private static void reset(LinkPair pair, String name, Random random) throws Exception {
        var connection = pair.connect(name, false);
        var sent = Traffic.send(connection.client(), 200_000, 1);
        var sentBack = Traffic.send(connection.server(), 200_000, 2);
        byte[] some = new byte[random.nextInt(50_000)];
        try {
            for (int at = 0; at < some.length;) at += connection.client().read(ByteBuffer.wrap(some, at, some.length - at));
            Traffic.reset(random.nextBoolean() ? connection.client() : connection.server());
            CloseCode code = connection.clientEnd().await();
            assertTrue(code == CloseCode.NORMAL, code + " " + connection.clientEnd().reason);
            if (pair.outer.byClient.remove(name) == null) connection.serverEnd().await();
        } finally {
            connection.close();
            sent.handle((_, _) -> 0).get(60, TimeUnit.SECONDS);
            sentBack.handle((_, _) -> 0).get(60, TimeUnit.SECONDS);
        }
    }

    private static void whole(LinkPair pair, String name, double size, Random random) throws Exception {
        long forth = (long) Math.exp(random.nextDouble() * size) - 1;
        long back = (long) Math.exp(random.nextDouble() * size) - 1;
        try (var connection = pair.connect(name, false)) {
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
}
