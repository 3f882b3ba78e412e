package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.store.OwnDirectory;

class StoredAccountsTest {
    private static final char[] PASSWORD = "correct horse battery".toCharArray();
    private static final char[] WRONG = "wrong horse battery".toCharArray();
    private final AtomicLong nanos = new AtomicLong();
    private final FakePasswords passwords = new FakePasswords();

    @TempDir
    Path root;
    private StoredAccounts accounts;

    @BeforeEach
    void open() throws IOException {
        accounts = reopened();
    }

    private StoredAccounts reopened() throws IOException {
        var opening = NodeStore.Opening.of(OwnDirectory.prepare(root.resolve("config")), OwnDirectory.prepare(root.resolve("data")));
        return new StoredAccounts(NodeStore.open(opening), passwords, nanos::get);
    }

    private String code() {
        return Objects.requireNonNull(accounts.setupCode());
    }

    private Reason refusal(String code, String name, String password) {
        return assertThrows(RequestRefused.class, () -> accounts.setUp(code, name, password.toCharArray())).reason();
    }

    private Reason refusedLogin(String name, char[] password, String from) {
        return assertThrows(RequestRefused.class, () -> accounts.login(name, password, from)).reason();
    }

    @Test
    void theSetupCodeMakesOneAdministratorAndIsThenUsedUp() throws Exception {
        String code = code();
        assertTrue(code.matches("([0-9A-HJKMNP-TV-Z]{2}-){7}[0-9A-HJKMNP-TV-Z]{2}"), code);
        assertEquals(new User("root", Role.ADMINISTRATOR), accounts.setUp(code.toLowerCase().replace("-", " "), "Root", PASSWORD));
        assertNull(accounts.setupCode());
        assertEquals(Reason.CONFLICT, refusal(code, "second", new String(PASSWORD)));
        assertEquals(List.of(new User("root", Role.ADMINISTRATOR)), reopened().users());
        assertNull(reopened().setupCode());
    }

    /// As when the bundle that hashes passwords is updated while the node runs.
    @Test
    void anotherProviderOfPasswordsFindsTheUserThatWasMadeMeanwhile() throws Exception {
        var opening = NodeStore.Opening.of(OwnDirectory.prepare(root.resolve("config")), OwnDirectory.prepare(root.resolve("data")));
        NodeStore store = NodeStore.open(opening);
        new StoredAccounts(store, passwords, nanos::get).makeFirst("root", PASSWORD);
        var swapped = new StoredAccounts(store, passwords, nanos::get);
        assertNull(swapped.setupCode());
        assertThrows(RequestRefused.class, () -> swapped.makeFirst("intruder", PASSWORD));
    }

    @Test
    void eachStartWithoutAUserHasAnotherCode() throws Exception {
        assertNotEquals(accounts.setupCode(), reopened().setupCode());
    }

    @Test
    void theSetupCodeIsGoodForTenTries() {
        String code = code();
        for (int i = 0; i < 10; i++) assertEquals(Reason.FORBIDDEN, refusal("00-00-00-00-00-00-00-00", "root", new String(PASSWORD)));
        assertEquals(Reason.FORBIDDEN, refusal(code, "root", new String(PASSWORD)));
        assertTrue(accounts.users().isEmpty());
    }

    @Test
    void theSetupCodeIsGoodForThirtyMinutes() {
        nanos.addAndGet(Duration.ofMinutes(30).toNanos());
        assertEquals(Reason.FORBIDDEN, refusal(code(), "root", new String(PASSWORD)));
    }

    @Test
    void passwordsMustBeLongAndNamesPlain() {
        for (String password : List.of("", "elevenchars", "aaaaaaaaaaaaaaaaaaaa", "x1y2z3".repeat(171)))
            assertEquals(Reason.INVALID, refusal(code(), "root", password));
        for (String name : List.of("", "local", "a b", "../x", "x".repeat(33)))
            assertEquals(Reason.INVALID, refusal2(name));
        assertTrue(accounts.users().isEmpty());
    }

