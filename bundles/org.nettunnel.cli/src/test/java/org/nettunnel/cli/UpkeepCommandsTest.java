package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.cli.TestNode.Ran;
import org.nettunnel.fakes.FakeUpkeep;

class UpkeepCommandsTest {
    @TempDir
    Path folder;
    private TestNode node;
    private Path passphrase;

    @BeforeEach
    void open() throws Exception {
        node = new TestNode(Files.createDirectory(folder.resolve("node")));
        // as a running node has it
        Files.writeString(node.folder.resolve("node.lock"), ProcessHandle.current().pid() + "\n");
        passphrase = Files.writeString(folder.resolve("passphrase"), FakeUpkeep.PASSPHRASE + "\n");
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void helpTellsWhatEachIsFor() throws Exception {
        for (String command : new String[] {"backup", "restore", "import"}) Golden.check(command + "-help.txt", node.run(command, "--help").out());
        Golden.check("audit-verify-help.txt", node.run("audit", "verify", "--help").out());
        Golden.check("settings-set-help.txt", node.run("settings", "set", "--help").out());
    }

    @Test
    void aBackupIsWrittenForItsOwnerAloneAndNeverOverAnotherFile() throws Exception {
        Path file = folder.resolve("office.backup");
        Ran made = node.run("backup", file.toString(), "--passphrase-file", passphrase.toString());
        assertEquals(0, made.code(), made.err());
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Ran again = node.run("backup", file.toString(), "--passphrase-file", passphrase.toString());
        assertEquals(1, again.code());
        assertTrue(again.err().contains("is there already"), again.err());
        node.person = true;
        node.typed.add("one passphrase");
        node.typed.add("another passphrase");
        assertTrue(node.run("backup", folder.resolve("x").toString()).err().contains("differ"));
    }

    @Test
    void aRestoreSaysWhatWouldBeAndDoesItWhenTold() throws Exception {
        Path file = Files.write(folder.resolve("office.backup"), new byte[] {1, 2, 3});
        Ran dry = node.run("restore", file.toString(), "--passphrase-file", passphrase.toString());
        assertEquals(0, dry.code(), dry.err());
        assertTrue(dry.out().contains("WOULD BE") && dry.err().contains("Nothing was changed"), dry.out() + dry.err());
        Ran done = node.run("restore", file.toString(), "--passphrase-file", passphrase.toString(), "--apply");
        assertTrue(done.out().contains("WAS") && done.err().contains("nettunnel restart"), done.out() + done.err());
        Ran wrong = node.run("restore", file.toString(), "--passphrase-file", Files.writeString(folder.resolve("wrong"), "something else").toString());
        assertEquals(1, wrong.code());
        assertTrue(wrong.err().contains("the passphrase is wrong"), wrong.err());
        assertEquals(1, node.run("restore", folder.resolve("none").toString(), "--passphrase-file", passphrase.toString()).code());
    }

    @Test
    void theAuditLogIsListedAndVerified() {
        node.run("tunnel", "list");
        assertEquals(0, node.run("settings", "set", "http.port=443").code());
        Ran list = node.run("audit", "list", "--limit", "1");
        assertTrue(list.out().contains("POST /settings") && list.err().contains("--before 2"), list.out() + list.err());
        Ran good = node.run("audit", "verify", "--expect", "hash-1");
        assertEquals(0, good.code(), good.err());
        assertTrue(good.out().startsWith("Nothing was changed"), good.out());
        Ran bad = node.run("audit", "verify", "--expect", "hash-77");
        assertEquals(1, bad.code());
        assertTrue(bad.out().contains("there is no entry"), bad.out());
        assertTrue(node.run("audit", "list", "--json").out().contains("\"entries\""));
    }

    @Test
    void settingsAreListedAndSet() {
        assertTrue(node.run("settings", "list").out().contains("52845"));
        String list = node.run("settings", "list").out();
        assertTrue(list.contains("by run --bind ") && list.contains("by the property nettunnel.tunnel.lanes "), list);
        Ran set = node.run("settings", "set", "http.port=443");
        assertTrue(set.err().contains("count from the next start"), set.err());
        assertTrue(node.run("settings", "list", "http.").out().contains("443"));
        assertFalse(node.run("settings", "list", "zzz").out().contains("http.port"));
        assertEquals(2, node.run("settings", "set", "http.port").code());
        assertEquals(1, node.run("settings", "set", "no.such=1").code());
        assertTrue(node.run("settings", "set", "http.port=", "--json").out().contains("\"value\" : null"));
    }

    @Test
    void filesOfTheOriginalAreReported() throws Exception {
        Path file = Files.writeString(folder.resolve("NtUser.json"), "[]");
        Ran report = node.run("import", file.toString(), "--address", "outer.example:52845");
        assertEquals(1, report.code(), "nothing of it can be brought over");
        assertTrue(report.out().startsWith("lost: file of NtUser.json. Not understood: 2 characters."), report.out());
        assertTrue(report.err().contains("1 lost; there is nothing to bring over"), report.err());
    }
}
