package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.cli.TestNode.Ran;
import org.nettunnel.fakes.FakeAccounts;
import org.nettunnel.fakes.FakeNode;

/// Commands against the real admin API of a node in memory.
class CommandsTest {
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

    static Ran assertCode(int code, Ran ran) {
        assertEquals(code, ran.code(), ran.toString());
        assertFalse((ran.out() + ran.err()).replace(FakeNode.INVITE, "").contains("CANARY"), "a secret was printed: " + ran);
        return ran;
    }

    @Test
    void helpTellsTheCommandsExamplesAndExitCodes() throws Exception {
        Golden.check("help.txt", assertCode(0, node.run("--help")).out());
        Golden.check("endpoint-add-help.txt", assertCode(0, node.run("endpoint", "add", "--help")).out());
        Golden.check("tunnel-set-help.txt", assertCode(0, node.run("tunnel", "set", "--help")).out());
        Golden.check("tunnel.txt", assertCode(2, node.run("tunnel")).err());
        Golden.check("help.txt", assertCode(2, node.run()).err());
    }

    @Test
    void showsStatusAsTablesAndAsJson() throws Exception {
        var office = node.engine.store.tunnel("office");
        node.engine.store.endpoint(office, "web");
        Golden.check("status.json", assertCode(0, node.run("status", "--json")).out());
        assertEquals(node.run("status", "--json").out(), node.run("--json", "status").out());
        Golden.check("tunnel-list.txt", assertCode(0, node.run("tunnel", "list")).out());
        Golden.check("endpoint-list.txt", assertCode(0, node.run("endpoint", "list")).out());
        assertTrue(node.run("status").out().contains("established"));
    }

    @Test
    void printsAnInviteAloneSoThatAPipeCanTakeIt() throws Exception {
        Ran ran = assertCode(0, node.run("invite", "office", "--address", "outer.example:52845", "--valid", "1h"));
        assertEquals(FakeNode.INVITE + "\n", ran.out());
        assertTrue(ran.err().contains(FakeNode.EPOCH.plusSeconds(3600).toString()), ran.err());
        assertCode(2, node.run("invite", "office", "--address", "a:1", "--valid", "soon"));
        Ran wrong = assertCode(1, node.run("invite", "office", "--address", "outer.example"));
        assertTrue(wrong.err().contains("'outer.example' is not HOST:PORT"), wrong.err());
    }

    @Test
    void addsEndpointsAndShowsTheRealPort() throws Exception {
        node.engine.store.tunnel("office");
        Ran here = assertCode(0, node.run("endpoint", "add", "office", "--listen", "0", "--to", "10.0.0.7:80", "--name", "web"));
        Golden.check("endpoint-add.txt", here.out());
        Ran there = assertCode(0, node.run("endpoint", "add", "office", "--outbound", "--listen", "*:2222", "--to", "localhost:22", "--name", "ssh"));
        assertTrue(there.out().contains("inbound   other node  listens on *:2222"), there.out());
        assertCode(0, node.run("endpoint", "remove", "web", "ssh"));
        for (String wrong : new String[] {"x", "70000", ":80", "::1:80", "-1"})
            assertCode(2, node.run("endpoint", "add", "office", "--listen=" + wrong, "--to", "h:1"));
    }

    @Test
    void waitsForTheOtherEndsHalfWhileTheTunnelIsUp() throws Exception {
        node.engine.store.tunnel("office");
        node.engine.store.unanswered = 3;
        Golden.check("endpoint-add.txt", assertCode(0, node.run("endpoint", "add", "office", "--listen", "0", "--to", "10.0.0.7:80", "--name", "web")).out());
        node.engine.store.unanswered = Integer.MAX_VALUE;
        Ran silent = assertCode(0, node.run("endpoint", "add", "office", "--listen", "81", "--to", "10.0.0.7:80", "--name", "mute"));
        assertTrue(silent.out().contains("connects to 10.0.0.7:80  (the other node has not answered yet"), silent.out());

        node.engine.store.waitingFor = "nothing listens at outer.example:52845";
        node.engine.store.tunnel("attic");
        node.pauses = 0;
        Ran down = assertCode(0, node.run("endpoint", "add", "attic", "--listen", "82", "--to", "10.0.0.7:80", "--name", "later"));
        assertTrue(down.out().contains("(the other node learns of it when the tunnel is up)"), down.out());
    }

