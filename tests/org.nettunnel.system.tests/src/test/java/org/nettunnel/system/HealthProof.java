package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.process.Api;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;

/// What a node's process tells strangers about itself: while it starts, runs, lacks something, and stops.
@Timeout(300)
class HealthProof {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOKED_AT_NANOS = Duration.ofSeconds(3).toNanos();
    /// Nobody listens.
    private static final int REFUSED = 0;

    @Test
    void isReadyOnceWhenItHasStartedAndNeverAgainWhenItStops() throws Exception {
        try (ProductNode node = ProductNode.of("healthy", Product.find()).start(); Api stranger = node.api().from("127.0.0.1").as("none")) {
            assertEquals(0, node.stop(PATIENCE));
            assertEquals(REFUSED, status(stranger, "/readyz"));
            node.launch();
            List<Integer> starting = new ArrayList<>();
            Await.until("it is ready", PATIENCE, () -> seen(starting, stranger) == 200);
            assertTrue(starting.stream().limit(starting.size() - 1).allMatch(status -> List.of(REFUSED, 404, 503).contains(status)), starting.toString());
            assertEquals(200, status(stranger, "/livez"));
            // what it says is true: it does what it is asked at once
            node.awaitReady();
            assertEquals(200, node.api().call("POST", "/invites", Map.of("name", "office", "addresses", List.of("outer.example:1"))).statusCode());
            assertEquals("ok\n", stranger.at("/readyz").body());
            node.process().terminate();
            List<Integer> stopping = new ArrayList<>();
            Await.until("it is ready no more", PATIENCE, () -> seen(stopping, stranger) != 200);
            while (node.process().isAlive()) seen(stopping, stranger);
            assertFalse(stopping.subList(stopping.indexOf(stopping.stream().filter(status -> status != 200).findFirst().orElseThrow()), stopping.size()).contains(200), stopping.toString());
            assertEquals(0, node.process().awaitExit(PATIENCE));
            Figures.keep("starting " + distinct(starting) + ", stopping " + distinct(stopping));
        }
    }

    @Test
    void anEndpointThatCannotListenMakesNoNodeUnready() throws Exception {
        NodePair pair = SharedPairs.over("tcp");
        Api stranger = pair.outer().api().as("none");
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NodePair.Endpoint endpoint = pair.add(pair.outer(), "127.0.0.1", other.getLocalPort(), "127.0.0.1:9", "off");
            Await.until("it cannot listen", PATIENCE, () -> endpoint.view().path("here").path("state").asText().equals("waiting")
                    && !endpoint.view().path("here").path("reason").asText().isEmpty());
            // what it looked at before holds for a second
            long looked = System.nanoTime();
            Await.until("it was looked at again", PATIENCE, () -> status(stranger, "/readyz") != 200 || System.nanoTime() - looked > LOOKED_AT_NANOS);
            assertEquals(200, status(stranger, "/readyz"));
            assertEquals(200, status(stranger, "/livez"));
            assertTrue(pair.outer().api().at("/metrics").body().lines().anyMatch(line -> line.startsWith("nettunnel_endpoint_waiting{") && line.endsWith(" 1.0")),
                    "the metrics tell of it");
            endpoint.remove();
        }
    }

    private static int seen(List<Integer> all, Api stranger) throws InterruptedException {
        int status = status(stranger, "/readyz");
        all.add(status);
        return status;
    }

    private static int status(Api stranger, String path) throws InterruptedException {
        try {
            return stranger.at(path).statusCode();
        } catch (IOException nobody) {
            return REFUSED;
        }
    }

    private static List<Integer> distinct(List<Integer> all) {
        return all.stream().distinct().toList();
    }
}
