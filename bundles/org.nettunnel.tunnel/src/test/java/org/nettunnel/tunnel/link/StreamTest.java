package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.link.LinkPair.Carriage;

@Timeout(60)
class StreamTest {
    @ParameterizedTest
    @EnumSource(Carriage.class)
    void carriesBytesBothWaysAndEndsInOrder(Carriage carriage) throws Exception {
        long length = carriage == Carriage.ONE_BYTE ? 20_000 : 3_000_000;
        try (var pair = new LinkPair(carriage); var connection = pair.connect()) {
            carry(connection, length);
            assertEquals(CloseCode.NORMAL, connection.clientEnd().await(), connection.clientEnd().reason);
            assertEquals(CloseCode.NORMAL, connection.serverEnd().await(), connection.serverEnd().reason);
            assertEquals(length, connection.clientEnd().received);
            assertEquals(length / 2, connection.clientEnd().sent);
            assertTrue(connection.clientEnd().opened.isDone());
            assertEquals(0, pair.inner.lane.liveStreams());
        }
    }

    private static void carry(LinkPair.Connection connection, long length) throws Exception {
        var sentForth = Traffic.send(connection.client(), length, 1);
        var sentBack = Traffic.send(connection.server(), length / 2, 2);
        var gotForth = Traffic.receive(connection.server());
        var gotBack = Traffic.receive(connection.client());
        assertEquals(sentForth.get(40, TimeUnit.SECONDS), gotForth.get(40, TimeUnit.SECONDS));
        assertEquals(sentBack.get(40, TimeUnit.SECONDS), gotBack.get(40, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource(value = Carriage.class, names = "ONE_BYTE", mode = EnumSource.Mode.EXCLUDE)
    void carriesTwoHundredStreamsAtOnce(Carriage carriage) throws Exception {
        try (var pair = new LinkPair(carriage)) {
            List<CompletableFuture<String>> sent = new ArrayList<>();
            List<CompletableFuture<String>> got = new ArrayList<>();
            List<LinkPair.Connection> connections = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                var connection = i % 2 == 0 ? pair.connect()
                        : pair.connect(pair.outer, pair.inner, "off", LocalPair.open(), LocalPair.open());
                connections.add(connection);
                sent.add(Traffic.send(connection.client(), 20_000, i));
                sent.add(Traffic.send(connection.server(), 10_000, -i));
                // targets are taken in any order: which client met which server shows in the digests
                got.add(Traffic.receive(connection.server()));
                got.add(Traffic.receive(connection.client()));
            }
            List<String> wanted = new ArrayList<>();
            for (var one : sent) wanted.add(one.get(40, TimeUnit.SECONDS));
            List<String> found = new ArrayList<>();
            for (var one : got) found.add(one.get(40, TimeUnit.SECONDS));
            wanted.sort(null);
            found.sort(null);
            assertEquals(wanted, found);
            for (var connection : connections) assertEquals(CloseCode.NORMAL, connection.serverEnd().await());
            for (var connection : connections) connection.close();
        }
    }

    @Test
    void forgetsEveryStreamThatEndedInOrder() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP)) {
            for (int i = 0; i < 20; i++) try (var connection = pair.connect()) {
                carry(connection, 1000);
                connection.clientEnd().await();
                connection.serverEnd().await();
            }
            assertEquals(List.of(), pair.facts(pair.inner));
            assertEquals(List.of(), pair.facts(pair.outer));
            assertTrue(pair.inner.loop.ask(pair.inner.lane.book::isEmpty).get());
            assertTrue(pair.outer.loop.ask(pair.outer.lane.book::isEmpty).get());
        }
    }
}
