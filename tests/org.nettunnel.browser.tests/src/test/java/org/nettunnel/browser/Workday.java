package org.nettunnel.browser;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.nettunnel.system.framework.SteadyStream;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.server.OwnServer;

/// What two nodes are busy with while their pictures are taken: tunnels both ways and in several states, endpoints that people know, connections
/// that carry something. When it is over they are as before.
final class Workday {
    private static final Duration UP = Duration.ofSeconds(30);
    private final ProductNode outer;
    private final ProductNode inner;
    private final OwnServer echo = OwnServer.echo();
    private final List<SteadyStream> streams = new ArrayList<>();

    private Workday(ProductNode outer, ProductNode inner) throws IOException {
        this.outer = outer;
        this.inner = inner;
    }

    /// @param mebibytes that the fastest connection brings back before the rest is looked at
    static Workday begin(ProductNode outer, ProductNode inner, int mebibytes) throws Exception {
        var day = new Workday(outer, inner);
        try {
            day.join(outer, "Warehouse", inner);
            day.join(inner, "Data centre", outer);
            outer.cli().succeed("invite", "Branch Lyon", "--address", "127.0.0.1:" + outer.port());
            day.carry(outer, "Warehouse", "Stock database", 30);
            day.carry(outer, "Warehouse", "Label printer", 400);
            day.carry(inner, "Data centre", "Backups", 12);
            for (int i = 1; i <= mebibytes; i++) day.streams.getLast().awaitEchoed((long) i << 20);
            return day;
        } catch (Exception | AssertionError failed) {
            day.hangUp();
            throw failed;
        }
    }

    private void join(ProductNode reached, String tunnel, ProductNode dialling) throws IOException, InterruptedException {
        String invite = reached.cli().succeed("invite", tunnel, "--address", "127.0.0.1:" + reached.port()).out().strip();
        dialling.cli().succeed("tunnel", "add", "--invite", invite, "--wait", "30s");
    }

    /// @param pace milliseconds between two chunks of 16 KiB
    private void carry(ProductNode listening, String tunnel, String endpoint, int pace) throws IOException, InterruptedException {
        JsonNode added = listening.cli().succeed("endpoint", "add", tunnel, "--listen", "0", "--to", "127.0.0.1:" + echo.port(), "--name", endpoint, "--json").json();
        Await.until(endpoint + " is up at both ends", UP, () -> {
            JsonNode view = view(listening, added.path("id").asText());
            return view.path("here").path("state").asText().equals("listening") && view.path("there").path("state").asText().equals("ready");
        });
        int port = view(listening, added.path("id").asText()).path("here").path("port").asInt();
        streams.add(new SteadyStream(endpoint, port, Duration.ofMillis(pace)));
    }

    private static JsonNode view(ProductNode node, String endpoint) throws IOException, InterruptedException {
        return node.api().get("/endpoints/" + endpoint);
    }

    private void hangUp() throws IOException {
        for (SteadyStream stream : streams) stream.close();
        echo.close();
    }

    void end() throws IOException, InterruptedException {
        hangUp();
        outer.cli().succeed("tunnel", "remove", "Warehouse", "Data centre", "--both");
        outer.cli().succeed("tunnel", "remove", "Branch Lyon");
    }
}
