package org.nettunnel.node.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.crypto.PassphraseKeys;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.node.store.Account;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.store.NodeStore.Opening;
import org.nettunnel.node.store.OwnDirectory;

class OfflineNodeTest {
    private static final PassphraseKeys KEYS = (passphrase, _, _) -> Secret.of(Arrays.copyOf(new String(passphrase).getBytes(StandardCharsets.UTF_8), 32));
    private static final char[] PASSPHRASE = "a horse with no name".toCharArray();

    @TempDir
    Path root;

    @Test
    void aStoppedNodeIsBackedUpAndRestoredElsewhereAndBothAreNoted() throws Exception {
        Path config = OwnDirectory.prepare(root.resolve("config"));
        Path data = OwnDirectory.prepare(root.resolve("data"));
        NodeStore.open(Opening.of(config, data)).saveAccounts(List.of(new Account(new User("root", Role.ADMINISTRATOR), "$argon2id$v=19$m=1,t=1,p=1$YWFh$YmJi")));
        byte[] archive = OfflineNode.backups(config, data, KEYS).backup(PASSPHRASE.clone()).bytes();
        assertEquals(1, OfflineNode.verify(data, null).entries());
        Path otherConfig = root.resolve("other/config");
        Path otherData = root.resolve("other/data");
        var there = OfflineNode.backups(otherConfig, otherData, KEYS);
        assertFalse(there.restore(archive, PASSPHRASE.clone(), false).applied());
        assertEquals(0, OfflineNode.verify(otherData, null).entries());
        var done = there.restore(archive, PASSPHRASE.clone(), true);
        assertTrue(done.applied() && !done.needsRestart());
        assertEquals("root", NodeStore.open(Opening.of(otherConfig, otherData)).accounts().getFirst().user().name());
        assertEquals(2, OfflineNode.verify(otherData, null).entries());
        assertTrue(OfflineNode.verify(otherData, null).intact());
        assertFalse(Files.exists(otherData.resolve("restore.pending")));
    }
}
