package org.nettunnel.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.nettunnel.system.framework.SteadyStream;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.NodePair.Endpoint;
import org.nettunnel.system.process.ProductNode;

/// Which compression new streams get.
final class Compressions {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Compressions() {}

    /// A stream that may choose takes this one, and is whole with it.
    static void assertUsed(NodePair pair, int echo, String name) throws IOException, InterruptedException {
        Endpoint endpoint = pair.endpoint(pair.outer(), "127.0.0.1:" + echo, "adaptive");
        try (SteadyStream stream = new SteadyStream("compressed by " + name, endpoint.port(), Duration.ZERO)) {
            for (ProductNode end : List.of(pair.outer(), pair.inner())) Await.until(end.name() + " compresses by " + name, SOON, () -> {
                List<String> used = used(end, endpoint.id());
                if (!used.equals(List.of(name))) throw new IllegalStateException("it compresses by " + used);
                return true;
            });
            stream.awaitEchoed(stream.echoed());
            stream.finish();
        }
        endpoint.remove();
    }

    private static List<String> used(ProductNode end, String endpoint) throws IOException, InterruptedException {
        List<String> used = new ArrayList<>();
        for (JsonNode stream : end.api().get("/streams").path("streams"))
            if (stream.path("endpoint").asText().equals(endpoint)) used.add(stream.path("compression").path("with").asText());
        return used;
    }
}
