package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.NodePair.Endpoint;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.server.OwnServer;

/// A node that is told to restart comes back in its own process, at its port, and its tunnels with it.
@Tag("short")
@Tag("restarts")
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class RestartOnRequestTest {
    private static final int RESTARTS = Scale.of(2, 5);
    private static final Duration BACK = Duration.ofSeconds(60);
    /// Between two looks at a node that is up: connections come and go.
    private static final long DESCRIPTORS_EITHER_WAY = 12;

    @Test
    void comesBackInTheSameProcessTimeAndAgainAndLeavesNoDescriptorOpen() throws Exception {
        try (NodePair pair = NodePair.start(Product.find(), "tcp"); OwnServer echo = OwnServer.echo()) {
            Endpoint endpoint = pair.endpoint(echo.port());
            ProductNode outer = pair.outer();
            int port = outer.port();
            long pid = outer.process().pid();
            long atFirst = descriptors(pid);
            // neither is needed a second time
            Files.delete(outer.scratch().file("password"));
            String said = outer.log();
            for (int i = 1; i <= RESTARTS; i++) {
                // a node that ends waits a while for its streams: once is enough
                if (i > 1) restart(outer);
                else try (Socket stream = open(endpoint)) {
                    restart(outer);
                    assertEnds(stream);
                }
                assertTrue(outer.process().isAlive(), "the process that supervisors see runs on");
                assertEquals(port, outer.port(), "the port its peers know");
                pair.awaitEstablished(BACK);
                assertEquals(i, pair.inner().log().split("lost tunnel=\"pair\" session=\\S+ code=10 ", -1).length - 1, "the peer is told, as by a node that stops");
                open(endpoint).close();
                long now = descriptors(pid);
                assertTrue(Math.abs(now - atFirst) <= DESCRIPTORS_EITHER_WAY, "descriptors were " + atFirst + " and are " + now + " after " + i + " restarts");
            }
            assertTrue(outer.log().startsWith(said), "the log goes on");
            assertEquals(RESTARTS, outer.log().substring(said.length()).split("restarting in-place=true", -1).length - 1);
            assertFalse(outer.log().contains("setup code"), "nobody is asked to set it up again");
            assertEquals(0, outer.stop(Duration.ofSeconds(35)), "exit code on SIGTERM, as of any node");
        }
    }

    @Test
    void theEndThatDialsComesBackToo() throws Exception {
        try (NodePair pair = NodePair.start(Product.find(), "https"); OwnServer echo = OwnServer.echo()) {
            Endpoint endpoint = pair.endpoint(echo.port());
            long pid = pair.inner().process().pid();
            restart(pair.inner());
            assertTrue(ProcessHandle.of(pid).isPresent() && pair.inner().process().isAlive());
            pair.awaitEstablished(BACK);
            Await.until("an echo comes back", BACK, () -> {
                open(endpoint).close();
                return true;
            });
        }
    }

    private static void restart(ProductNode node) throws Exception {
        String before = node.api().get("/status").path("started").asText();
        assertEquals("the node restarts", node.cli().succeed("restart", "--wait", "0").out().strip());
        Await.until(node.name() + " is back", BACK.multipliedBy(2), () -> {
            node.awaitReady();
            return !node.api().get("/status").path("started").asText().equals(before);
        });
    }

    /// A connection through the endpoint that has carried a byte there and back.
    private static Socket open(Endpoint endpoint) throws IOException, InterruptedException {
        var socket = new Socket();
        try {
            socket.connect(Ports.loopback(endpoint.port()), 10_000);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(7);
            assertEquals(7, socket.getInputStream().read());
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    private static void assertEnds(Socket stream) {
        try {
            assertEquals(-1, stream.getInputStream().read(), "nothing comes of a stream whose node restarted");
        } catch (IOException reset) {
            // as good an end
        }
    }

    private static long descriptors(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        }
    }
}