    @Test
    void saysWhyAnEndpointCannotListen() throws Exception {
        node.engine.store.tunnel("office");
        node.engine.endpoints.portTaken = "port 80 is in use";
        Ran ran = assertCode(1, node.run("endpoint", "add", "office", "--listen", "80", "--to", "10.0.0.7:80"));
        assertTrue(ran.err().contains("cannot listen here 127.0.0.1:80: port 80 is in use; it goes on trying"), ran.err());
    }

    @Test
    void listsFollowsAndResetsStreams() throws Exception {
        assertEquals("No streams.\n", assertCode(0, node.run("streams")).out());
        var office = node.engine.store.tunnel("office");
        var web = node.engine.store.endpoint(office, "web");
        node.engine.tunnels.streams.add(new StreamState("7", office.id(), web.id(), false, "1.2.3.4:5\u001b[31m\n", "10.0.0.7:80", "open", Instant.EPOCH, 1, 2048));
        assertTrue(node.run("streams").out().contains("1.2.3.4:5?[31m?"), "a hostile name steers the terminal");
        node.engine.tunnels.streams.set(0, squeezed(node.engine.tunnels.streams.getFirst(), new StreamState.Squeezing("zstd", "compresses", 3_000, 1_000, 0, 0)));
        assertTrue(node.run("streams").out().contains("3.0x zstd"));
        assertTrue(node.run("streams", "--json").out().contains("\"ratio\" : 3.0"));
        node.engine.tunnels.streams.set(0, squeezed(node.engine.tunnels.streams.getFirst(), new StreamState.Squeezing("zstd", "the link keeps up", 3_000, 2_000, 0, 0)));
        assertTrue(node.run("streams").out().contains("1.5x zstd, now raw: the link keeps up"));
        node.engine.tunnels.streams.set(0, squeezed(node.engine.tunnels.streams.getFirst(), new StreamState.Squeezing("none", "off", 0, 0, 9, 3)));
        assertTrue(node.run("streams").out().contains("no: off"));
        assertTrue(node.run("streams", "--filter", "1.2.3.4").out().contains("10.0.0.7:80"));
        assertEquals("No stream has '5.6.7.8' in it.\n", assertCode(0, node.run("streams", "--filter", "5.6.7.8")).out());
        Ran follow = assertCode(0, node.run("streams", "--follow"));
        assertEquals("opened  #7 office/web outbound open from 1.2.3.4:5?[31m? to 10.0.0.7:80, received 1 B, sent 2.0 KiB\n", follow.out());
        assertCode(0, node.run("streams", "--reset", "7"));
        assertCode(1, node.run("streams", "--reset", "7"));
    }

