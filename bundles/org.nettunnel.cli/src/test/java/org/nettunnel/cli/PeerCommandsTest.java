package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.admin.LoginRequest;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Problem;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.peer.TunnelLogin;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.node.FarSide.Answer;
import org.nettunnel.api.node.FarSide.Answerer;
import org.nettunnel.api.node.FarSide.Call;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.cli.TestNode.Ran;
import org.nettunnel.client.NodeAddress;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;
import org.nettunnel.fakes.FakeAccounts;

/// Edits, and commands that run at the other end of a tunnel.
class PeerCommandsTest {
    @TempDir
    Path folder;
    private TestNode node;
    private TestNode there;

    @BeforeEach
    void twoNodes() throws Exception {
        node = new TestNode(Files.createDirectory(folder.resolve("here")));
        there = new TestNode(Files.createDirectory(folder.resolve("there")));
        there.engine.store.identity = PeerIdentity.of("the identity of the other node..".getBytes(StandardCharsets.US_ASCII));
        node.engine.store.tunnel("office");
        node.engine.far.there = Optional.of(new Restarted(there.admin.farDoor(), new AtomicBoolean()));
    }

    @AfterEach
    void close() {
        node.close();
        there.close();
    }

    /// A node whose logins end when it is restarted.
    private record Restarted(Answerer node, AtomicBoolean is) implements Answerer {
        @Override
        public Answer answer(TunnelConfig tunnel, Call call) {
            Answer answer = node.answer(tunnel, call);
            if (call.path().equals("/restart")) is.set(true);
            return is.get() && call.method().equals("GET") ? new Answer(401, "{\"status\":401,\"title\":\"Unauthorized\",\"detail\":\"log in again\"}", null) : answer;
        }
    }

    private static Ran assertCode(int code, Ran ran) {
        assertEquals(code, ran.code(), ran.toString());
        return ran;
    }

    @Test
    void runsAtTheOtherEndForOneWhoLoggedInThere() throws Exception {
        there.engine.store.tunnel("attic");
        Ran stranger = assertCode(5, node.run("--via", "office", "tunnel", "list"));
        assertEquals("nettunnel: you are not logged in at the other end of tunnel 'office', or no more; log in with 'nettunnel login --via office'\n", stranger.err());
        String password = node.passwordFile();
        Ran in = assertCode(0, node.run("login", "--via", "office", "--password-file", password));
        assertTrue(in.err().contains("logged in at the other end of tunnel 'office' as 'root'"), in.err());
        assertFalse(Files.exists(node.folder.resolve("config/nettunnel/logins.json")), "the node keeps it");
        assertTrue(assertCode(0, node.run("tunnel", "list", "--via", "office")).out().contains("attic"));
        assertCode(0, node.run("tunnel", "remove", "attic", "--via", "office"));
        assertTrue(there.engine.store.tunnels.isEmpty());
        assertEquals(1, node.engine.store.tunnels.size());
        assertCode(1, node.run("tunnel", "remove", "attic", "--via", "office"));
        assertCode(0, node.run("logout", "--via", "office"));
        assertCode(5, node.run("--via", "office", "status"));
        assertCode(2, node.run("login", "https://127.0.0.1", "--via", "office", "--password-file", password));
    }

    @Test
    void aNodeThatWasRestartedThroughATunnelIsBackWhereItAsksForALogin() throws Exception {
        String password = node.passwordFile();
        assertCode(0, node.run("login", "--via", "office", "--password-file", password));
        assertEquals("the node is back; log in again with 'nettunnel login --via office'\n", assertCode(0, node.run("restart", "--via", "office")).out());
        assertEquals(1, there.engine.restart.begun);
    }

