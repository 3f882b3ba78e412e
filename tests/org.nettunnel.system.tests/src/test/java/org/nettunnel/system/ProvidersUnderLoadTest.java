package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.system.framework.Census;
import org.nettunnel.system.framework.Complaints;
import org.nettunnel.system.framework.FrameworkNode;
import org.nettunnel.system.framework.FrameworkPair;
import org.nettunnel.system.framework.FrameworkPair.Endpoint;
import org.nettunnel.system.framework.SteadyStream;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.server.OwnServer;
import org.osgi.framework.Bundle;

/// The bundle of a provider stops and starts in a node that carries streams: what runs keeps what it has and goes on byte for byte, what
/// is new does without the provider or waits for it, and all is as before when it is back.
@Tag("short")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SkipsWithoutProgram.class)
class ProvidersUnderLoadTest {
    private static final List<String> TRANSPORTS = List.of("tcp", "https");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int STREAMS_EACH = Scale.of(1, 3);
    /// In the gate a stream leaves its buffers nearly empty; in full it sends as fast as it goes.
    private static final Duration PACE = Duration.ofMillis(Scale.of(5, 0));
    /// More than all buffers on the way hold: what comes back after these was carried after the provider left.
    private static final int STEP_BYTES = Scale.of(1 << 20, 1 << 22);
    private static final int SHORT_STEP_BYTES = 64 * 1024;
    /// Pools grow as they see fit, by less than a thread at each restart.
    private static final int POOL_SLACK = 2;

    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<SteadyStream> streams = new ArrayList<>();
    private Census beforeAnything;
    private OwnServer echo;
    private FrameworkPair pair;
    private Complaints complaints;

    /// A provider's bundle in one of the nodes.
    private record Provider(String end, String name) {
        /// Whether the node can begin a tunnel over this transport while it is gone.
        boolean isSpared(String transport) {
            return switch (name) {
                case "compression.deflate" -> true;
                case "crypto.jdk" -> false; // nobody else has the exchange, the signatures and the key schedule
                case "crypto.bouncycastle" -> end.equals("inner"); // the node's port goes with its certificate
                default -> !name.equals("transport." + transport);
            };
        }
    }

    static Stream<Provider> providers() {
        List<String> ends = Scale.of(1, 2) == 1 ? List.of("outer") : List.of("outer", "inner");
        return ends.stream().flatMap(end -> Stream.of("compression.deflate", "crypto.jdk", "crypto.bouncycastle", "transport.tcp", "transport.https")
                .map(name -> new Provider(end, name)));
    }

    @BeforeAll
    void startThePair() throws Exception {
        long start = System.nanoTime();
        beforeAnything = Census.take();
        echo = OwnServer.echo();
        pair = FrameworkPair.start(Product.find());
        for (String transport : TRANSPORTS) {
            pair.tunnel("steady-" + transport, transport);
            pair.tunnel("fresh-" + transport, transport);
            for (String compression : List.of("deflate", "off")) endpoints.add(pair.endpoint("steady-" + transport, echo.port(), compression));
        }
        System.out.printf(Locale.ROOT, "two nodes in this JVM with four tunnels in %.1f s%n", (System.nanoTime() - start) / 1e9);
    }

    @AfterAll
    void nothingIsLeft() throws Exception {
        if (pair != null) pair.close();
        if (echo != null) echo.close();
        Await.until("all threads of the nodes ended and their ports are closed", SOON, () -> {
            String more = Census.take().moreThan(beforeAnything, POOL_SLACK);
            if (!more.isEmpty()) throw new IllegalStateException(more);
            return true;
        });
    }

    @BeforeEach
    void startTheLoad() throws IOException, InterruptedException {
        complaints = new Complaints();
        for (Endpoint endpoint : endpoints)
            for (int i = 0; i < STREAMS_EACH; i++) streams.add(new SteadyStream(endpoint.name() + " #" + i, endpoint.port(), PACE));
        for (SteadyStream stream : streams) stream.awaitEchoed(STEP_BYTES);
    }

