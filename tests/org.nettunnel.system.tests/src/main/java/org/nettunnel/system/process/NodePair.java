package org.nettunnel.system.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Two nodes and the tunnel between them: the outer node is reached, the inner one dials.
public record NodePair(ProductNode outer, ProductNode inner, String transport) implements AutoCloseable {
    /// What the tunnel is called at both ends.
    public static final String TUNNEL = "pair";
    private static final Duration UP = Duration.ofSeconds(30);

    /// Starts both and makes the tunnel by invite, as people do: with the command.
    ///
    /// @param transport `tcp` or `https`
    public static NodePair start(Product product, String transport) throws IOException, InterruptedException {
        return start(ProductNode.of("outer", product), ProductNode.of("inner", product), transport);
    }

    /// The same with nodes that were made and not started.
    public static NodePair start(ProductNode outer, ProductNode inner, String transport) throws IOException, InterruptedException {
        NodePair pair = new NodePair(outer, inner, transport);
        try {
            outer.launch();
            inner.launch();
            outer.awaitReady();
            inner.awaitReady();
            String invite = outer.cli().succeed("invite", TUNNEL, "--address", "127.0.0.1:" + outer.port(), "--transport", transport).out().strip();
            inner.cli().succeed("tunnel", "add", "--invite", invite, "--wait", "30s");
            pair.awaitEstablished();
            return pair;
        } catch (IOException | InterruptedException | AssertionError failed) {
            pair.close();
            throw failed;
        }
    }

    /// Waits until both ends say that the tunnel is up.
    public void awaitEstablished() throws InterruptedException {
        awaitEstablished(UP);
    }

    public void awaitEstablished(Duration limit) throws InterruptedException {
        Await.until("the tunnel is established at both ends", limit, () -> status(outer).equals("established") && status(inner).equals("established"));
    }

    /// The tunnel as an end shows it.
    public static JsonNode tunnel(ProductNode end) throws IOException, InterruptedException {
        for (JsonNode tunnel : end.api().get("/tunnels").path("tunnels")) if (tunnel.path("name").asText().equals(TUNNEL)) return tunnel;
        throw new IOException(end.name() + " has no tunnel " + TUNNEL);
    }

    private static String status(ProductNode end) throws IOException, InterruptedException {
        return tunnel(end).path("status").asText();
    }

    /// Adds an endpoint that listens at the outer node and connects from the inner one: the usual case.
    public Endpoint endpoint(int target) throws IOException, InterruptedException {
        return endpoint(outer, "127.0.0.1:" + target, "off");
    }

    /// Adds an endpoint that listens at one end, on any port, and waits until connections can come.
    ///
    /// @param listening the end that listens; it is also told first
    public Endpoint endpoint(ProductNode listening, String target, String compression) throws IOException, InterruptedException {
        Endpoint endpoint = add(listening, "127.0.0.1", 0, target, compression);
        Await.until("endpoint " + endpoint.id() + " is up at both ends", Duration.ofSeconds(10), () -> {
            JsonNode view = endpoint.view();
            return view.path("here").path("state").asText().equals("listening") && view.path("there").path("state").asText().equals("ready");
        });
        return endpoint;
    }

    /// Adds an endpoint and does not wait.
    public Endpoint add(ProductNode listening, String bind, int port, String target, String compression) throws IOException, InterruptedException {
        Map<String, Object> request = new HashMap<>(Map.of("tunnel", TUNNEL, "direction", "inbound", "bind", bind, "port", port, "target", target,
                "compression", compression));
        return new Endpoint(listening, listening.api().post("/endpoints", request).path("id").asText());
    }

    /// An endpoint, asked of the end that listens.
    public record Endpoint(ProductNode listening, String id) {
        /// As that end shows it.
        public JsonNode view() throws IOException, InterruptedException {
            return viewAt(listening);
        }

        /// As an end shows it.
        public JsonNode viewAt(ProductNode end) throws IOException, InterruptedException {
            for (JsonNode view : end.api().get("/endpoints").path("endpoints")) if (view.path("id").asText().equals(id)) return view;
            throw new IOException(end.name() + " has no endpoint " + id);
        }

        /// Where to connect.
        public int port() throws IOException, InterruptedException {
            int port = view().path("here").path("port").asInt();
            if (port == 0) throw new IOException("endpoint " + id + " does not listen: " + view());
            return port;
        }

        public void remove() throws IOException, InterruptedException {
            listening.api().delete("/endpoints/" + id);
        }
    }

    @Override
    public void close() {
        inner.close();
        outer.close();
    }
}