    @Test
    void changesAnEndpoint() throws Exception {
        node.engine.store.endpoint(node.engine.store.tunnels.getFirst(), "web");
        assertEquals("endpoint 'intranet' of tunnel 'office': this node listens on 127.0.0.1:8081, the other one connects to 10.0.0.8:81, compression adaptive\n",
                assertCode(0, node.run("endpoint", "set", "web", "--name", "intranet", "--listen", "8081", "--to", "10.0.0.8:81")).out());
        assertTrue(assertCode(0, node.run("endpoint", "set", "intranet", "--compression", "off", "--json")).out().contains("\"compression\" : \"off\""));
        node.engine.endpoints.portTaken = "port 80 is in use; until then it listens on 127.0.0.1 port 8081 as before";
        assertTrue(assertCode(1, node.run("endpoint", "set", "intranet", "--listen", "80")).err().contains("endpoint 'intranet' was changed, but cannot listen here 127.0.0.1:80: "
                + "port 80 is in use; until then it listens on 127.0.0.1 port 8081 as before; it goes on trying"));
        assertCode(2, node.run("endpoint", "set", "intranet"));
        assertCode(2, node.run("endpoint", "set", "intranet", "--listen", "x"));
        assertCode(1, node.run("endpoint", "set", "attic", "--name", "x"));
        Golden.check("endpoint-set-help.txt", assertCode(0, node.run("endpoint", "set", "--help")).out());
    }

    @Test
    void changesNameAndRightsOfATunnelPingsItAndRemovesBothEnds() throws Exception {
        assertEquals("tunnel 'office': 7.7 ms; link 0 (https) 1.2 ms\n", assertCode(0, node.run("tunnel", "ping", "office")).out());
        assertEquals("tunnel 'office' is called 'works' now\n", assertCode(0, node.run("tunnel", "set", "office", "--name", "works")).out());
        assertEquals("tunnel 'works': its peer may not configure, and may pass on calls\n",
                assertCode(0, node.run("tunnel", "set", "works", "--peer-may-configure", "no")).out());
        assertCode(2, node.run("tunnel", "set", "works", "--peer-may-call", "perhaps"));
        assertTrue(assertCode(0, node.run("tunnel", "remove", "works", "--both")).err().contains("removed at both ends"));
        assertTrue(node.engine.store.tunnels.isEmpty());
    }

    @Test
    void triesAChangeOutWhichIsConfirmedOrTakenBack() throws Exception {
        assertTrue(assertCode(0, node.run("tunnel", "set", "office", "--address", "vpn2.example:443", "--plan")).out().startsWith("tunnel 'office' would be changed:\n"
                + "  address: outer.example:52845 -> vpn2.example:443\n"));
        assertTrue(assertCode(0, node.run("tunnel", "set", "office", "--grace", "10m", "--patience", "45s", "--peer-may-call", "no", "--plan")).out().contains("  grace: 2 min -> 10 min\n  patience: 30 s -> 45 s\n  peer may call: yes -> no\n"));
        assertCode(1, node.run("tunnel", "trial", "office"));
        Ran tried = assertCode(0, node.run("tunnel", "set", "office", "--address", "vpn2.example:443", "--try"));
        assertTrue(tried.out().startsWith("tunnel 'office' is on trial until 2026-11-22T12:01:00Z:"), tried.toString());
        assertTrue(tried.out().contains("its streams wait up to 2 min"), tried.toString());
        assertTrue(tried.err().contains("nettunnel tunnel confirm 'office'"), tried.toString());
        assertTrue(assertCode(0, node.run("tunnel", "trial", "office")).out().endsWith("It may be confirmed.\n"));
        node.engine.trials.looks = 2;
        assertEquals("tunnel 'office' keeps its change\n", assertCode(0, node.run("tunnel", "confirm", "office")).out());
        assertCode(1, node.run("tunnel", "confirm", "office"));
        assertTrue(assertCode(0, node.run("tunnel", "stop", "office", "--try", "90")).out().contains("started: yes -> no"));
        assertEquals("tunnel 'office' is as it was\n", assertCode(0, node.run("tunnel", "rollback", "office")).out());
        assertTrue(node.engine.store.tunnels.getFirst().started());
        assertCode(2, node.run("tunnel", "set", "office", "--name", "x", "--try", "9"));
        assertCode(2, node.run("tunnel", "set", "office", "--try"));
        assertCode(2, node.run("tunnel", "stop", "--try", "office"));
    }

