package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamAcceptor.Dialled;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.wire.LinkTerms;

/// Streams go on over another link, wherever the older one was cut.
@Timeout(60)
class ResumeTest {
    @ParameterizedTest
    @EnumSource(Carriage.class)
    void aStreamGoesOnOverAnotherLink(Carriage carriage) throws Exception {
        try (var pair = LinkPair.lasting(carriage); var connection = pair.connect()) {
            Traffic.write(connection.client(), "before");
            assertEquals("before", Traffic.read(connection.server(), 6));
            pair.cut();
            Traffic.write(connection.client(), "meanwhile");
            Traffic.write(connection.server(), "and back");
            pair.join();
            assertEquals("meanwhile", Traffic.read(connection.server(), 9));
            assertEquals("and back", Traffic.read(connection.client(), 8));
            connection.client().shutdownOutput();
            connection.server().shutdownOutput();
            assertEquals(CloseCode.NORMAL, connection.clientEnd().await());
            assertEquals(CloseCode.NORMAL, connection.serverEnd().await());
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void anOpenThatWasLostIsSentAgainAndDialledOnce() throws Exception {
        try (var pair = LinkPair.lasting(Carriage.PIPE, new Fault.Cut(50), new Fault.None())) {
            try (var connection = pair.connect()) {
                Traffic.write(connection.client(), "early");
                pair.inner.losses.poll(20, TimeUnit.SECONDS);
                pair.outer.losses.poll(20, TimeUnit.SECONDS);
                assertEquals(0, pair.outer.lane.totalStreams());
                pair.join();
                assertEquals("early", Traffic.read(connection.server(), 5));
                assertEquals(1, pair.outer.lane.totalStreams());
                connection.clientEnd().opened.get(20, TimeUnit.SECONDS);
            }
            pair.awaitNothingRemembered();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTargetThatIsDialledMeanwhileIsDialledOnce(Moment moment) throws Exception {
        try (var pair = LinkPair.lasting(Carriage.TCP)) {
            BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
            pair.outer.acceptor = arrivals::add;
            try (var connection = pair.connect()) {
                Traffic.write(connection.client(), "early");
                Arrival arrival = arrivals.poll(20, TimeUnit.SECONDS);
                var target = pair.outer.targets.take();
                var dialled = new Dialled(target.edge(), "target", "off", target.end());
                pair.cut();
                if (moment == Moment.WITHOUT_A_LINK) arrival.accept(dialled);
                pair.join();
                if (moment == Moment.ON_THE_NEXT_LINK) arrival.accept(dialled);
                assertEquals("early", Traffic.read(connection.server(), 5));
                connection.clientEnd().opened.get(20, TimeUnit.SECONDS);
                assertTrue(arrivals.isEmpty());
            }
            pair.awaitNothingRemembered();
        }
    }

    enum Moment { WITHOUT_A_LINK, ON_THE_NEXT_LINK }

    @ParameterizedTest
    @EnumSource
    void aRefusalReachesTheClientOverTheNextLink(Moment moment) throws Exception {
        try (var pair = LinkPair.lasting(Carriage.TCP)) {
            BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
            pair.outer.acceptor = arrivals::add;
            var connection = pair.connect();
            Arrival arrival = arrivals.poll(20, TimeUnit.SECONDS);
            pair.cut();
            if (moment == Moment.WITHOUT_A_LINK) arrival.refuse(CloseCode.TARGET_REFUSED, "nobody there");
            pair.join();
            if (moment == Moment.ON_THE_NEXT_LINK) arrival.refuse(CloseCode.TARGET_REFUSED, "nobody there");
            assertEquals(CloseCode.TARGET_REFUSED, connection.clientEnd().await());
            assertTrue(Traffic.seesReset(connection.client()));
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void aResetMeanwhileReachesTheOtherEndOverTheNextLink() throws Exception {
        try (var pair = LinkPair.lasting(Carriage.TCP); var connection = pair.connect(); var other = pair.connect()) {
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            Traffic.write(other.client(), "x");
            assertEquals("x", Traffic.read(other.server(), 1));
            pair.cut();
            assertEquals(1, pair.inner.loop.ask(() -> pair.inner.lane.reset(stream -> stream.id() == 1, CloseCode.POLICY, "by a test")).get());
            assertEquals(1, pair.outer.loop.ask(() -> pair.outer.lane.reset(stream -> stream.id() == 3, CloseCode.RIGHTS_CHANGED, "by a test")).get());
            pair.join();
            assertEquals(CloseCode.POLICY, connection.serverEnd().await());
            assertEquals(CloseCode.RIGHTS_CHANGED, other.clientEnd().await());
            assertTrue(Traffic.seesReset(connection.server()));
            assertTrue(Traffic.seesReset(other.client()));
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void bothMayResetTheSameStreamMeanwhile() throws Exception {
        try (var pair = LinkPair.lasting(Carriage.TCP); var connection = pair.connect()) {
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            pair.cut();
            for (var end : java.util.List.of(pair.inner, pair.outer)) end.loop.ask(() -> end.lane.reset(_ -> true, CloseCode.POLICY, "by a test")).get();
            pair.join();
            assertEquals(CloseCode.POLICY, connection.serverEnd().await());
            assertEquals(CloseCode.POLICY, connection.clientEnd().await());
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void controlMessagesSurviveTheirLink() throws Exception {
        try (var pair = LinkPair.lasting(Carriage.PIPE, new Fault.Cut(5_000), new Fault.Cut(7_000))) {
            // less than half a window: it would grow, and the stream of messages never ends
            pair.inner.lane.send(new byte[20_000]);
            pair.outer.lane.send(new byte[30_000]);
            pair.inner.losses.poll(20, TimeUnit.SECONDS);
            pair.inner.lane.send("last".getBytes());
            pair.join();
            assertEquals(20_000, pair.outer.messages.poll(20, TimeUnit.SECONDS).length);
            assertEquals(30_000, pair.inner.messages.poll(20, TimeUnit.SECONDS).length);
            assertArrayEquals("last".getBytes(), pair.outer.messages.poll(20, TimeUnit.SECONDS));
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void aLinkThatIsLostDuringItsResumeIsFollowedByAnother() throws Exception {
        try (var pair = LinkPair.lasting(Carriage.TCP); var connection = pair.connect()) {
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            for (int after = 0; after < 120; after += 5) {
                pair.join(new Fault.Cut(after), new Fault.None());
                pair.join(new Fault.None(), new Fault.Cut(after));
                Traffic.write(connection.client(), "y");
            }
            pair.join();
            Traffic.read(connection.server(), 24);
            Traffic.reset(connection.client());
            connection.serverEnd().await();
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void twoThousandStreamsGoOnOverAResumeOfManyFrames() throws Exception {
        try (var pair = LinkPair.lasting(Carriage.TCP)) {
            int count = 2_100;
            var connections = new LinkPair.Connection[count];
            for (int i = 0; i < count; i++) connections[i] = pair.connect();
            for (var connection : connections) Traffic.write(connection.client(), "a");
            for (var connection : connections) assertEquals("a", Traffic.read(connection.server(), 1));
            pair.cut();
            for (var connection : connections) Traffic.write(connection.server(), "b");
            for (var connection : connections) Traffic.write(connection.client(), "c");
            pair.join();
            for (var connection : connections) assertEquals("b", Traffic.read(connection.client(), 1));
            for (var connection : connections) assertEquals("c", Traffic.read(connection.server(), 1));
            for (var connection : connections) connection.close();
            for (var connection : connections) connection.clientEnd().await();
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void whatAResumeCausesIsNoFlood() throws Exception {
        try (var pair = LinkPair.lasting(Carriage.TCP)) {
            var connections = new LinkPair.Connection[1_200];
            for (int i = 0; i < connections.length; i++) {
                connections[i] = pair.connect();
                Traffic.write(connections[i].client(), "a");
                Traffic.read(connections[i].server(), 1);
            }
            // each says CREDIT again, and there is no DATA for which it might
            for (int i = 0; i < 5; i++) {
                pair.cut();
                pair.join();
                Traffic.write(connections[i].client(), "b");
                assertEquals("b", Traffic.read(connections[i].server(), 1));
            }
            assertFalse(pair.inner.ended.isDone());
            for (var connection : connections) connection.close();
            for (var connection : connections) connection.clientEnd().await();
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void aKilledLinkIsNotHeardAnyMore() throws Exception {
        try (var pair = LinkPair.lasting(Carriage.TCP); var connection = pair.connect()) {
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            Link older = pair.innerLink;
            pair.join();
            Traffic.write(connection.client(), "y");
            assertEquals("y", Traffic.read(connection.server(), 1));
            pair.inner.loop.ask(() -> {
                older.read();
                older.turn();
                older.fail(CloseCode.PROTOCOL, "too late");
                older.lost("too late");
                return 0;
            }).get();
            assertFalse(older.wire().channel().isOpen());
            assertFalse(pair.inner.losses.contains("too late"));
            assertFalse(pair.inner.ended.isDone());
            Traffic.write(connection.client(), "z");
            assertEquals("z", Traffic.read(connection.server(), 1));
        }
    }

    @Test
    void compressedStreamsStartTheirContextsAnew() throws Exception {
        var options = new LinkPair.Options();
        options.outlivesLinks = true;
        options.innerTerms = options.outerTerms = new LinkTerms(java.util.List.of(new DeflateCompression()), _ -> true, 100, 100, 100, 65_536);
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options);
                var connection = pair.connect(pair.inner, pair.outer, "deflate", LocalPair.open(), LocalPair.open())) {
            String text = "the same words again and again ".repeat(100);
            for (int i = 0; i < 5; i++) {
                Traffic.write(connection.client(), text);
                assertEquals(text, Traffic.read(connection.server(), text.length()));
                pair.cut();
                Traffic.write(connection.client(), text);
                pair.join();
                assertEquals(text, Traffic.read(connection.server(), text.length()));
            }
        }
    }
}
