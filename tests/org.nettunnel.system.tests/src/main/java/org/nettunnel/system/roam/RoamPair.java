package org.nettunnel.system.roam;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.ProductNode.Place;

/// Two nodes with [Roads] between them: the inner one, in its own network, dials the outer one, which is where we are.
///
/// Endpoints listen at the inner node, on ports from 20000, and connect to loopback ports of ours.
public record RoamPair(ProductNode outer, ProductNode inner, Roads roads, AtomicInteger ports) implements AutoCloseable {
    public static final String TUNNEL = "roam";
    private static final int FIRST_PORT = 20_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    public static RoamPair start(Product product, Roads roads, String transport) throws IOException, InterruptedException {
        ProductNode outer = ProductNode.at(new Place(List.of(), Roads.OUTER, Roads.PORT), "outer", product);
        ProductNode inner = ProductNode.at(new Place(roads.inFront(), "127.0.0.1", Roads.PORT), "inner", product);
        RoamPair pair = new RoamPair(outer, inner, roads, new AtomicInteger(FIRST_PORT));
        try {
            outer.launch();
            inner.launch();
            outer.awaitReady();
            inner.awaitReady();
            String invite = outer.cli().succeed("invite", TUNNEL, "--address", Roads.OUTER + ":" + Roads.PORT, "--transport", transport).out().strip();
            inner.cli().succeed("tunnel", "add", "--invite", invite, "--wait", "30s");
            pair.awaitEstablished();
            return pair;
        } catch (IOException | InterruptedException | AssertionError failed) {
            pair.close();
            throw failed;
        }
    }

    public void awaitEstablished() throws InterruptedException {
        Await.until("the tunnel is established", SOON, this::isEstablished);
    }

    /// At the outer node, which says so only when it has heard from the inner one.
    public boolean isEstablished() throws IOException, InterruptedException {
        return tunnel(outer.api().get("/tunnels")).path("status").asText().equals("established");
    }

    /// The tunnel as the outer node shows it.
    public JsonNode atOuter() throws IOException, InterruptedException {
        return tunnel(outer.api().get("/tunnels"));
    }

    private static JsonNode tunnel(JsonNode page) throws IOException {
        for (JsonNode tunnel : page.path("tunnels")) if (tunnel.path("name").asText().equals(TUNNEL)) return tunnel;
        throw new IOException("there is no tunnel " + TUNNEL);
    }

    /// A new endpoint.
    ///
    /// @param target port on our loopback
    /// @return port on the inner network's loopback
    public int endpoint(int target) throws IOException, InterruptedException {
        int port = ports.getAndIncrement();
        String id = outer.api().post("/endpoints", Map.of("tunnel", TUNNEL, "direction", "outbound", "bind", "127.0.0.1", "port", port, "target",
                "127.0.0.1:" + target, "compression", "off")).path("id").asText();
        Await.until("endpoint " + id + " is up at both ends", SOON, () -> {
            for (JsonNode view : outer.api().get("/endpoints").path("endpoints"))
                if (view.path("id").asText().equals(id)) return view.path("there").path("state").asText().equals("listening")
                        && view.path("here").path("state").asText().equals("ready");
            return false;
        });
        return port;
    }

    @Override
    public void close() {
        inner.close();
        outer.close();
    }
}