    /// Without the code, whose tries are limited.
    private Reason refusal2(String name) {
        return assertThrows(RequestRefused.class, () -> accounts.makeFirst(name, PASSWORD)).reason();
    }

    @Test
    void logsInWithNameAndPassword() throws Exception {
        accounts.makeFirst("root", PASSWORD);
        assertEquals("root", accounts.login("root", PASSWORD, "10.0.0.1").name());
        assertEquals("root", reopened().login("ROOT", PASSWORD, "10.0.0.1").name());
    }

    @Test
    void anUnknownUserIsRefusedInTheSameWordsAndAfterTheSameWork() throws Exception {
        accounts.makeFirst("root", PASSWORD);
        var wrong = assertThrows(RequestRefused.class, () -> accounts.login("root", WRONG, "10.0.0.1"));
        int work = passwords.compared.get();
        var unknown = assertThrows(RequestRefused.class, () -> accounts.login("nobody", PASSWORD, "10.0.0.1"));
        assertEquals(wrong.getMessage(), unknown.getMessage());
        assertEquals(work + 1, passwords.compared.get());
    }

    @Test
    void whoGuessesIsSlowedDownAndTheRightUserElsewhereIsNot() throws Exception {
        accounts.makeFirst("root", PASSWORD);
        int checked = 0;
        Duration wait = Duration.ZERO;
        for (int second = 0; second < 600; second++) {
            var refused = assertThrows(RequestRefused.class, () -> accounts.login("root", WRONG, "10.0.0.1"));
            if (refused.reason() == Reason.FORBIDDEN) checked++;
            else wait = refused.retryAfter();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertTrue(checked < 30, checked + " guesses");
        assertFalse(wait.isZero());
        assertEquals("root", accounts.login("root", PASSWORD, "10.0.0.2").name());
        assertEquals(Reason.TOO_MANY, refusedLogin("root", PASSWORD, "10.0.0.1"));
    }

    @Test
    void manyAddressesTogetherAreSlowedDownToo() throws Exception {
        accounts.makeFirst("root", PASSWORD);
        int checked = 0;
        for (int i = 0; i < 1_000; i++)
            if (refusedLogin("root", WRONG, "10.0." + i / 250 + "." + i % 250) == Reason.FORBIDDEN) checked++;
        assertEquals(20, checked);
        assertEquals("root", accounts.login("root", PASSWORD, "192.0.2.1").name(), "the right user gets in from another network");
    }

    @Test
    void anOutdatedHashIsMadeAnewAtLogin() throws Exception {
        passwords.makesOld = true;
        accounts.makeFirst("root", PASSWORD);
        passwords.makesOld = false;
        accounts.login("root", PASSWORD, "10.0.0.1");
        String saved = Files.readString(root.resolve("config/accounts.json"));
        assertTrue(saved.contains("$argon2id$new$") && !saved.contains("$argon2id$old$"), saved);
        assertEquals("root", reopened().login("root", PASSWORD, "10.0.0.1").name());
    }

    @Test
    void aPasswordFileMakesTheAdministratorRootOnce() throws Exception {
        Path file = Files.writeString(root.resolve("password"), new String(PASSWORD) + "\r\n");
        AdminPasswordFile.apply(file, accounts);
        assertEquals("root", accounts.login("root", PASSWORD, "10.0.0.1").name());
        assertNull(accounts.setupCode());
        Files.writeString(file, "another password");
        AdminPasswordFile.apply(file, accounts);
        assertEquals("root", accounts.login("root", PASSWORD, "10.0.0.1").name());
    }

    @Test
    void aPasswordFileThatWillNotDoIsNamed() throws Exception {
        Path absent = root.resolve("absent");
        assertTrue(assertThrows(IOException.class, () -> AdminPasswordFile.apply(absent, accounts)).getMessage().startsWith("there is no file " + absent));
        Path shortOne = Files.writeString(root.resolve("short"), "short\n");
        assertTrue(assertThrows(IOException.class, () -> AdminPasswordFile.apply(shortOne, accounts)).getMessage().contains("at least 12"));
        assertTrue(accounts.users().isEmpty());
    }
}
