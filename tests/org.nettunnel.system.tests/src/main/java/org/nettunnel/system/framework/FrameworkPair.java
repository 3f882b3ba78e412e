package org.nettunnel.system.framework;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Product;
import org.osgi.framework.BundleException;

/// Two nodes in frameworks of this JVM, with as many tunnels between them as a test wants: the outer node is reached, the inner one dials.
public record FrameworkPair(FrameworkNode outer, FrameworkNode inner) implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    public static FrameworkPair start(Product product) throws IOException, InterruptedException, BundleException {
        FrameworkNode outer = FrameworkNode.start("outer", product);
        try {
            return new FrameworkPair(outer, FrameworkNode.start("inner", product));
        } catch (IOException | InterruptedException | BundleException | AssertionError failed) {
            outer.close();
            throw failed;
        }
    }

    public FrameworkNode other(FrameworkNode node) {
        return node == outer ? inner : outer;
    }

    /// Makes a tunnel by invite and waits until it is up.
    ///
    /// @param name the tunnel's at both ends
    public void tunnel(String name, String transport) throws IOException, InterruptedException {
        JsonNode invite = outer.api().post("/invites", Map.of("name", name, "addresses", List.of("127.0.0.1:" + outer.port()), "transport", transport));
        inner.api().post("/tunnels", Map.of("invite", invite.path("invite").asText()));
        awaitEstablished(name);
    }

    public void awaitEstablished(String name) throws InterruptedException {
        Await.until("tunnel " + name + " is established at both ends", SOON, () -> isEstablished(outer, name) && isEstablished(inner, name));
    }

    public static boolean isEstablished(FrameworkNode node, String name) throws IOException, InterruptedException {
        return tunnel(node, name).path("status").asText().equals("established");
    }

    /// A tunnel as a node shows it.
    public static JsonNode tunnel(FrameworkNode node, String name) throws IOException, InterruptedException {
        for (JsonNode tunnel : node.api().get("/tunnels").path("tunnels")) if (tunnel.path("name").asText().equals(name)) return tunnel;
        throw new IOException(node.name() + " has no tunnel " + name);
    }

    /// Ends the tunnel's connection, so that the inner node has to shake hands anew.
    ///
    /// @param node the node that does so; its API answers
    public static void cut(FrameworkNode node, String name) throws IOException, InterruptedException {
        String path = "/tunnels/" + tunnel(node, name).path("id").asText();
        for (String action : List.of("/stop", "/start")) {
            HttpResponse<String> answer = node.api().call("POST", path + action, null);
            if (answer.statusCode() / 100 != 2) throw new IOException(path + action + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /// Adds an endpoint that listens at the outer node, and waits until connections can come.
    public Endpoint endpoint(String tunnel, int target, String compression) throws IOException, InterruptedException {
        String id = outer.api().post("/endpoints", Map.of("tunnel", tunnel, "direction", "inbound", "bind", "127.0.0.1", "port", 0, "target",
                "127.0.0.1:" + target, "compression", compression)).path("id").asText();
        awaitReady(id);
        return new Endpoint(tunnel + " " + compression, id, view(outer, id).path("here").path("port").asInt());
    }

    /// Waits until both nodes say that their half of the endpoint carries.
    public void awaitReady(String id) throws InterruptedException {
        Await.until("both halves of endpoint " + id + " carry", SOON, () -> {
            String states = state(outer, id) + " at the outer node, " + state(inner, id) + " at the inner one";
            if (!states.equals("listening at the outer node, ready at the inner one")) throw new IllegalStateException(states);
            return true;
        });
    }

    private static String state(FrameworkNode node, String id) throws IOException, InterruptedException {
        return view(node, id).path("here").path("state").asText();
    }

    private static JsonNode view(FrameworkNode node, String id) throws IOException, InterruptedException {
        for (JsonNode view : node.api().get("/endpoints").path("endpoints")) if (view.path("id").asText().equals(id)) return view;
        throw new IOException(node.name() + " has no endpoint " + id);
    }

    /// An endpoint and the port where it listens.
    public record Endpoint(String name, String id, int port) {}

    @Override
    public void close() {
        inner.close();
        outer.close();
    }
}