    @Test
    void aChangeThatMayCutTheTunnelOffIsTriedOutAndConfirmedByItself() throws Exception {
        node.engine.trials.looks = 7;
        Ran set = assertCode(0, node.run("tunnel", "set", "office", "--address", "vpn2.example:443"));
        assertEquals("tunnel 'office' dials vpn2.example:443 by https\n", set.out());
        assertTrue(set.err().contains("address: outer.example:52845 -> vpn2.example:443") && set.err().contains("no link was made the new way yet")
                && set.err().contains("the change stands"), set.err());
        assertCode(1, node.run("tunnel", "trial", "office"));
        node.engine.trials.looks = 100;
        Ran lost = assertCode(1, node.run("tunnel", "set", "office", "--address", "vpn3.example:443"));
        assertTrue(lost.err().contains("did not come back with the change"), lost.err());
        assertTrue(assertCode(0, node.run("tunnel", "show", "office")).out().contains("On trial   its change is taken back in "));
        assertTrue(assertCode(0, node.run("tunnel", "list")).out().contains(", on trial"));
        assertTrue(assertCode(0, node.run("tunnel", "list", "--json")).out().contains("\"mayBeConfirmed\" : false"));
        assertCode(0, node.run("tunnel", "rollback", "office"));
        assertTrue(assertCode(0, node.run("tunnel", "set", "office", "--address", "vpn3.example:443", "--no-try")).out().endsWith(" from its next link on\n"));
        assertCode(2, node.run("tunnel", "set", "office", "--address", "vpn3.example:443", "--no-try", "--plan"));
    }

    @Test
    void aChangeThatWasTakenBackIsToldInOneSentence() {
        node.engine.trials.looks = 100;
        node.engine.trials.looksUntilOver = 3;
        node.pauses = 20;
        Ran lost = assertCode(1, node.run("tunnel", "set", "office", "--address", "vpn3.example:443"));
        assertTrue(lost.err().endsWith("did not come back with the change within 60 s, so it was taken back; the tunnel is as it was\n"), lost.err());
    }

    @Test
    void aTunnelIsNotTakenAwayForGoodByTheWayThatGoesThroughIt() throws Exception {
        there.engine.store.tunnel("office");
        there.engine.store.tunnel("attic");
        String password = node.passwordFile();
        assertCode(0, node.run("login", "--via", "office", "--password-file", password));
        Ran refused = assertCode(2, node.run("tunnel", "remove", "office", "--via", "office"));
        assertTrue(refused.err().contains("--both"), refused.err());
        Ran stopped = assertCode(0, node.run("tunnel", "stop", "office", "--via", "office"));
        assertTrue(stopped.err().contains("It is taken back by itself then"), stopped.err());
        assertTrue(assertCode(0, there.run("tunnel", "trial", "office")).out().contains("started: yes -> no"));
        assertCode(0, there.run("tunnel", "rollback", "office"));
        assertEquals("tunnel 'attic' is stopped\n", assertCode(0, node.run("tunnel", "stop", "attic", "--via", "office")).out());
        Ran calls = assertCode(0, node.run("tunnel", "set", "office", "--peer-may-call", "no", "--via", "office"));
        assertTrue(calls.err().contains("It is taken back by itself then"), calls.err());
        assertCode(0, there.run("tunnel", "rollback", "office"));
        assertCode(0, node.run("tunnel", "remove", "office", "--via", "office", "--no-try"));
        assertEquals(1, there.engine.store.tunnels.size());
    }

    @Test
    void aNodeMakesBothEndsByALoginAtTheOther() throws Exception {
        var asRoot = asRoot();
        var right = new TunnelLogin(there.url.replace("https://", ""), "root", FakeAccounts.PASSWORD, there.fingerprint, "attic", null, null);
        Problem unknown = problem(asRoot, new TunnelLogin(right.address(), "root", FakeAccounts.PASSWORD, null, "attic", null, null));
        assertTrue(unknown.detail().contains(there.fingerprint), unknown.detail());
        Problem wrong = problem(asRoot, new TunnelLogin(right.address(), "root", "this is not the password", there.fingerprint, "attic", null, null));
        assertEquals(400, wrong.status());
        assertTrue(wrong.detail().contains("did not let 'root' in"), wrong.detail());
        assertFalse(wrong.detail().contains("this is not the password"), wrong.detail());
        assertEquals(400, problem(asRoot, new TunnelLogin("127.0.0.1:1", "root", FakeAccounts.PASSWORD, there.fingerprint, "attic", null, null)).status());
        Problem self = problem(asRoot, new TunnelLogin(node.url.replace("https://", ""), "root", FakeAccounts.PASSWORD, node.fingerprint, "attic", null, null));
        assertTrue(self.detail().endsWith(" is this node itself: give the address of another one, at the other end of the tunnel"), self.detail());
        assertEquals(1, node.engine.store.tunnels.size());
        assertEquals("attic", asRoot.call(PeerOperations.ADD_BY_LOGIN, right).name());
        assertEquals(2, node.engine.store.tunnels.size());
    }

