package org.nettunnel.system.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.ProductNode;

/// What is installed in a node and what it uses of it, by its API.
public record Bundles(ProductNode node) {
    private static final Duration WORK = Duration.ofSeconds(90);

    /// Adds a site whose signer is confirmed.
    public JsonNode add(String location, SigningKey signer) throws IOException, InterruptedException {
        return node.api().post("/bundles/sites", Map.of("location", location, "signer", signer.fingerprint()));
    }

    /// Installs the newest of a feature.
    public JsonNode install(String feature) throws IOException, InterruptedException {
        return done("install", feature, false);
    }

    public JsonNode update(String feature) throws IOException, InterruptedException {
        return done("update", feature, false);
    }

    public JsonNode remove(String feature) throws IOException, InterruptedException {
        return done("remove", feature, false);
    }

    /// A work that has to succeed.
    ///
    /// @param feature null for none
    public JsonNode done(String kind, @Nullable String feature, boolean force) throws IOException, InterruptedException {
        JsonNode work = end(kind, feature, force);
        if (!work.path("state").asText().equals("done"))
            throw new AssertionError(node.name() + " could not " + kind + " " + feature + ": " + work + "\n" + node.process().tail());
        return work;
    }

    /// A work that must be refused.
    ///
    /// @return why
    public String refused(String kind, @Nullable String feature) throws IOException, InterruptedException {
        HttpResponse<String> answer = node.api().call("POST", "/bundles/works", request(kind, feature, false));
        if (answer.statusCode() / 100 != 2) return answer.body(); // at once
        JsonNode work = over(node.api().tree(answer.body()).path("id").asText());
        if (!work.path("state").asText().equals("failed")) throw new AssertionError(node.name() + " should not " + kind + " " + feature + ": " + work);
        return work.path("sentence").asText();
    }

    /// A work to its end, whatever that is.
    public JsonNode end(String kind, @Nullable String feature, boolean force) throws IOException, InterruptedException {
        return over(begin(kind, feature, force));
    }

    /// Begins a work.
    ///
    /// @return its id
    public String begin(String kind, @Nullable String feature, boolean force) throws IOException, InterruptedException {
        return node.api().post("/bundles/works", request(kind, feature, force)).path("id").asText();
    }

    private static Map<String, Object> request(String kind, @Nullable String feature, boolean force) {
        Map<String, Object> request = new HashMap<>(Map.of("kind", kind));
        if (feature != null) request.put("feature", feature);
        if (force) request.put("force", true);
        return request;
    }

    private JsonNode over(String id) throws IOException, InterruptedException {
        Await.until("work " + id + " of " + node.name() + " ends", WORK, () -> !work(id).path("ended").isNull() && work(id).hasNonNull("ended"));
        return work(id);
    }

    public JsonNode work(String id) throws IOException, InterruptedException {
        return node.api().get("/bundles/works/" + id);
    }

    /// Id and version of every optional feature that is installed.
    public Map<String, String> optional() throws IOException, InterruptedException {
        Map<String, String> found = new java.util.TreeMap<>();
        for (JsonNode feature : node.api().get("/bundles").path("features"))
            if (!feature.path("core").asBoolean()) found.put(feature.path("id").asText(), feature.path("version").asText());
        return found;
    }

    /// What the node has of suites and compressions, as `NAME state`.
    public List<String> provided() throws IOException, InterruptedException {
        JsonNode page = node.api().get("/suites");
        List<String> all = new ArrayList<>();
        for (String kind : List.of("suites", "compressions"))
            for (JsonNode each : page.path(kind)) all.add(each.path("name").asText() + " " + each.path("state").asText());
        return all;
    }

    /// Prefers these suites, the best first; none for the usual order.
    public void preferSuites(String... names) throws IOException, InterruptedException {
        node.api().post("/suites/preference", Map.of("suites", List.of(names)));
    }

    public void preferCompressions(String... names) throws IOException, InterruptedException {
        node.api().post("/suites/preference", Map.of("compressions", List.of(names)));
    }

    public void allowInsecureLegacy(boolean isAllowed) throws IOException, InterruptedException {
        node.api().post("/suites/preference", Map.of("allowInsecureLegacy", isAllowed));
    }
}
