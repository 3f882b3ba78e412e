package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair.Endpoint;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.server.OwnServer;

/// Nodes end and come back, in order or not, and the tunnel is up again without anybody's help.
@Tag("restarts")
class RestartTest extends OnSharedPair {
    private static final Duration DRAIN = Duration.ofSeconds(35);
    private static final Duration BACK = Duration.ofSeconds(60);
    private OwnServer echo;
    private Endpoint endpoint;

    /// In short over https alone: a start costs seconds of processor, and the transport makes little difference to it.
    static List<String> transports() {
        return OnSharedPair.transports().subList(Scale.of(1, 0), 2);
    }

    @BeforeEach
    void addEndpoint() throws IOException, InterruptedException {
        logs.allow("tunnel|link|peer|127\\.0\\.0\\.1:" + pair.outer().port());
        echo = OwnServer.echo();
        endpoint = pair.endpoint(echo.port());
    }

    @AfterEach
    void leaveThePairAsItWas() throws IOException, InterruptedException {
        echo.close();
        for (ProductNode node : List.of(pair.outer(), pair.inner())) if (!node.process().isAlive()) node.start();
        pair.awaitEstablished(BACK);
        endpoint.remove();
    }

    @Test
    void isUpAgainAfterKillOfEitherNode() throws Exception {
        for (ProductNode node : new ProductNode[] {pair.outer(), pair.inner()}) {
            node.kill();
            node.start();
            long listening = System.nanoTime();
            assertCarriesAgain();
            Figures.keep(String.format(Locale.ROOT, "%s up %.1f s after kill -9 of %s", transport, (System.nanoTime() - listening) / 1e9, node.name()));
        }
    }

    @Test
    void startsInEitherOrder() throws Exception {
        stopBoth();
        pair.inner().start();
        pair.outer().start();
        assertCarriesAgain();
        stopBoth();
        pair.outer().start();
        pair.inner().start();
        assertCarriesAgain();
    }

    @Test
    void endsInOrderOnSigterm() throws Exception {
        assertEquals(0, pair.inner().stop(DRAIN), "exit code of an idle node on SIGTERM");
        pair.inner().start();
        assertCarriesAgain();
        try (Socket held = new Socket()) {
            held.connect(Ports.loopback(endpoint.port()), 10_000);
            held.setSoTimeout(10_000);
            held.getOutputStream().write(1);
            assertEquals(1, held.getInputStream().read());
            assertEquals(0, pair.outer().stop(DRAIN), "exit code of a node with a stream on SIGTERM");
        }
    }

    private void stopBoth() throws InterruptedException {
        assertEquals(0, pair.inner().stop(DRAIN), "exit code of the inner node");
        assertEquals(0, pair.outer().stop(DRAIN), "exit code of the outer node");
    }

    private void assertCarriesAgain() throws InterruptedException {
        pair.awaitEstablished(BACK);
        Await.until("an echo comes back through the endpoint", Duration.ofSeconds(20), () -> {
            try (Socket socket = new Socket()) {
                socket.connect(Ports.loopback(endpoint.port()), 5_000);
                socket.setSoTimeout(5_000);
                socket.getOutputStream().write(7);
                return socket.getInputStream().read() == 7;
            }
        });
        assertTrue(pair.outer().process().isAlive() && pair.inner().process().isAlive(), "both run");
    }
}