    @Test
    void logsInKeepsTheLoginPrivateAndLogsOut() throws Exception {
        assertCode(5, node.run("status", "--node", node.url));
        node.person = true;
        node.typed.add("yes");
        node.typed.add(FakeAccounts.PASSWORD);
        Ran login = assertCode(0, node.run("login", node.url));
        assertTrue(login.err().contains(node.fingerprint), login.err());
        Path logins = folder.resolve("config/nettunnel/logins.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(logins)));
        assertFalse(Files.readString(logins).contains("CANARY"));
        assertCode(0, node.run("status", "--node", node.url));
        assertCode(0, node.run("logout", node.url));
        assertCode(5, node.run("status", "--node", node.url));
        assertCode(5, node.run("login", node.url, "--user", "nobody", "--fingerprint", node.fingerprint, "--password-file", node.passwordFile()));
    }

    @Test
    void printsJsonWhereverThereIsSomethingToTell() throws Exception {
        var office = node.engine.store.tunnel("office");
        node.engine.store.endpoint(office, "web");
        assertEquals("{\n  \"removed\" : \"web\"\n}\n", assertCode(0, node.run("endpoint", "remove", "web", "--json")).out());
        assertEquals("{\n  \"removed\" : \"office\"\n}\n", assertCode(0, node.run("tunnel", "remove", "office", "--json")).out());
        Ran login = assertCode(0, node.run("login", node.url, "--json", "--fingerprint", node.fingerprint, "--password-file", node.passwordFile()));
        assertTrue(login.out().contains("\"user\" : \"root\"") && !login.out().contains("token"), login.out());
        assertEquals("{\n  \"url\" : \"" + node.url + "\"\n}\n", assertCode(0, node.run("logout", node.url, "--json")).out());
    }

    @Test
    void aLimitedUserMayLookButNotChange() throws Exception {
        assertCode(0, node.run("login", node.url, "--user", "guest", "--fingerprint", node.fingerprint, "--password-file", node.passwordFile()));
        assertCode(0, node.run("tunnel", "list", "--node", node.url));
        Ran refused = assertCode(5, node.run("invite", "office", "--address", "h:1", "--node", node.url));
        assertTrue(refused.err().contains("only an administrator"), refused.err());
    }

    @Test
    void setsUpTheFirstAdministrator() throws Exception {
        node.engine.accounts.users.clear();
        String password = node.passwordFile();
        assertCode(5, node.run("setup", "--code", "WRONG", "--password-file", password));
        node.person = true;
        node.typed.add("one");
        node.typed.add("two");
        assertCode(1, node.run("setup", "--code", FakeAccounts.CODE));
        assertCode(0, node.run("setup", "--code", FakeAccounts.CODE, "--password-file", password));
        assertEquals("root", node.engine.accounts.users.getFirst().name());
    }

    @Test
    void theSetupCodeNeedNotStandOnTheCommandLine() throws Exception {
        String password = node.passwordFile();
        node.engine.accounts.users.clear();
        assertCode(2, node.run("setup", "--password-file", password));
        node.input = FakeAccounts.CODE + "\n";
        assertCode(0, node.run("setup", "--code", "-", "--password-file", password));
        node.engine.accounts.users.clear();
        Path code = Files.writeString(folder.resolve("code"), FakeAccounts.CODE + "\n");
        assertCode(2, node.run("setup", "--code", "x", "--code-file", code.toString(), "--password-file", password));
        assertCode(0, node.run("setup", "--code-file", code.toString(), "--password-file", password));
        node.engine.accounts.users.clear();
        node.person = true;
        node.typed.add(FakeAccounts.CODE);
        assertCode(0, node.run("setup", "--password-file", password));
        assertEquals("root", node.engine.accounts.users.getFirst().name());
    }

    @Test
    void saysWhatToDoWhenThereIsNoNode() throws Exception {
        node.environment.put("NETTUNNEL_DATA", folder.resolve("empty").toString());
        Ran ran = assertCode(4, node.run("status"));
        assertTrue(ran.err().startsWith("nettunnel: no node runs with the data directory " + folder.resolve("empty")), ran.err());
        node.environment.put("NETTUNNEL_DATA", folder.toString());
        Files.writeString(folder.resolve("local-admin.json"), "{}");
        assertCode(1, node.run("status"));
        assertCode(2, node.run("status", "--node", "http://h"));
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine() throws Exception {
        Ran typo = assertCode(2, node.run("statsu"));
        assertTrue(typo.err().contains("Did you mean: nettunnel status"), typo.err());
        assertTrue(assertCode(2, node.run("invite", "x")).err().startsWith("nettunnel: Missing required option: '--address=HOST:PORT'"));
        Ran half = assertCode(2, node.run("invite", "x", "--addr", "h:1"));
        assertTrue(half.err().startsWith("nettunnel: Unknown options: '--addr', 'h:1'"), half.err());
        assertTrue(half.err().contains("Possible solutions: --address"), half.err());
        assertCode(2, node.run("setup", "--code", "x", "--password", "CANARY".toLowerCase()));
        assertCode(2, node.run("run", "--port", "70000"));
        assertCode(2, node.run("run", "--bind", "300.1.1.1"));
        assertCode(2, node.run("run", "--log-level", "loud"));
        assertCode(78, node.run("run", "--admin-password-file", folder.resolve("none").toString()));
        assertCode(2, node.run("completion", "fish"));
    }

    @Test
    void completesBothShellsAndTellsItsVersion() throws Exception {
        String script = assertCode(0, node.run("completion", "zsh")).out();
        for (String word : new String[] {"endpoint", "--fingerprint", "--use-last-good", "complete -F"}) assertTrue(script.contains(word), word);
        assertTrue(assertCode(0, node.run("version")).out().startsWith("nettunnel in development (Java "));
        assertTrue(assertCode(0, node.run("version", "--json")).out().contains("\"version\" : \"in development\""));
    }

    private static StreamState squeezed(StreamState one, StreamState.Squeezing squeezing) {
        return new StreamState(one.id(), one.tunnel(), one.endpoint(), one.opener(), one.client(), one.target(), one.state(), one.since(), one.receivedBytes(),
                one.sentBytes(), squeezing);
    }
}
