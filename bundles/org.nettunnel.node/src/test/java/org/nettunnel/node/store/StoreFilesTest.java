package org.nettunnel.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.node.store.FailingDisk.Killed;
import org.nettunnel.node.store.FailingDisk.Way;
import org.nettunnel.node.store.NodeStore.Identity;
import org.nettunnel.node.store.NodeStore.Opening;
import org.nettunnel.node.sync.Entries;

class StoreFilesTest {
    @TempDir
    Path root;

    private Opening node(String name, FileSteps disk) throws IOException {
        return new Opening(OwnDirectory.prepare(root.resolve(name + "/config")), OwnDirectory.prepare(root.resolve(name + "/data")), null, false, disk,
                InstantSource.system());
    }

    private static void fill(Opening opening, String user, int seed) throws IOException {
        NodeStore store = NodeStore.open(opening);
        store.saveIdentity(new Identity(Entries.peer(seed), Secret.of(new byte[32])), Entries.NOW);
        store.saveAccounts(List.of(new Account(new User(user, Role.ADMINISTRATOR), "$argon2id$v=19$m=1,t=1,p=1$YWFh$YmJi")));
        store.saveTunnels(List.of(NodeStoreTest.tunnel("of-" + user)));
    }

    private static String look(Opening opening) throws IOException {
        NodeStore store = NodeStore.open(opening);
        return store.accounts().stream().map(each -> each.user().name()).collect(Collectors.joining()) + " "
                + store.tunnels().stream().map(each -> each.config().name()).collect(Collectors.joining()) + " "
                + (store.identity() == null ? "" : store.identity().identity());
    }

    /// Killed before, or in the middle of, each step that a restore takes: afterwards there is all of the old or all of the new.
    @Test
    void aKilledRestoreLeavesAllOfTheOldOrAllOfTheNew() throws IOException {
        Opening source = node("source", FileSteps.DISK);
        fill(source, "new", 1);
        Map<String, byte[]> files = StoreFiles.read(source);
        String fresh = look(source);
        int restored = 0;
        for (Way way : List.of(Way.KILLED_BEFORE, Way.HALF_DONE_AND_KILLED))
            for (int step = 0;; step++) {
                String name = way + "-" + step;
                Opening healthy = node(name, FileSteps.DISK);
                fill(healthy, "old", 2);
                String old = look(healthy);
                Opening failing = node(name, new FailingDisk(step, way, false));
                try {
                    StoreFiles.stage(failing, files);
                    StoreFiles.finish(failing);
                    break;
                } catch (Killed killed) {
                    String after = look(healthy);
                    assertTrue(after.equals(old) || after.equals(fresh), after);
                    if (after.equals(fresh)) restored++;
                    assertEquals(List.of(), NodeStore.problems(healthy));
                }
            }
        assertTrue(restored > 10, "only " + restored + " of the kills came after the point of no return");
    }

    @Test
    void aFullDiskChangesNothing() throws IOException {
        Opening source = node("source", FileSteps.DISK);
        fill(source, "new", 1);
        Opening target = node("target", FileSteps.DISK);
        fill(target, "old", 2);
        String old = look(target);
        assertThrows(IOException.class, () -> StoreFiles.stage(node("target", new FailingDisk(0, Way.REFUSED, true)), StoreFiles.read(source)));
        assertEquals(old, look(target));
    }

    @Test
    void whatIsTooMuchOrTwiceIsRefused() throws IOException {
        assertThrows(IOException.class, () -> StoreFiles.unzip(StoreFiles.zip(Map.of("config/a", new byte[65 << 20]))));
        assertEquals(Map.of(), StoreFiles.unzip("no zip".getBytes(StandardCharsets.US_ASCII)));
        Opening opening = node("target", FileSteps.DISK);
        Files.write(opening.data().resolve(StoreFiles.PENDING), StoreFiles.zip(Map.of("config/../../evil", new byte[1])));
        assertTrue(assertThrows(BadStore.class, () -> NodeStore.open(opening)).getMessage().contains("which no node has"));
    }

    @Test
    void aMasterKeyFileMayHoldOlderKeysToo() throws IOException {
        Opening opening = node("target", FileSteps.DISK);
        fill(opening, "old", 2);
        Path key = opening.data().resolve(MasterKey.FILE);
        String mine = Files.readString(key);
        Files.writeString(key, "ab".repeat(32) + "\n" + mine);
        assertTrue(look(opening).startsWith("old"));
        Files.writeString(key, "ab".repeat(32) + "\n");
        assertThrows(BadStore.class, () -> NodeStore.open(opening));
    }
}
