package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Quota;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Roster.Change;
import org.nettunnel.api.node.Roster.NewUser;
import org.nettunnel.api.node.Roster.Passwords;
import org.nettunnel.api.node.Tokens;
import org.nettunnel.api.node.Tokens.Draft;
import org.nettunnel.api.node.Tokens.Scope;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.store.OwnDirectory;

/// Accounts that are made, invited, changed and removed, and their tokens.
class StoredRosterTest {
    private static final char[] PASSWORD = "correct horse battery".toCharArray();
    private static final char[] OTHER = "another horse battery".toCharArray();
    private static final String FROM = "10.0.0.1";
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> cleared = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T15:00:00Z");

    @TempDir
    Path root;
    private FakePasswords passwords;
    private StoredAccounts accounts;
    private StoredRoster roster;
    private StoredTokens tokens;

    @BeforeEach
    void open() throws Exception {
        reopen();
        accounts.makeFirst("root", PASSWORD);
    }

    private void reopen() throws IOException {
        var opening = NodeStore.Opening.of(OwnDirectory.prepare(root.resolve("config")), OwnDirectory.prepare(root.resolve("data")));
        NodeStore store = NodeStore.open(opening);
        passwords = new FakePasswords();
        accounts = new StoredAccounts(store, passwords, nanos::get);
        roster = new StoredRoster(store, accounts, cleared::add, () -> now);
        tokens = new StoredTokens(store, () -> now);
    }

    private static NewUser limited(String name) {
        return new NewUser(name, Role.LIMITED, null, Grants.NONE, Quota.NONE);
    }

    private static RequestRefused refused(Reason reason, Executable request) {
        RequestRefused refusal = assertThrows(RequestRefused.class, request);
        assertEquals(reason, refusal.reason(), refusal.getMessage());
        return refusal;
    }

    @Test
    void anInvitedUserChoosesHisPasswordOnce() throws Exception {
        roster.add(limited("Guest"));
        refused(Reason.FORBIDDEN, () -> accounts.login("guest", PASSWORD, FROM));
        String code = roster.invite("guest", Duration.ofDays(1)).code();
        assertFalse(Files.readString(root.resolve("config/accounts.json")).contains(code));
        reopen();
        assertEquals("guest", roster.join(code + "\n", OTHER, FROM).name());
        assertEquals("guest", accounts.login("guest", OTHER, FROM).name());
        String again = refused(Reason.FORBIDDEN, () -> roster.join(code, PASSWORD, FROM)).getMessage();
        assertEquals(again, refused(Reason.FORBIDDEN, () -> roster.join("ntj_" + "x".repeat(43), PASSWORD, FROM)).getMessage());
        reopen();
        assertEquals("guest", accounts.login("guest", OTHER, FROM).name());
    }

