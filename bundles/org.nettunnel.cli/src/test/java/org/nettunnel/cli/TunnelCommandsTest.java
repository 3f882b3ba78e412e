package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.cli.CommandsTest.assertCode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.cli.TestNode.Ran;
import org.nettunnel.fakes.FakeNode;

/// What `tunnel` does: tunnels come, wait, are cut and go.
class TunnelCommandsTest {
    @TempDir
    Path folder;
    private TestNode node;

    @BeforeEach
    void open() throws Exception {
        node = new TestNode(folder);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void addsATunnelByInviteAndWaitsForIt() throws Exception {
        node.input = FakeNode.INVITE + "\n";
        Ran ran = assertCode(0, node.run("tunnel", "add", "office", "--invite", "-"));
        assertTrue(ran.out().contains("tunnel 'office'") && ran.out().contains("established"), ran.out());
        Ran damaged = assertCode(1, node.run("tunnel", "add", "--invite", "nt1_x"));
        assertEquals("nettunnel: the invite is damaged: copy it whole\n", damaged.err());
        assertCode(2, node.run("tunnel", "add"));
        assertCode(2, node.run("tunnel", "add", "--invite", "x", "--address", "h:1"));
    }

    @Test
    void addsATunnelThroughAProxy() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "hunter2\n");
        Ran ran = assertCode(0, node.run("tunnel", "add", "far", "--invite", FakeNode.INVITE, "--proxy", "http://me@proxy.example:3128",
                "--proxy-password-file", password.toString(), "--json"));
        assertTrue(ran.out().contains("\"proxy\" : \"http://me@proxy.example:3128\""), ran.out());
        assertFalse((ran.out() + ran.err()).contains("hunter2"));
        assertTrue(assertCode(0, node.run("tunnel", "add", "near", "--invite", FakeNode.INVITE, "--no-proxy", "--json")).out()
                .contains("\"proxy\" : \"none\""));
        for (String[] wrong : new String[][] { { "--proxy", "http://me:hunter2@proxy.example:3128" }, { "--proxy", "https://proxy.example:3128" },
                { "--proxy", "a:1", "--no-proxy" }, { "--proxy-password-file", password.toString() },
                { "--proxy", "a:1", "--proxy-password-file", password.toString() }, { "--proxy", "http://me@a:1" } }) {
            var arguments = new ArrayList<>(List.of("tunnel", "add", "--invite", FakeNode.INVITE));
            arguments.addAll(List.of(wrong));
            assertFalse(assertCode(2, node.run(arguments.toArray(String[]::new))).err().contains("hunter2"));
        }
    }

    @Test
    void saysWhyATunnelIsNotEstablished() throws Exception {
        node.engine.store.waitingFor = "nothing listens at outer.example:52845";
        Ran ran = assertCode(1, node.run("tunnel", "add", "--invite", FakeNode.INVITE, "--wait", "5s"));
        assertTrue(ran.err().contains("was added, but is not established: nothing listens at outer.example:52845; it goes on trying"), ran.err());
        assertCode(0, node.run("tunnel", "add", "--invite", FakeNode.INVITE, "--wait", "0"));
    }

    @Test
    void addsATunnelByAddressAndTakesItBackWhenThisEndFails() throws Exception {
        try (var outer = new TestNode(Files.createDirectory(folder.resolve("outer")))) {
            outer.engine.store.identity = PeerIdentity.of("the identity of the other node..".getBytes(StandardCharsets.US_ASCII));
            String there = outer.url.replace("https://", "");
            String password = node.passwordFile();
            Ran unconfirmed = assertCode(4, node.run("tunnel", "add", "office", "--address", there, "--password-file", password));
            assertTrue(unconfirmed.err().contains("--fingerprint " + outer.fingerprint), unconfirmed.err());
            assertTrue(node.engine.store.tunnels.isEmpty());

            assertCode(0, node.run("tunnel", "add", "office", "--address", there, "--password-file", password, "--fingerprint", outer.fingerprint));
            assertEquals("office", node.engine.store.tunnels.getFirst().name());

            node.person = true;
            node.typed.add("no");
            assertCode(1, node.run("tunnel", "add", "attic", "--address", there, "--password-file", password));
            node.typed.add("yes");
            assertCode(5, node.run("tunnel", "add", "attic", "--address", there, "--user", "nobody", "--password-file", password));
        }
    }

    @Test
    void setsHowLongATunnelWaitsWithoutALink() throws Exception {
        Ran added = assertCode(0, node.run("tunnel", "add", "office", "--invite", FakeNode.INVITE, "--grace", "90", "--patience", "90s", "--json"));
        assertTrue(added.out().contains("\"graceSeconds\" : 90") && added.out().contains("\"patienceSeconds\" : 90"), added.out());
        assertEquals("tunnel 'office': streams wait 60 min for a link, new connections 90 s\n", assertCode(0, node.run("tunnel", "set", "office", "--grace", "1h")).out());
        assertEquals("tunnel 'office': streams wait 60 min for a link, new connections are refused without one\n",
                assertCode(0, node.run("tunnel", "set", "office", "--patience", "0")).out());
        assertEquals("tunnel 'office': streams end with the last link, new connections are refused without one\n",
                assertCode(0, node.run("tunnel", "set", "office", "--grace", "0s")).out());
        assertCode(0, node.run("invite", "attic", "--address", "h:1", "--grace", "2m", "--patience", "1m"));
        assertEquals("tunnel 'office' dials vpn.example.org:443, 203.0.113.5:443 by https through socks5://proxy.example:1080\n",
                assertCode(0, node.run("tunnel", "set", "office", "--address", "vpn.example.org:443", "--address", "203.0.113.5:443", "--proxy",
                        "socks5://proxy.example:1080")).out());
        assertTrue(assertCode(1, node.run("tunnel", "set", "office", "--address", "nowhere")).err().contains("'nowhere' is not HOST:PORT"));
        for (String[] wrong : new String[][] { {}, { "--grace", "soon" }, { "--grace", "-1" }, { "--grace", "25h" }, { "--patience", "2d" }, { "--grace", "1.5m" },
                { "--grace", "1m", "--patience", "61s" } }) {
            var arguments = new ArrayList<>(List.of("tunnel", "set", "office"));
            arguments.addAll(List.of(wrong));
            assertCode(2, node.run(arguments.toArray(String[]::new)));
        }
        assertEquals("nettunnel: --patience: new connections cannot wait 2m where streams are given up after 1m; give a time within --grace\n",
                assertCode(2, node.run("invite", "attic", "--address", "h:1", "--grace", "1m", "--patience", "2m")).err());
        assertCode(2, node.run("tunnel", "add", "--invite", FakeNode.INVITE, "--grace", "1y"));
        Ran beyond = assertCode(1, node.run("tunnel", "set", "office", "--patience", "31s"));
        assertTrue(beyond.err().contains("cannot wait 31 s") && beyond.err().contains("after 0 s"), beyond.err());
    }

    @Test
    void cutsTunnelsAndShowsHowTheyFare() throws Exception {
        node.engine.store.tunnel("office");
        Golden.check("tunnel-show.txt", shown(node.run("tunnel", "show", "office")));
        assertTrue(node.run("tunnel", "show", "office", "--json").out().contains("\"roundTripMillis\" : 1.235"));
        assertEquals("cut 1 link of tunnel 'office'; its streams wait up to 2 min and go on over the next link\n", assertCode(0, node.run("tunnel", "cut", "office")).out());
        Golden.check("tunnel-show-interrupted.txt", shown(node.run("tunnel", "show", "office")));
        assertTrue(node.run("tunnel", "list").out().contains("(cut here by an administrator; attempt 1; its streams wait "));
        assertEquals("tunnel 'office' has no link to cut\n", assertCode(0, node.run("tunnel", "cut", "office")).out());
        assertTrue(assertCode(0, node.run("tunnel", "cut", "office", "--json")).out().contains("\"links\" : 0"));
        assertCode(1, node.run("tunnel", "cut", "attic"));
        assertCode(1, node.run("tunnel", "show", "attic"));
        assertCode(2, node.run("tunnel", "cut"));
    }

    /// Without what depends on the time of day.
    private static String shown(Ran ran) {
        return assertCode(0, ran).out().replaceAll("for \\d+ (s|min|h|d)\\b", "for AGE").replaceAll("wait \\d+ (s|min) more", "wait LEFT more").replaceAll("(ms +)\\d+ (s|min|h|d)\\b", "$1AGE");
    }

    @Test
    void tablesBecomeBlocksOnNarrowTerminals() throws Exception {
        node.engine.store.tunnel("office");
        node.engine.store.tunnel("attic");
        node.environment.put("COLUMNS", "80");
        Golden.check("tunnel-list-narrow.txt", assertCode(0, node.run("tunnel", "list")).out());
        assertTrue(node.run("tunnel", "list").out().lines().allMatch(line -> line.length() <= 80));
        node.environment.put("COLUMNS", "200");
        assertTrue(node.run("tunnel", "list").out().startsWith("TUNNEL  ID"));
        node.environment.put("COLUMNS", "wide");
        assertTrue(node.run("tunnel", "list").out().startsWith("TUNNEL  ID"));
    }

    @Test
    void startsStopsAndRemovesTunnels() throws Exception {
        node.engine.store.tunnel("office");
        assertEquals("tunnel 'office' is stopped\n", assertCode(0, node.run("tunnel", "stop", "office")).out());
        assertEquals("tunnel 'office' is established\n", assertCode(0, node.run("tunnel", "start", "office")).out());
        assertCode(0, node.run("tunnel", "remove", "office"));
        assertEquals("nettunnel: there is no tunnel 'office'; this node has none\n", assertCode(1, node.run("tunnel", "remove", "office")).err());
    }
}
