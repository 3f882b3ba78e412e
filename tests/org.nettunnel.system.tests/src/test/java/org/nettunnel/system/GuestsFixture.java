package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nettunnel.system.process.Api;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.server.OwnServer;

/// Two nodes, of which the outer one has users: a guest, who may have endpoints on the tunnel of both, and a stranger, who may nothing; and what they may not
/// touch. One for all proofs of rights; it ends with this JVM.
final class GuestsFixture {
    static final String PASSWORD = "a guest's own passphrase";
    static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";
    /// An address is asked for this many calls, then the next: the node bounds how many one makes a second.
    private static final int CALLS_OF_AN_ADDRESS = 15;
    private static @Nullable GuestsFixture shared;
    final NodePair pair;
    final OwnServer echo;
    final String foreignTunnel;
    final String foreignEndpoint;
    private int addresses = 10;
    private int calls;
    private Api from;

    private GuestsFixture() throws Exception {
        echo = OwnServer.echo();
        pair = SharedPairs.over("tcp");
        from = local().from(address());
        foreignTunnel = local().post("/invites", Map.of("name", "foreign", "addresses", List.of("outer.example:1"))).path("tunnel").asText();
        foreignEndpoint = local().post("/endpoints", Map.of("tunnel", "foreign", "direction", "inbound", "port", 0, "target", "127.0.0.1:9")).path("id").asText();
        join("guest", ofThePair("127.0.0.0/8:*"));
        join("stranger", Map.of());
    }

    static synchronized GuestsFixture shared() throws Exception {
        GuestsFixture known = shared;
        if (known != null) return known;
        return shared = new GuestsFixture();
    }

    /// Grants of endpoints on the tunnel of both, at any port, to such targets.
    static Map<String, ?> ofThePair(String targets) {
        return Map.of("tunnels", List.of(Map.of("tunnel", NodePair.TUNNEL, "acts", List.of("endpoints"), "ports", List.of("*"), "targets", List.of(targets))));
    }

    /// The outer node, as whoever may read its data directory.
    Api local() {
        return pair.outer().api();
    }

    /// Makes a limited user, who chooses his password with an invite.
    void join(String user, Map<String, ?> grants) throws Exception {
        local().post("/users", Map.of("name", user, "role", "limited", "grants", grants));
        String code = local().post("/users/" + user + "/invite", null).path("text").asText();
        assertEquals(200, as("", "POST", "/join", Map.of("code", code, "password", PASSWORD)).statusCode());
        assertEquals(403, as("", "POST", "/join", Map.of("code", code, "password", PASSWORD)).statusCode(), "it was used up");
    }

    /// An address of this machine that nobody called from yet.
    String address() {
        addresses++;
        return "127.0." + addresses / 250 + "." + (1 + addresses % 250);
    }

    /// The API for somebody at one address after the other; no token at all where it is empty.
    private Api next() {
        if (calls++ % CALLS_OF_AN_ADDRESS == 0) {
            from.close();
            from = local().from(address());
        }
        return from;
    }

    HttpResponse<String> as(String token, String method, String path, @Nullable Map<String, ?> body) throws IOException, InterruptedException {
        return next().as(token).call(method, path, body);
    }

    /// How the answer begins, of one that goes on too.
    ///
    /// @param headers by which the caller says who he is
    int status(String method, String path, @Nullable Map<String, ?> body, Map<String, String> headers) throws IOException, InterruptedException {
        return next().bare(method, path, body, headers).statusCode();
    }

    JsonNode tree(HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer.body());
        return from.tree(answer.body());
    }

    /// The token of a new session.
    String login(String user, String password) throws IOException, InterruptedException {
        return tree(as("", "POST", "/login", Map.of("user", user, "password", password))).path("token").asText();
    }

    String guest() throws IOException, InterruptedException {
        return login("guest", PASSWORD);
    }

    String root() throws IOException, InterruptedException {
        return login("root", "correct horse battery staple");
    }

    /// A new personal access token.
    String token(String session, String... scopes) throws IOException, InterruptedException {
        return tree(as(session, "POST", "/tokens", Map.of("name", String.join(" ", scopes) + " " + calls, "scopes", List.of(scopes), "expires",
                Instant.now().plus(Duration.ofDays(1)).toString()))).path("text").asText();
    }

    HttpResponse<String> add(String session, String direction, String target) throws IOException, InterruptedException {
        return as(session, "POST", "/endpoints", Map.of("tunnel", NodePair.TUNNEL, "direction", direction, "port", 0, "target", target));
    }

    /// A user's own endpoint, up at both ends.
    ///
    /// @param direction `inbound` when the outer node listens
    NodePair.Endpoint endpoint(String session, String direction, String target) throws IOException, InterruptedException {
        boolean isInbound = direction.equals("inbound");
        var endpoint = new NodePair.Endpoint(isInbound ? pair.outer() : pair.inner(), tree(add(session, direction, target)).path("id").asText());
        Await.until("it listens", Duration.ofSeconds(10), () -> endpoint.view().path("here").path("state").asText().equals("listening")
                && endpoint.viewAt(isInbound ? pair.inner() : pair.outer()).path("here").path("state").asText().equals("ready"));
        return endpoint;
    }
}
