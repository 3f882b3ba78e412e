package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nettunnel.system.Sentences.assertSentence;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;

/// What people ask of running nodes and cannot have: one clear sentence that names it, and nothing is changed.
@Tag("short")
@Tag("restarts")
@Timeout(180)
class BadRequestsTest {
    /// Invites others.
    private static ProductNode node;
    /// Is invited.
    private static ProductNode other;
    @BeforeAll
    static void startNodes() throws IOException, InterruptedException {
        node = ProductNode.of("node", Product.find());
        other = ProductNode.of("other", Product.find());
        node.launch();
        other.launch();
        node.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    static void endNodes() {
        node.close();
        other.close();
    }

    @BeforeEach
    void removeTunnels() throws IOException, InterruptedException {
        for (ProductNode each : List.of(node, other))
            for (JsonNode tunnel : tunnelsOf(each)) each.api().delete("/tunnels/" + tunnel.path("id").asText());
    }

    @Test
    void namesAnAddressThatIsNone() throws Exception {
        assertSentence(node.cli().run("invite", "office", "--address", "no port here"), "no port here");
        assertSentence(node.cli().run("invite", "office", "--address", "example.org:70000"), "70000", "65535");
        assertSentence(node.cli().run("invite", "office", "--address", "example.org:52845", "--transport", "pigeon"), "pigeon");
        assertEquals(0, tunnelsOf(node).size(), "no tunnel was made");
    }

    @Test
    void namesAnEndpointThatCannotBe() throws Exception {
        node.cli().succeed("invite", "office", "--address", "127.0.0.1:1");
        assertSentence(node.cli().run("endpoint", "add", "office", "--listen", "70000", "--to", "127.0.0.1:80"), "70000", "65535");
        assertSentence(node.cli().run("endpoint", "add", "office", "--listen", "0", "--to", "nowhere"), "nowhere");
        assertSentence(node.cli().run("endpoint", "add", "office", "--listen", "0", "--to", "127.0.0.1:80", "--compression", "magic!"), "magic!");
        assertSentence(node.cli().run("endpoint", "add", "ofice", "--listen", "0", "--to", "127.0.0.1:80"), "ofice");
        assertEquals(0, node.api().get("/endpoints").path("endpoints").size(), "no endpoint was made");
    }

    @Test
    void saysWhereNobodyAnswered() throws Exception {
        String silent = "127.0.0.1:" + Ports.free();
        String invite = node.cli().succeed("invite", "office", "--address", silent).out().strip();
        assertSentence(other.cli().run("tunnel", "add", "--invite", invite, "--wait", "5s"), silent);
    }

    @Test
    void stopsAtAFingerprintThatIsNotTheNodes() throws Exception {
        assertSentence(other.cli().run("tunnel", "add", "office", "--address", "127.0.0.1:" + node.port(), "--password-file",
                node.scratch().file("password").toString(), "--fingerprint", "00".repeat(32)), "fingerprint", "0000:0000");
        assertEquals(0, tunnelsOf(other).size(), "no tunnel was made here");
        assertEquals(0, tunnelsOf(node).size(), "no tunnel was made there");
    }

    @Test
    void saysThatAnInviteWasUsed() throws Exception {
        String invite = node.cli().succeed("invite", "office", "--address", "127.0.0.1:" + node.port(), "--transport", "tcp").out().strip();
        other.cli().succeed("tunnel", "add", "--invite", invite, "--wait", "30s");
        try (ProductNode late = ProductNode.of("late", Product.find()).start()) {
            assertSentence(late.cli().run("tunnel", "add", "--invite", invite, "--wait", "10s"), "invite");
            assertEquals("established", tunnelsOf(other).path(0).path("status").asText(), "the first one's tunnel stays up");
        }
    }

    @Test
    void saysThatAnInviteExpired() throws Exception {
        JsonNode invite = node.cli().succeed("invite", "office", "--address", "127.0.0.1:" + node.port(), "--valid", "1s", "--json").json();
        java.time.Instant expires = java.time.Instant.parse(invite.path("expires").asText());
        Await.until("the invite expired", Duration.ofSeconds(10), () -> java.time.Instant.now().isAfter(expires));
        assertSentence(other.cli().run("tunnel", "add", "--invite", invite.path("invite").asText()), "expired");
        assertEquals(0, tunnelsOf(other).size(), "no tunnel was made");
    }

    @Test
    void noticesAMistypedInvite() throws Exception {
        String invite = node.cli().succeed("invite", "office", "--address", "127.0.0.1:" + node.port()).out().strip();
        char typed = invite.charAt(40) == 'A' ? 'B' : 'A';
        for (String wrong : List.of(invite.substring(0, 40) + typed + invite.substring(41), invite.substring(0, invite.length() - 5), "hello"))
            assertSentence(other.cli().run("tunnel", "add", "--invite", wrong), "invite");
        assertEquals(0, tunnelsOf(other).size(), "no tunnel was made");
    }

    private static JsonNode tunnelsOf(ProductNode each) throws IOException, InterruptedException {
        return each.api().get("/tunnels").path("tunnels");
    }
}
