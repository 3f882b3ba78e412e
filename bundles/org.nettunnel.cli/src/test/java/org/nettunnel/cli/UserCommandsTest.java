package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.node.Tokens.Scope;
import org.nettunnel.cli.TestNode.Ran;

/// The commands for users, invites, passwords and tokens, against the real admin API of a node in memory.
class UserCommandsTest {
    @TempDir
    Path folder;
    private TestNode node;

    @BeforeEach
    void open() throws Exception {
        node = new TestNode(folder);
        node.environment.put("COLUMNS", "200");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Ran ran(int code, String... arguments) {
        Ran ran = node.run(arguments);
        assertEquals(code, ran.code(), ran.toString());
        return ran;
    }

    @Test
    void helpTellsWhatUsersMay() throws Exception {
        for (String[] command : new String[][] {{"user"}, {"user", "add"}, {"user", "set"}, {"user", "invite"}, {"token", "add"}, {"join"}}) {
            var arguments = new ArrayList<>(List.of(command));
            arguments.add("--help");
            Golden.check(String.join("-", command) + "-help.txt", ran(0, arguments.toArray(String[]::new)).out());
        }
    }

    @Test
    void aUserIsAddedListedChangedAndRemoved() throws Exception {
        ran(0, "user", "add", "anna", "--tunnel", "*", "--act", "see,endpoints", "--ports", "9000-9010", "--targets", "10.0.0.0/8:80", "--most-endpoints", "5");
        ran(0, "user", "add", "boss", "--administrator");
        Golden.check("user-list.txt", ran(0, "user", "list").out());
        assertTrue(ran(0, "--json", "user", "list").out().contains("\"10.0.0.0/8:80\""));
        ran(0, "user", "set", "anna", "--disable", "--no-grants");
        assertTrue(ran(0, "user", "list").out().contains("disabled"));
        assertTrue(ran(2, "user", "set", "anna").err().contains("nothing to change"));
        assertTrue(ran(2, "user", "set", "anna", "--act", "see").err().contains("--tunnel"));
        ran(0, "user", "logout", "anna");
        ran(0, "user", "remove", "anna", "boss");
        assertTrue(ran(1, "user", "remove", "anna").err().contains("'anna'"));
    }

    @Test
    void grantsComeFromAFileAsTheListPrintsThem() throws Exception {
        Path file = Files.writeString(folder.resolve("grants.json"), "{\"tunnels\":[{\"tunnel\":\"*\",\"acts\":[\"operate\"]}],\"endpoints\":[]}");
        ran(0, "user", "add", "anna", "--grants-file", file.toString());
        assertTrue(ran(0, "--json", "user", "list").out().contains("operate"));
        ran(2, "user", "set", "anna", "--grants-file", file.toString(), "--tunnel", "*");
        ran(1, "user", "set", "anna", "--grants-file", folder.resolve("absent").toString());
    }

    @Test
    void tokensAreRevokedSinglyOrAllOfAUser() throws Exception {
        var guest = node.engine.accounts.users.stream().filter(user -> user.name().equals("guest")).findFirst().orElseThrow();
        String first = node.engine.tokens.give(guest, Scope.READ);
        node.engine.tokens.give(guest, Scope.READ);
        ran(2, "token", "remove");
        ran(2, "token", "remove", first, "--all", "--user", "guest");
        ran(0, "token", "remove", first, "--user", "guest");
        assertEquals(1, node.engine.tokens.of("guest").size());
        assertTrue(ran(0, "token", "remove", "--all", "--user", "guest").err().contains("is revoked"));
        assertEquals(List.of(), node.engine.tokens.of("guest"));
        assertTrue(ran(0, "token", "remove", "--all", "--user", "guest").err().contains("there was no token"));
    }

    @Test
    void anInviteIsPrintedAloneAndUsedOnce() throws Exception {
        ran(0, "user", "add", "anna");
        String code = ran(0, "user", "invite", "anna", "--valid", "2h").out().strip();
        assertEquals("ntj_anna", code);
        Path password = Files.writeString(folder.resolve("pw"), "a new passphrase\n");
        ran(0, "join", code, "--password-file", password.toString());
        assertTrue(ran(5, "join", code, "--password-file", password.toString()).err().contains("ask for a new one"));
        ran(2, "user", "invite", "anna", "--valid", "soon");
    }
}