    @Test
    void whatWasMadeThereIsTakenBackWhereThisNodeCannotMakeItsOwnEnd() throws Exception {
        var asRoot = asRoot();
        var wanted = new TunnelLogin(there.url.replace("https://", ""), "root", FakeAccounts.PASSWORD, there.fingerprint, "attic", null, null);
        there.engine.store.keepsInvited = true;
        node.engine.store.broken = Optional.of(new IOException("the disk is full"));
        problem(asRoot, wanted);
        assertEquals(1, node.engine.store.tunnels.size());
        assertTrue(there.engine.store.tunnels.isEmpty(), "half a tunnel is left at the other node");
        node.engine.store.broken = Optional.empty();
        asRoot.call(PeerOperations.ADD_BY_LOGIN, wanted);
        assertEquals(List.of("attic"), there.engine.store.tunnels.stream().map(TunnelConfig::name).toList(), "and can be made later");
    }

    @Test
    void aTunnelStaysMadeWhereTheOtherNodeIsGoneBeforeTheLogoutThere() throws Exception {
        var asRoot = asRoot();
        node.engine.store.accepting = there::close;
        var wanted = new TunnelLogin(there.url.replace("https://", ""), "root", FakeAccounts.PASSWORD, there.fingerprint, "attic", null, null);
        assertEquals("attic", asRoot.call(PeerOperations.ADD_BY_LOGIN, wanted).name());
        assertEquals(2, node.engine.store.tunnels.size());
    }

    private NodeClient asRoot() throws Exception {
        var stranger = new NodeClient(NodeAddress.parse(node.url), new Fingerprint(node.fingerprint), "", Duration.ofSeconds(20));
        return new NodeClient(NodeAddress.parse(node.url), new Fingerprint(node.fingerprint),
                stranger.call(NodeOperations.LOG_IN, new LoginRequest("root", FakeAccounts.PASSWORD)).token(), Duration.ofSeconds(20));
    }

    private static Problem problem(NodeClient client, TunnelLogin wanted) {
        return assertThrows(NodeException.Refused.class, () -> client.call(PeerOperations.ADD_BY_LOGIN, wanted)).problem();
    }

    @Test
    void examinesATunnelAndSaysWhatHoldsItUp() throws Exception {
        Ran doctor = assertCode(1, node.run("doctor", "--tunnel", "office"));
        assertTrue(doctor.out().contains("bad      name           The name service does not know 'outer.example'."), doctor.out());
        assertTrue(doctor.out().contains("bad      identity       At outer.example:"), doctor.out());
        assertTrue(doctor.out().contains("The other node is 7.7 ms away"), doctor.out());
        assertTrue(doctor.out().contains("good     throughput     At least "), doctor.out());
        assertCode(0, node.run("tunnel", "cut", "office"));
        assertTrue(assertCode(0, node.run("tunnel", "diagnose", "office")).out().startsWith("The tunnel has no link just now"));
        assertCode(2, node.run("doctor", "outer.example:1", "--tunnel", "office"));
        assertCode(2, node.run("doctor", "--from-node"));
        assertCode(1, node.run("doctor", "--tunnel", "attic"));
        node.engine.far = null;
        assertCode(1, node.run("doctor", "--tunnel", "office"));
    }

    @Test
    void showsWhoSomebodyIsAndOneEndpoint() throws Exception {
        node.engine.store.endpoint(node.engine.store.tunnels.getFirst(), "web");
        assertTrue(assertCode(0, node.run("whoami")).out().contains("administrator"));
        assertTrue(assertCode(0, node.run("endpoint", "show", "web")).out().contains("web"));
        assertTrue(assertCode(0, node.run("user", "show", "guest")).out().contains("\"role\" : \"limited\""));
        assertCode(1, node.run("endpoint", "show", "attic"));
    }
}
