package org.nettunnel.node.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.crypto.PassphraseKeys;
import org.nettunnel.api.crypto.PassphraseKeys.Cost;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Backups.Archive;
import org.nettunnel.api.node.Backups.Plan;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.node.audit.AuditLog;
import org.nettunnel.node.store.Account;
import org.nettunnel.node.store.KeptTunnel;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.store.NodeStore.Identity;
import org.nettunnel.node.store.NodeStore.Opening;
import org.nettunnel.node.store.OwnDirectory;
import org.nettunnel.node.store.StoreFiles;
import org.nettunnel.node.sync.Entries;

class StoreBackupsTest {
    private static final String PASSPHRASE = "a horse with no name";
    private static final Secret SEED = Secret.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    /// Not Argon2id, which is another bundle's: what is tested here does not depend on it.
    private static final PassphraseKeys KEYS = (passphrase, salt, cost) -> {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return Secret.of(digest.digest(new String(passphrase).getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    };

    @TempDir
    Path root;
    private Opening here;
    private Opening there;

    @BeforeEach
    void twoNodes() throws IOException {
        here = Opening.of(OwnDirectory.prepare(root.resolve("here/config")), OwnDirectory.prepare(root.resolve("here/data")));
        there = Opening.of(root.resolve("there/config"), root.resolve("there/data"));
        NodeStore store = NodeStore.open(here);
        store.saveIdentity(new Identity(Entries.peer(1), SEED), Entries.NOW);
        store.saveAccounts(List.of(account("root"), account("anna")));
        store.saveTunnels(List.of(tunnel("office"), new KeptTunnel(tunnel("home").config(), true)).subList(0, 1));
        Files.writeString(here.data().resolve("https-certificate.pem"), "CERTIFICATE");
        Files.writeString(here.data().resolve("https-key.pem"), "KEY");
    }

    private static Account account(String name) {
        return new Account(new User(name, Role.ADMINISTRATOR), "$argon2id$v=19$m=1,t=1,p=1$YWFh$YmJi");
    }

    private static KeptTunnel tunnel(String name) {
        return new KeptTunnel(new TunnelConfig(Entries.TUNNEL, name, new TunnelConfig.Inbound(), new TunnelConfig.Trust(Entries.peer(2), SEED, null), true), true);
    }

    private static StoreBackups backups(Opening opening) throws IOException {
        var audit = new AuditLog(OwnDirectory.prepare(opening.data()), InstantSource.system());
        return new StoreBackups(opening, () -> StoreFiles.read(opening), KEYS, new StoreBackups.Surroundings("office pc", false, audit, InstantSource.system()));
    }

    private Archive backup() throws Exception {
        return backups(here).backup(PASSPHRASE.toCharArray());
    }

    private static Plan restore(Opening opening, byte[] archive, boolean apply) throws Exception {
        return backups(opening).restore(archive, PASSPHRASE.toCharArray(), apply);
    }

    private static List<String> texts(Plan plan) {
        return plan.changes().stream().map(change -> change.what() + " " + change.kind() + " " + change.name()).toList();
    }

    @Test
    void aFreshNodeBecomesTheOneThatWasBackedUp() throws Exception {
        Archive archive = backup();
        assertTrue(archive.fileName().matches("nettunnel-office-pc-\\d{8}-\\d{6}\\.backup"), archive.fileName());
        Plan dry = restore(there, archive.bytes(), false);
        assertFalse(dry.applied() || dry.sameIdentity());
        assertTrue(texts(dry).contains("added tunnel office"), texts(dry).toString());
        assertEquals(List.of(), dry.changes().stream().filter(change -> change.kind().equals("preference") || change.kind().equals("settings")).toList(), "neither is in the backup");
        assertFalse(Files.exists(there.config().resolve("tunnels.json")), "a dry run changes nothing");
        assertTrue(restore(there, archive.bytes(), true).applied());
        NodeStore store = NodeStore.open(there);
        assertEquals(SEED, assertNotNull2(store.identity()).seed());
        assertEquals(NodeStore.open(here).tunnels(), store.tunnels());
        assertEquals("KEY", Files.readString(there.data().resolve("https-key.pem")));
        assertEquals(List.of(), Files.list(there.data()).map(each -> each.getFileName().toString()).filter(name -> name.startsWith(".restore") || name.contains("pending")).toList());
    }

    private static Identity assertNotNull2(@org.jspecify.annotations.Nullable Identity identity) {
        assertNotNull(identity);
        return identity;
    }

    @Test
    void thePlanSaysWhatIsAddedChangedAndLost() throws Exception {
        byte[] archive = backup().bytes();
        NodeStore store = NodeStore.open(here);
        store.saveAccounts(List.of(account("root"), account("bert")));
        store.saveTunnels(List.of(new KeptTunnel(tunnel("office").config(), false)));
        Plan plan = restore(here, archive, true);
        assertTrue(plan.sameIdentity());
        assertEquals(List.of("changed tunnel office", "added user anna", "lost user bert"), texts(plan));
        assertEquals(List.of("root", "anna"), NodeStore.open(here).accounts().stream().map(each -> each.user().name()).toList());
        assertEquals(List.of(), texts(restore(here, archive, false)));
    }

    @Test
    void settingsAndPreferencesAreToldWhereThereAreAny() throws Exception {
        byte[] without = backup().bytes();
        NodeStore.open(here).savePreference(new Preference(List.of("AES-256-GCM"), List.of(), false));
        Files.writeString(here.config().resolve("settings.json"), "{\"schema\":1,\"http\":{\"port\":443}}");
        byte[] with = backup().bytes();
        assertTrue(texts(restore(there, with, false)).containsAll(List.of("added preference suites and compressions", "added settings settings.json")));
        assertEquals(List.of("lost preference suites and compressions", "lost settings settings.json"), texts(restore(here, without, false)));
    }

    @Test
    void aDocumentThatTheBackupLacksIsGoneAfterwards() throws Exception {
        byte[] archive = backup().bytes();
        NodeStore.open(here).saveEndpoints(org.nettunnel.node.sync.EndpointBook.of(List.of(Entries.live(Entries.id(1), 1, Entries.peer(1), "web"))));
        assertTrue(texts(restore(here, archive, true)).getFirst().startsWith("lost endpoint web"));
        assertTrue(NodeStore.open(here).endpoints().entries().isEmpty());
    }

    @Test
    void nothingIsDoneWithoutTheRightPassphraseAndTheWholeArchive() throws Exception {
        byte[] archive = backup().bytes();
        var wrong = assertThrows(RequestRefused.class, () -> backups(there).restore(archive, "a horse with a name".toCharArray(), true));
        assertEquals("the passphrase is wrong, or the backup was changed or cut short", wrong.getMessage());
        var random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] changed = archive.clone();
            changed[i < 130 ? i : random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            int at = i;
            assertThrows(RequestRefused.class, () -> backups(there).restore(changed, PASSPHRASE.toCharArray(), true), () -> "change " + at);
            byte[] shorter = java.util.Arrays.copyOf(archive, random.nextInt(archive.length));
            assertThrows(RequestRefused.class, () -> backups(there).restore(shorter, PASSPHRASE.toCharArray(), true));
        }
        assertFalse(Files.exists(there.config().resolve("identity.json")));
    }

    @Test
    void whatNoNodeHasIsRefused() throws Exception {
        var files = new TreeMap<>(StoreFiles.read(here));
        files.put("config/../../evil.json", new byte[] {1});
        byte[] foreign = new SealedArchive(KEYS).seal(StoreFiles.zip(files), PASSPHRASE.toCharArray(), Cost.USUAL);
        assertTrue(assertThrows(RequestRefused.class, () -> restore(there, foreign, true)).getMessage().contains("does not say what it is of"));
        files.put("backup.json", "{\"schema\":1,\"made\":\"2026-01-01T00:00:00Z\",\"node\":\"x\",\"auditHead\":\"\"}".getBytes(StandardCharsets.US_ASCII));
        byte[] evil = new SealedArchive(KEYS).seal(StoreFiles.zip(files), PASSPHRASE.toCharArray(), Cost.USUAL);
        assertTrue(assertThrows(RequestRefused.class, () -> restore(there, evil, true)).getMessage().contains("of a later NetTunnel"));
        files.remove("config/../../evil.json");
        files.put("config/tunnels.json", "{\"schema\":1,\"tunnels\":[{}]}".getBytes(StandardCharsets.US_ASCII));
        byte[] broken = new SealedArchive(KEYS).seal(StoreFiles.zip(files), PASSPHRASE.toCharArray(), Cost.USUAL);
        assertTrue(assertThrows(RequestRefused.class, () -> restore(there, broken, true)).getMessage().contains("no node could start with this backup"));
        assertFalse(Files.exists(there.config().resolve("identity.json")));
    }

    @Test
    void aWeakPassphraseIsRefusedAndTheArchiveShowsNothing() throws Exception {
        assertTrue(assertThrows(RequestRefused.class, () -> backups(here).backup("short".toCharArray())).getMessage().startsWith("the passphrase has 5 characters"));
        String archive = new String(backup().bytes(), StandardCharsets.ISO_8859_1);
        assertArrayEquals(new String[] {"nettunnel-backup", "1", "argon2id", "m=65536", "t=3", "p=1"}, java.util.Arrays.copyOf(archive.split(" "), 6));
        for (String clear : List.of("office", "root", "identity.json", "CERTIFICATE")) assertFalse(archive.contains(clear), clear);
    }

    @Test
    void aRunningNodeTakesItOnWhenItStartsNext() throws Exception {
        byte[] archive = backup().bytes();
        var audit = new AuditLog(OwnDirectory.prepare(there.data()), InstantSource.system());
        NodeStore running = NodeStore.open(Opening.of(OwnDirectory.prepare(there.config()), there.data()));
        var backups = new StoreBackups(there, () -> running.files(there), KEYS, new StoreBackups.Surroundings("b", true, audit, InstantSource.system()));
        running.saveAccounts(List.of(account("carl")));
        assertTrue(backups.restore(archive, PASSPHRASE.toCharArray(), true).needsRestart());
        running.saveAccounts(List.of(account("carl"), account("dora")));
        assertEquals("root anna", NodeStore.open(there).accounts().stream().map(each -> each.user().name()).collect(Collectors.joining(" ")));
    }
}
