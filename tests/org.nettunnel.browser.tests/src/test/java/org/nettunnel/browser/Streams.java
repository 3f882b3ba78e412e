package org.nettunnel.browser;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.nettunnel.system.memory.Clients;
import org.nettunnel.system.memory.Targets;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Program;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Scratch;

/// Connections through a tunnel, as many as one likes, to targets in a process of their own; with an endpoint of their own that goes with them.
final class Streams implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Scratch scratch = Scratch.make("streams");
    private final Program targets;
    private final ProductNode node;
    private final String endpoint;
    private final Clients clients;

    Streams(ProductNode node, String tunnel, int count) throws Exception {
        this.node = node;
        targets = Program.start("targets", scratch.file("targets.log"), List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), Targets.class.getName()));
        Await.until("the targets listen", PATIENCE, () -> targets.output().contains("\n"));
        endpoint = node.api().post("/endpoints", Map.of("tunnel", tunnel, "direction", "inbound", "name", "Many", "port", 0, "target", "127.0.0.1:" + targets.output().strip().split(" ")[1]))
                .path("id").asText();
        Await.until("the endpoint is up", PATIENCE, () -> node.api().get("/endpoints/" + endpoint).path("here").path("state").asText().equals("listening")
                && node.api().get("/endpoints/" + endpoint).path("there").path("state").asText().equals("ready"));
        clients = new Clients(node.api().get("/endpoints/" + endpoint).path("here").path("port").asInt());
        clients.openEchoing(count);
    }

    /// The last one's own address, which no other one's begins with.
    String last() throws Exception {
        return "127.0.0.1:" + ((InetSocketAddress) clients.all().getLast().getLocalAddress()).getPort();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        try {
            node.api().delete("/endpoints/" + endpoint);
        } catch (InterruptedException given) {
            Thread.currentThread().interrupt();
        }
        targets.close();
        scratch.close();
    }
}
