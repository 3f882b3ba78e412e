package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.crypto.jdk.ChaChaSuite;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.foreign.Brought;
import org.nettunnel.tunnel.providers.Origin;
import org.nettunnel.tunnel.wire.LinkSettings;

/// What two engines tell of themselves, by counts and in a flight recording.
class ChronicleTest {
    private final List<RecordedEvent> seen = new CopyOnWriteArrayList<>();
    private RecordingStream recording;
    private TestNode outer;
    private TestNode inner;
    private TestNode.Halves halves;

    @BeforeEach
    void open() throws Exception {
        var small = new LinkSettings(1, 16, Duration.ofSeconds(15), Duration.ofSeconds(45), Duration.ofMinutes(10), Duration.ofSeconds(30), 8);
        var usual = TestNode.settings();
        var settings = new TunnelSettings(1, 1, small, usual.dialTimeout(), usual.redial(), usual.farewell());
        outer = new TestNode("outer", settings, new JdkSignatures().generate());
        inner = new TestNode("inner", settings, new JdkSignatures().generate());
        halves = TestNode.tunnel(outer);
        recording = new RecordingStream();
        recording.setReuse(false);
        recording.onEvent(event -> {
            if (event.getEventType().getName().startsWith("nettunnel.")) seen.add(event);
        });
        recording.startAsync();
    }

    @AfterEach
    void close() throws Exception {
        inner.close();
        outer.close();
        recording.close();
    }

    private static TunnelConfig named(String name, TunnelConfig half) {
        return new TunnelConfig(half.id(), name, half.route(), half.trust(), true);
    }

    private void up() throws Exception {
        outer.service.apply(List.of(named("to inner", halves.inbound())));
        inner.service.apply(List.of(named("to outer", halves.outbound())));
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
        // a session is told before its first link
        for (TestNode node : List.of(inner, outer)) await("linked", () -> node.service.states().getFirst().links().established() == 1);
    }

    private static void await(String what, BooleanSupplier fact) {
        for (long end = System.nanoTime() + TestNode.SOON.toNanos(); !fact.getAsBoolean(); Thread.onSpinWait())
            if (System.nanoTime() > end) throw new AssertionError("not " + what);
    }

    private List<RecordedEvent> of(String tunnel) {
        return seen.stream().filter(event -> event.getString("tunnel").equals(tunnel)).toList();
    }

    private static List<String> kinds(List<RecordedEvent> events) {
        return events.stream().map(event -> event.getEventType().getName().replace("nettunnel.", "")).toList();
    }

    @Test
    void tellsOfALinkThatIsCutAndOfTheOneThatGoesOn() throws Exception {
        up();
        assertEquals(1, inner.service.cut(halves.inbound().id()));
        for (TestNode node : List.of(inner, outer)) await("resumed", () -> node.service.states().getFirst().links().resumed() == 1);
        inner.service.apply(List.of());
        assertEquals("lost", inner.next());
        recording.stop();

        var events = of("to outer");
        assertEquals(List.of("SessionEstablished", "LinkEstablished", "LinkLost", "LinkEstablished", "Resumed", "SessionEnded"), kinds(events));
        assertEquals("outer", events.getFirst().getString("peer"));
        assertEquals("tcp", events.get(1).getString("transport"));
        assertEquals("AES-256-GCM", events.get(1).getString("suite"));
        assertEquals("127.0.0.1:" + outer.address().port(), events.get(1).getString("remote"));
        assertEquals("wire", events.get(2).getString("code"));
        assertEquals("cut here by an administrator", events.get(2).getString("reason"));
        assertTrue(events.get(4).getDuration("gap").isPositive(), events.get(4).toString());
        assertTrue(events.getLast().getDuration("lasted").compareTo(events.get(4).getDuration("gap")) > 0, events.getLast().toString());
        assertTrue(kinds(of("to inner")).containsAll(List.of("SessionEstablished", "LinkEstablished", "LinkLost", "Resumed")), kinds(of("to inner")).toString());
        var links = outer.service.states().getFirst().links();
        assertEquals(2, links.established());
        assertEquals(0, links.failed());
    }

