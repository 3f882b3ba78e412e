package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.wire.Budgets;

/// Windows grow for fast readers, within their budget; memory is bounded, and what is idle costs little.
@Timeout(120)
class WindowTest {
    private static long growth(LinkEnd end) throws Exception {
        return end.loop.ask(end.loop.budgets::growth).get();
    }

    @Test
    void growsForAFastReaderAndIsGivenBack() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP)) {
            try (var connection = pair.connect()) {
                var got = Traffic.receive(connection.server());
                var most = new AtomicLong();
                // how soon depends on the round trip, which is next to nothing until PINGs stand in line
                var sent = Traffic.send(connection.client(), _ -> most.get() >= 64 * 1024 ? 0 : Long.MAX_VALUE, 1);
                while (!sent.isDone()) most.accumulateAndGet(growth(pair.outer), Math::max);
                assertEquals(sent.get(), got.get(60, TimeUnit.SECONDS));
                assertTrue(most.get() >= 64 * 1024, "the window never grew");
                assertTrue(most.get() <= 16 << 20, () -> "window " + most);
                connection.server().shutdownOutput();
                connection.serverEnd().await();
            }
            assertEquals(0, growth(pair.outer));
        }
    }

    @Test
    void aLocalSocketThatTakesBurstsInPartGetsThemInOrder() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP);
                var connection = pair.connect(pair.inner, pair.outer, "off", LocalPair.open(), LocalPair.of(64 * 1024))) {
            long length = 64L << 20;
            var got = Traffic.countInOrder(connection.server());
            Traffic.count(connection.client(), length);
            assertEquals(length, got.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void growthStaysWithinItsBudget() throws Exception {
        var options = new LinkPair.Options();
        options.outerBudgets = new Budgets(2 << 20, 128 << 20);
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options)) {
            List<LinkPair.Connection> connections = new ArrayList<>();
            List<java.util.concurrent.CompletableFuture<String>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                var connection = pair.connect();
                connections.add(connection);
                all.add(Traffic.receive(connection.server()));
                all.add(Traffic.send(connection.client(), 2_000_000, i));
            }
            for (var one : all) while (!one.isDone()) assertTrue(growth(pair.outer) <= (2 << 20) * 40 / 100);
            for (var connection : connections) connection.close();
        }
    }

    @Test
    void theStreamThatHoldsMostGoesWhenMemoryIsUsedUp() throws Exception {
        var options = new LinkPair.Options();
        options.outerBudgets = new Budgets(100_000, 128 << 20);
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options)) {
            List<LinkPair.Connection> connections = new ArrayList<>();
            // past four fifths new ones are refused, so they come before their bytes
            for (int i = 0; i < 3; i++) {
                var connection = pair.connect(pair.inner, pair.outer, "off", LocalPair.narrow(), LocalPair.narrow());
                connection.clientEnd().opened.get(10, TimeUnit.SECONDS);
                connections.add(connection);
            }
            for (var connection : connections) Traffic.send(connection.client(), 2_000_000, 1);
            while (connections.stream().noneMatch(connection -> connection.clientEnd().code.isDone())) Thread.onSpinWait();
            var gone = connections.stream().filter(connection -> connection.clientEnd().code.isDone()).findFirst().orElseThrow();
            assertEquals(CloseCode.MEMORY, gone.clientEnd().await());
            assertTrue(pair.outer.loop.ask(pair.outer.loop.budgets::waitingBytes).get() <= 100_000 + 3 * (32_768 + 24));
            for (var connection : connections) connection.close();
        }
    }

    @Test
    void aSenderKeepsNoMoreThanItsShare() throws Exception {
        var options = new LinkPair.Options();
        options.innerBudgets = new Budgets(64 << 20, 0);
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options)) {
            List<java.util.concurrent.CompletableFuture<String>> sent = new ArrayList<>();
            List<java.util.concurrent.CompletableFuture<String>> got = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                var connection = pair.connect();
                sent.add(Traffic.send(connection.client(), 3_000_000, i));
                got.add(Traffic.receive(connection.server()));
            }
            List<String> one = new ArrayList<>();
            List<String> other = new ArrayList<>();
            for (var each : sent) one.add(each.get(60, TimeUnit.SECONDS));
            for (var each : got) other.add(each.get(60, TimeUnit.SECONDS));
            one.sort(null);
            other.sort(null);
            assertEquals(one, other);
        }
    }

    @Test
    @Tag("slow")
    void tenThousandIdleStreamsCostLessThanFiftyMebibytes() throws Exception {
        int count = Integer.getInteger("nettunnel.idle", 2_000);
        try (var pair = new LinkPair(Carriage.TCP)) {
            open(pair, 100);
            List<LinkPair.Connection> before = open(pair, 1);
            long start = used();
            List<LinkPair.Connection> connections = open(pair, count);
            long each = (used() - start) / count;
            // two application sockets and their futures are in this as well as both ends
            assertTrue(each * 10_000 < 100L << 20, each + " bytes a stream");
            System.out.println("idle stream, both ends and both applications: " + each + " bytes");
            for (var connection : connections) connection.close();
            for (var connection : before) connection.close();
        }
    }

    private static List<LinkPair.Connection> open(LinkPair pair, int count) throws Exception {
        List<LinkPair.Connection> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var connection = pair.connect();
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            connections.add(connection);
        }
        return connections;
    }

    private static long used() {
        for (int i = 0; i < 4; i++) System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
