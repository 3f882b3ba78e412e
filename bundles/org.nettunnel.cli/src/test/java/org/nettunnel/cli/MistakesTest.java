package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.cli.TestNode.Ran;
import org.nettunnel.fakes.FakeAccounts;
import org.nettunnel.fakes.FakeUpkeep;

/// What a person is told who typed something that cannot be: in the words he typed, and what to do.
class MistakesTest {
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

    private void refused(int code, String sentence, String... arguments) {
        Ran ran = node.run(arguments);
        assertEquals(code, ran.code(), ran.toString());
        assertTrue(ran.err().contains(sentence), ran.toString());
    }

    @Test
    void theAdministratorOfTheMachineIsToldThatTokensBelongToAccounts() {
        String sentence = "belong to accounts, and the administrator of this machine has none; log in by one with 'nettunnel login --node URL'";
        refused(5, "access tokens " + sentence, "token", "add", "metrics", "--scope", "metrics");
        refused(5, "access tokens " + sentence, "token", "list");
        refused(5, "access tokens " + sentence, "token", "remove", "0a1b");
        node.person = true;
        for (int i = 0; i < 3; i++) node.typed.add(FakeAccounts.PASSWORD);
        refused(5, "passwords " + sentence, "user", "password");
    }

    @Test
    void whoseLoginIsOverIsToldHowToLogIn() throws Exception {
        String password = node.passwordFile();
        assertEquals(0, node.run("login", "--node", node.url, "--fingerprint", node.fingerprint, "--password-file", password).code());
        assertEquals(0, node.run("token", "add", "metrics", "--scope", "metrics", "--node", node.url).code());
        Path logins = folder.resolve("config/nettunnel/logins.json");
        Files.writeString(logins, Files.readString(logins).replaceFirst("\"token\" : \"..", "\"token\" : \"xx"));
        refused(5, "the login at " + node.url + " is over; log in again with 'nettunnel login " + node.url + "'", "status", "--node", node.url);
        refused(5, "user or password", "login", node.url, "--fingerprint", node.fingerprint, "--password-file", Files.writeString(folder.resolve("bad"), "not the password").toString());
    }

    @Test
    void whatTalksToNoNodeRefusesOne() {
        String[][] alone = {{"run"}, {"version"}, {"check"}, {"completion", "bash"}, {"site", "key", "--name", "n", "--out", "f"}, {"site", "sign", "x", "--key", "k", "--id", "i"}, {"site", "check", "x"}};
        for (String[] command : alone) {
            String name = command[0].equals("site") ? "site " + command[1] : command[0];
            var after = new ArrayList<>(List.of(command));
            after.addAll(List.of("--via", "office"));
            refused(2, "'nettunnel " + name + "' talks to no node: leave out --via", after.toArray(String[]::new));
            var before = new ArrayList<>(List.of("--node", node.url));
            before.addAll(List.of(command));
            refused(2, "talks to no node: leave out --node", before.toArray(String[]::new));
            before.add("--help");
            Ran help = node.run(before.toArray(String[]::new));
            assertEquals(0, help.code());
            assertFalse(help.out().contains("--node=") || help.out().contains("--via"), help.out());
        }
        refused(2, "examined from here", "doctor", "127.0.0.1:1", "--via", "office");
        refused(2, "Give URL or --node", "login", node.url, "--node", node.url);
        refused(2, "leave out --node and --via", "audit", "verify", "--files", "--via", "office");
    }

    @Test
    void theFilesOfThisMachineAreNotTakenForThoseOfTheOtherEnd() throws Exception {
        node.environment.put("NETTUNNEL_DATA", folder.resolve("none").toString());
        String passphrase = Files.writeString(folder.resolve("passphrase"), FakeUpkeep.PASSPHRASE + "\n").toString();
        refused(4, "no node runs", "backup", folder.resolve("x.backup").toString(), "--via", "office", "--passphrase-file", passphrase);
    }

    @Test
    void whatIsWrongIsCalledAsItWasTyped() {
        refused(1, "nettunnel: --address: 'outer'", "invite", "office", "--address", "outer");
        refused(1, "nettunnel: NAME is missing or empty", "invite", "", "--address", "outer:1");
        refused(1, "nettunnel: --ports: ", "user", "add", "anna", "--tunnel", "*", "--act", "endpoints", "--ports", "many");
        refused(1, "nettunnel: --act: 'fly' is none of see, operate, endpoints", "user", "add", "anna", "--tunnel", "*", "--act", "fly");
        refused(1, "nettunnel: --lines is '5000', which is not in 1..2000", "log", "--lines", "5000");
        refused(1, "nettunnel: --level is 'loud', which is none of", "log", "--level", "loud");
        refused(1, "nettunnel: --types has 'weather'; there are tunnel", "events", "--types", "weather");
        refused(2, "nettunnel: --life: '900d' is more than 366d, the longest there is", "token", "add", "x", "--scope", "read", "--life", "900d");
        refused(2, "nettunnel: --valid: '99d' is more than 30d, the longest there is", "invite", "office", "--address", "h:1", "--valid", "99d");
        refused(2, "nettunnel: --valid: '99d' is more than 30d, the longest there is", "user", "invite", "guest", "--valid", "99d");
        refused(1, "there is no folder " + folder.resolve("none"), "backup", folder.resolve("none/x.backup").toString());
    }

    @Test
    void aTunnelToTheNodeItselfIsRefusedByItsAddress() throws Exception {
        String password = node.passwordFile();
        String self = node.url.replace("https://", "");
        refused(1, "--address " + self + " is this node itself", "tunnel", "add", "loop", "--address", self, "--fingerprint", node.fingerprint, "--password-file", password);
        assertTrue(node.engine.store.tunnels.isEmpty());
    }
}