    @Test
    void tellsOfNewKeysAndOfAnotherSuite() throws Exception {
        up();
        for (TestNode node : List.of(outer, inner)) node.service.providers().addSuite(new ChaChaSuite(), 200);
        String changed = new ChaChaSuite().name();
        for (TestNode node : List.of(inner, outer)) await("under " + changed, () -> firstLink(node).suite().equals(changed));
        // counted after it was told
        long rekeyed = firstLink(inner).epoch();
        await("counted", () -> inner.service.states().getFirst().links().rekeyed() == rekeyed);
        recording.stop();
        var events = of("to outer").stream().filter(event -> event.getEventType().getName().matches("nettunnel.(Rekeyed|SuiteChanged)")).toList();
        assertEquals(1, events.getFirst().getInt("epoch"));
        assertTrue(events.getFirst().getDuration("took").isPositive(), events.getFirst().toString());
        assertEquals(rekeyed, kinds(events).stream().filter("Rekeyed"::equals).count());
        assertEquals("SuiteChanged", kinds(events).getLast());
        assertEquals(changed, events.getLast().getString("to"));
        assertEquals("AES-256-GCM", events.getLast().getString("from"));
        assertEquals(changed, events.get(events.size() - 2).getString("suite"));
    }

    @Test
    void warnsOfALegacyCipherThatCarriesRecordsAlone() throws Exception {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger("org.nettunnel.tunnel");
        var listening = new Handler() {
            @Override
            public void publish(LogRecord said) {
                if (said.getLevel() == Level.WARNING) warnings.add(said.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(listening);
        try {
            up();
            assertEquals(List.of(), warnings);
            String alone = Brought.CIPHER + "+HMAC";
            for (TestNode node : List.of(outer, inner)) {
                node.service.prefer(new Preference(List.of(alone), List.of(), true));
                node.service.providers().addStreamCipher(Brought.cipher(), new Origin(0, 7));
            }
            for (TestNode node : List.of(inner, outer)) await("under " + alone, () -> firstLink(node).suite().equals(alone));
            for (String tunnel : List.of("to outer", "to inner"))
                await("warned", () -> warnings.contains("insecure legacy suite tunnel=\"" + tunnel + "\" lane=0 suite=" + alone + " remedy=\"nettunnel suite prefer --no-insecure-legacy\""));
        } finally {
            log.removeHandler(listening);
        }
    }

    private static LinkFacts firstLink(TestNode node) {
        return ((TunnelStatus.Established) node.service.states().getFirst().status()).links().getFirst();
    }

    @Test
    void tellsOfAttemptsThatFailAtBothEnds() throws Exception {
        inner.service.apply(List.of(named("to outer", halves.outbound())));
        await("failed", () -> inner.service.states().getFirst().links().failed() > 0);
        await("told at the other end", () -> !of("").isEmpty());
        recording.stop();
        RecordedEvent here = of("to outer").getFirst();
        assertEquals("nettunnel.HandshakeFailed", here.getEventType().getName());
        assertTrue(here.getBoolean("dialled"));
        assertEquals(outer.address().toString(), here.getString("remote"));
        assertEquals(inner.service.states().getFirst().links().lastReason(), here.getString("reason"));
        RecordedEvent there = of("").getFirst();
        assertEquals("127.0.0.1", there.getString("remote"));
        assertTrue(!there.getBoolean("dialled") && !there.getString("reason").isBlank(), there.toString());
    }

    @Test
    void tellsAndCountsWhatALimitRefuses() throws Exception {
        up();
        var dialling = new CountDownLatch(1);
        EndpointId slow = EndpointId.random();
        inner.acceptors.put(slow, (_, _, _) -> {
            try {
                dialling.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            throw new StreamRefused(CloseCode.TARGET_REFUSED, "nothing listens there");
        });
        var refused = new CompletableFuture<CloseCode>();
        for (int i = 0; i < 6; i++)
            outer.service.open(new StreamOffer(halves.inbound().id(), slow, "127.0.0.1:9", "off"), LocalPair.open().edge(), new FirstBusy(refused));
        assertEquals(CloseCode.BUSY, refused.get(20, TimeUnit.SECONDS));
        await("counted", () -> !outer.service.load().refused().isEmpty());
        dialling.countDown();
        assertEquals(java.util.Set.of("streams"), outer.service.load().refused().keySet());
        assertTrue(outer.service.load().refused().get("streams") > 0);
        assertEquals(Map.of(), inner.service.load().refused());
        recording.stop();
        RecordedEvent first = of("to inner").stream().filter(event -> event.getEventType().getName().equals("nettunnel.StreamRefused")).findFirst().orElseThrow();
        assertEquals("streams", first.getString("limit"));
        assertTrue(first.getString("reason").contains("as many streams as it may hold"), first.toString());
    }

    /// Hears the first stream that ends because there are too many.
    private record FirstBusy(CompletableFuture<CloseCode> code) implements StreamObserver {
        @Override
        public void opened() {}

        @Override
        public void ended(CloseCode why, String reason, long receivedBytes, long sentBytes) {
            if (why == CloseCode.BUSY) code.complete(why);
        }
    }
}