    @Test
    void anInviteEndsWithItsTimeWithTheNextOneAndWhileItsUserIsDisabled() throws Exception {
        roster.add(limited("guest"));
        String first = roster.invite("guest", Duration.ofHours(1)).code();
        String second = roster.invite("guest", Duration.ofHours(1)).code();
        assertNotEquals(first, second);
        refused(Reason.FORBIDDEN, () -> roster.join(first, OTHER, FROM));
        refused(Reason.INVALID, () -> roster.join(second, "short".toCharArray(), FROM));
        roster.change("guest", new Change(null, true, null, null));
        refused(Reason.FORBIDDEN, () -> roster.join(second, OTHER, "10.0.0.2"));
        roster.change("guest", new Change(null, false, null, null));
        now = now.plus(Duration.ofHours(1));
        refused(Reason.FORBIDDEN, () -> roster.join(second, OTHER, "10.0.0.3"));
        assertNull(roster.standing("guest").orElseThrow().invitedUntil());
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofDays(31))) refused(Reason.INVALID, () -> roster.invite("guest", wrong));
    }

    @Test
    void ofManyWhoComeWithOneInviteOneGetsIn() throws Exception {
        roster.add(limited("guest"));
        String code = roster.invite("guest", Duration.ofDays(1)).code();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String from = "10.1.0." + i;
                tries.add(() -> {
                    try {
                        roster.join(code, OTHER, from);
                        return true;
                    } catch (RequestRefused late) {
                        return false;
                    }
                });
            }
            int joined = 0;
            for (var each : threads.invokeAll(tries)) if (each.get()) joined++;
            assertEquals(1, joined);
        }
    }

    @Test
    void whoGuessesInvitesIsSlowedDown() {
        int checked = 0;
        for (int i = 0; i < 100; i++) {
            String guess = "ntj_" + i;
            if (assertThrows(RequestRefused.class, () -> roster.join(guess, OTHER, FROM)).reason() == Reason.FORBIDDEN) checked++;
        }
        assertEquals(5, checked);
    }

    @Test
    void thereIsAlwaysAnAdministratorWhoCanLogIn() throws Exception {
        roster.add(new NewUser("second", Role.ADMINISTRATOR, null, Grants.NONE, Quota.NONE));
        refused(Reason.CONFLICT, () -> roster.change("root", new Change(null, true, null, null)));
        refused(Reason.CONFLICT, () -> roster.change("root", new Change(Role.LIMITED, null, null, null)));
        refused(Reason.CONFLICT, () -> roster.remove("root"));
        roster.join(roster.invite("second", Duration.ofDays(1)).code(), OTHER, FROM);
        roster.remove("root");
        assertEquals(List.of(new User("second", Role.ADMINISTRATOR)), accounts.users());
        refused(Reason.CONFLICT, () -> roster.remove("second"));
    }

    @Test
    void aDisabledUserCannotLogInAndHisTokensDoNothing() throws Exception {
        roster.add(new NewUser("guest", Role.LIMITED, PASSWORD, Grants.NONE, Quota.NONE));
        String token = tokens.issue("guest", new Draft("ci", Set.of(Scope.READ), Duration.ofDays(1))).text();
        assertEquals("guest", tokens.holder(token).orElseThrow().user().name());
        roster.change("guest", new Change(null, true, null, null));
        var wrong = refused(Reason.FORBIDDEN, () -> accounts.login("guest", PASSWORD, FROM));
        assertEquals(wrong.getMessage(), refused(Reason.FORBIDDEN, () -> accounts.login("nobody", PASSWORD, FROM)).getMessage());
        assertTrue(tokens.holder(token).isEmpty());
        roster.change("guest", new Change(null, false, null, null));
        assertTrue(tokens.holder(token).isPresent());
        roster.remove("guest");
        assertTrue(tokens.holder(token).isEmpty());
        assertEquals(List.of("guest", "guest"), cleared, "before he is made, so that he has nothing of an older one, and before he is gone");
    }

    @Test
    void namesAreTakenOnceAndLocalIsNobodysName() throws Exception {
        roster.add(limited("guest"));
        refused(Reason.CONFLICT, () -> roster.add(limited("GUEST")));
        for (String name : List.of("local", "Local", "", "a b", "../x")) refused(Reason.INVALID, () -> roster.add(limited(name)));
        refused(Reason.INVALID, () -> roster.add(new NewUser("third", Role.ADMINISTRATOR, PASSWORD, Grants.NONE, new Quota(1, null, null))));
        refused(Reason.NOT_FOUND, () -> roster.change("nobody", new Change(null, true, null, null)));
        refused(Reason.NOT_FOUND, () -> roster.remove("nobody"));
        refused(Reason.NOT_FOUND, () -> roster.invite("nobody", Duration.ofDays(1)));
    }

    @Test
    void aPasswordIsChangedByOneWhoKnowsIt() throws Exception {
        refused(Reason.FORBIDDEN, () -> roster.setPassword("root", new Passwords(OTHER, OTHER), FROM));
        refused(Reason.INVALID, () -> roster.setPassword("root", new Passwords(PASSWORD, "short".toCharArray()), FROM));
        roster.setPassword("root", new Passwords(PASSWORD, OTHER), FROM);
        assertEquals("root", accounts.login("root", OTHER, FROM).name());
        refused(Reason.FORBIDDEN, () -> accounts.login("root", PASSWORD, FROM));
    }

    @Test
    void tokensGoOnWithAnotherPasswordUnlessTheyAreToGoToo() throws Exception {
        var issued = tokens.issue("root", new Draft("ci", Set.of(Scope.READ), Duration.ofDays(1)));
        roster.setPassword("root", new Passwords(PASSWORD, OTHER), FROM);
        assertTrue(tokens.look(issued.text()).isPresent());
        roster.setPassword("root", new Passwords(OTHER, PASSWORD, true), FROM);
        assertTrue(tokens.look(issued.text()).isEmpty());
        assertEquals(List.of(), tokens.of("root"));
    }

    @Test
    void allTokensOfAUserAreRevokedAtOnceAndALookIsNoUse() throws Exception {
        var one = tokens.issue("root", new Draft("one", Set.of(Scope.READ), Duration.ofDays(1)));
        var two = tokens.issue("root", new Draft("two", Set.of(Scope.READ), Duration.ofDays(1)));
        assertTrue(tokens.look(one.text()).isPresent());
        assertTrue(tokens.of("root").stream().allMatch(each -> each.lastUsed() == null));
        tokens.revokeAll("root");
        assertTrue(tokens.holder(one.text()).isEmpty() && tokens.holder(two.text()).isEmpty());
        refused(Reason.NOT_FOUND, () -> tokens.revokeAll("nobody"));
    }

    @Test
    void anOldPasswordGivesNoNewOneWhenItWasChangedMeanwhile() throws Exception {
        char[] third = "third horse battery".toCharArray();
        passwords.hashing = () -> {
            passwords.hashing = () -> {};
            assertDoesNotThrow(() -> roster.setPassword("root", new Passwords(PASSWORD, OTHER), FROM));
        };
        refused(Reason.CONFLICT, () -> roster.setPassword("root", new Passwords(PASSWORD, third), FROM));
        assertEquals("root", accounts.login("root", OTHER, FROM).name());
        refused(Reason.FORBIDDEN, () -> accounts.login("root", third, FROM));
    }

    @Test
    void aPasswordWhoseHashIsOutdatedIsChangedToo() throws Exception {
        passwords.makesOld = true;
        roster.setPassword("root", new Passwords(PASSWORD, OTHER), FROM);
        passwords.makesOld = false;
        roster.setPassword("root", new Passwords(OTHER, PASSWORD), FROM);
        assertEquals("root", accounts.login("root", PASSWORD, FROM).name());
    }

    @Test
    void aTokenIsShownOnceAndStandsForItsUserUntilItIsTooOldOrRevoked() throws Exception {
        var issued = tokens.issue("root", new Draft("ci", Set.of(Scope.READ), Duration.ofDays(1)));
        assertTrue(issued.text().matches("ntp_[A-Za-z0-9_-]{43}"), "32 random bytes");
        assertFalse(Files.readString(root.resolve("config/accounts.json")).contains(issued.text()));
        assertNull(tokens.of("root").getFirst().lastUsed());
        reopen();
        assertEquals(Set.of(Scope.READ), tokens.holder(issued.text()).orElseThrow().token().scopes());
        assertEquals(now, tokens.of("root").getFirst().lastUsed());
        assertTrue(tokens.holder(issued.text() + "x").isEmpty());
        refused(Reason.CONFLICT, () -> tokens.issue("root", new Draft("ci", Set.of(Scope.READ), Duration.ofDays(1))));
        now = now.plus(Duration.ofDays(1));
        assertTrue(tokens.holder(issued.text()).isEmpty());
        var second = tokens.issue("root", new Draft("ci", Set.of(Scope.ADMINISTER), Duration.ofDays(1)));
        assertEquals(1, tokens.of("root").size(), "the one that was too old made room");
        tokens.revoke("root", second.token().id());
        assertTrue(tokens.holder(second.text()).isEmpty());
        refused(Reason.NOT_FOUND, () -> tokens.revoke("root", second.token().id()));
    }

    @Test
    void tokensHaveNamesScopesAndAnEnd() throws Exception {
        for (Draft wrong : List.of(new Draft(" ", Set.of(Scope.READ), Duration.ofDays(1)), new Draft("a\nb", Set.of(Scope.READ), Duration.ofDays(1)),
                new Draft("ci", Set.of(), Duration.ofDays(1)), new Draft("ci", Set.of(Scope.READ), Duration.ofDays(367)), new Draft("ci", Set.of(Scope.READ), Duration.ZERO)))
            refused(Reason.INVALID, () -> tokens.issue("root", wrong));
        for (int i = 0; i < 50; i++) tokens.issue("root", new Draft("t" + i, Set.of(Scope.READ), Duration.ofDays(1)));
        refused(Reason.CONFLICT, () -> tokens.issue("root", new Draft("one more", Set.of(Scope.READ), Duration.ofDays(1))));
        assertEquals("Issued[" + tokens.of("root").getFirst() + "]", new Tokens.Issued(tokens.of("root").getFirst(), "ntp_secret").toString());
    }
}