    @AfterEach
    void endTheLoad() throws Exception {
        complaints.close();
        for (FrameworkNode node : List.of(pair.outer(), pair.inner()))
            for (Bundle stopped : node.stopped()) stopped.start(Bundle.START_ACTIVATION_POLICY); // of a test that failed
        for (SteadyStream stream : streams) stream.close();
        streams.clear();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void streamsGoOnWhileAProviderGoesAndComesBack(Provider provider) throws Exception {
        long start = System.nanoTime();
        FrameworkNode node = provider.end().equals("outer") ? pair.outer() : pair.inner();
        Bundle bundle = node.bundle(provider.name());
        Map<String, Integer> offers = node.offers();
        Census before = Census.take();
        int rounds = Scale.of(3, 10);
        for (int round = 0; round < rounds; round++) {
            bundle.stop();
            assertEquals(List.of(bundle), node.stopped(), "bundles that stopped");
            assertStreamsGoOn(round == 0 ? STEP_BYTES : SHORT_STEP_BYTES);
            for (Endpoint endpoint : endpoints) assertEchoes(endpoint);
            if (round == 0) shakeHandsWithout(provider, node);
            bundle.start(Bundle.START_ACTIVATION_POLICY);
            node.awaitReady();
            assertEquals(offers, node.offers(), "what the node's bundles offer");
            assertStreamsGoOn(SHORT_STEP_BYTES);
            for (String transport : TRANSPORTS) pair.awaitEstablished("fresh-" + transport);
        }
        for (Endpoint endpoint : endpoints) {
            pair.awaitReady(endpoint.id());
            assertEchoes(endpoint);
        }
        long carried = 0;
        for (SteadyStream stream : streams) carried += stream.finish();
        nothingGrew(before);
        assertEquals(List.of(), complaints.besides(expected(provider)), "what the nodes complained of");
        System.out.printf(Locale.ROOT, "%s: %d times, %d MiB there and back in %.1f s%n", provider, rounds, carried >> 20, (System.nanoTime() - start) / 1e9);
    }

    /// Connections of tunnels without streams end: they come back now, or as soon as the provider does.
    private void shakeHandsWithout(Provider gone, FrameworkNode node) throws IOException, InterruptedException {
        FrameworkNode there = pair.other(node);
        Set<String> spared = Set.copyOf(TRANSPORTS.stream().filter(gone::isSpared).toList());
        for (String transport : TRANSPORTS) {
            String name = "fresh-" + transport;
            String since = FrameworkPair.tunnel(there, name).path("since").asText();
            FrameworkPair.cut(there, name);
            if (spared.contains(transport))
                Await.until(name + " shakes hands without " + gone.name(), SOON,
                        () -> FrameworkPair.isEstablished(there, name) && !FrameworkPair.tunnel(there, name).path("since").asText().equals(since));
            else if (there == pair.inner())
                Await.until(name + " is refused without " + gone.name(), SOON, () -> failures(there, name) > 0);
            if (!spared.contains(transport)) assertFalse(FrameworkPair.isEstablished(there, name), name + " is up without " + gone.name());
        }
    }

    /// Since the tunnel was cut, which made it anew.
    private static int failures(FrameworkNode node, String tunnel) throws IOException, InterruptedException {
        return FrameworkPair.tunnel(node, tunnel).path("history").path("failed").asInt();
    }

    private void assertStreamsGoOn(int bytes) throws InterruptedException {
        long[] carried = streams.stream().mapToLong(SteadyStream::echoed).toArray();
        for (int i = 0; i < carried.length; i++) streams.get(i).awaitEchoed(carried[i] + bytes);
    }

    private static void assertEchoes(Endpoint endpoint) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.loopback(endpoint.port()), (int) SOON.toMillis());
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write(7);
            assertEquals(7, socket.getInputStream().read(), () -> "a new connection through " + endpoint.name());
        }
    }

    private static void nothingGrew(Census before) throws InterruptedException {
        Await.until("no thread and no listener is left over", SOON, () -> {
            String more = Census.take().moreThan(before, POOL_SLACK);
            if (!more.isEmpty()) throw new IllegalStateException(more);
            return true;
        });
    }

    /// That a tunnel cannot begin without the provider is worth a warning; nothing else is.
    private static List<Pattern> expected(Provider provider) {
        if (TRANSPORTS.stream().allMatch(provider::isSpared)) return List.of();
        return List.of(Pattern.compile("not (connected|joined) tunnel=\"fresh-"), Pattern.compile("handshake from=127\\.0\\.0\\.1 "));
    }
}
