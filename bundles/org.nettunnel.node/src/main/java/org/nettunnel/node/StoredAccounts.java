package org.nettunnel.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Passwords;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.node.store.Account;
import org.nettunnel.node.store.NodeStore;

/// The people who may administer this node, in `accounts.json`.
///
/// **Threads:** safe for any; hashes are computed outside the lock.
public class StoredAccounts implements Accounts {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    /// Whom the node calls its own command line.
    private static final String RESERVED = "local";
    private static final int TRIES_OF_AN_ADDRESS = 5;
    /// From one network: more than one address may spend. Who guesses from elsewhere, however many they are, does not lock the right user out.
    private static final int TRIES_ON_AN_ACCOUNT = 20;
    private static final int LONGEST_KEY = 64;

    private final NodeStore store;
    private final Passwords passwords;
    private final BackOff byAddress;
    private final BackOff byAccount;
    /// For names that do not exist: they take as long as those that do.
    private final String dummy;
    private final @Nullable SetupCode setupCode;

    /// @param nanoTime as `System.nanoTime`
    public StoredAccounts(NodeStore store, Passwords passwords, LongSupplier nanoTime) {
        this.store = store;
        this.passwords = passwords;
        this.byAddress = new BackOff(TRIES_OF_AN_ADDRESS, nanoTime);
        this.byAccount = new BackOff(TRIES_ON_AN_ACCOUNT, nanoTime);
        SecureRandom random = new SecureRandom();
        this.setupCode = store.accounts().isEmpty() ? new SetupCode(random, nanoTime) : null;
        this.dummy = passwords.hash(Long.toString(random.nextLong(), Character.MAX_RADIX).toCharArray());
    }

    /// The code that makes the first administrator; null once there is a user. For the console, never for a log.
    public @Nullable String setupCode() {
        SetupCode code = setupCode;
        return code == null || !store.accounts().isEmpty() ? null : code.printed();
    }

    @Override
    public List<User> users() {
        return store.accounts().stream().map(Account::user).toList();
    }

    @Override
    public User setUp(String code, String name, char[] password) throws RequestRefused, IOException {
        SetupCode expected = setupCode;
        if (expected == null || !store.accounts().isEmpty()) throw alreadySetUp();
        expected.check(code);
        return makeFirst(name, password);
    }

    /// Makes the first administrator without a code: for who can start the node and say so there.
    ///
    /// @throws RequestRefused when a user exists already, or name or password will not do
    public User makeFirst(String name, char[] password) throws RequestRefused, IOException {
        String wanted = checkedName(name);
        PasswordRules.check(password);
        Account first = new Account(new User(wanted, Role.ADMINISTRATOR), passwords.hash(password));
        store.<RequestRefused>changeAccounts(now -> {
            if (!now.isEmpty()) throw alreadySetUp();
            return List.of(first);
        });
        LOG.log(System.Logger.Level.INFO, "first administrator made user=" + wanted);
        return first.user();
    }

    @Override
    public User login(String name, char[] password, String from) throws RequestRefused {
        return verified(name, password, from).user();
    }

    /// As for a login.
    ///
    /// @return the account with the hash that is kept of this password
    Account verified(String name, char[] password, String from) throws RequestRefused {
        String key = name.substring(0, Math.min(name.length(), LONGEST_KEY)).toLowerCase(Locale.ROOT);
        String address = AddressGroup.of(from);
        begin(byAddress, address);
        String tried = key + " from " + AddressGroup.network(from);
        begin(byAccount, tried);
        Account account = store.accounts().stream().filter(each -> each.user().name().equals(key)).findFirst().orElse(null);
        String phc = account == null || account.user().disabled() ? null : account.password();
        boolean fits = password.length <= PasswordRules.LONGEST && passwords.matches(password, phc == null ? dummy : phc);
        if (account == null || phc == null || !fits) {
            LOG.log(System.Logger.Level.WARNING, "login refused from=" + address);
            throw new RequestRefused(Reason.FORBIDDEN, "user name or password is wrong");
        }
        byAddress.good(address);
        byAccount.good(tried);
        return passwords.isOutdated(phc) ? rehash(account, password) : account;
    }

    private static void begin(BackOff backOff, String key) throws RequestRefused {
        Duration wait = backOff.begin(key);
        if (!wait.isZero())
            throw new RequestRefused(Reason.TOO_MANY, "too many logins failed: try again in " + (wait.toSeconds() + 1) + " s", wait);
    }

    private Account rehash(Account account, char[] password) {
        var stronger = new Account(account.user(), passwords.hash(password), account.invited(), account.tokens());
        try {
            store.<RuntimeException>changeAccounts(now -> now.stream().map(each -> each.equals(account) ? stronger : each).toList());
        } catch (IOException refused) {
            LOG.log(System.Logger.Level.WARNING, "the password keeps its older hash user=" + account.user().name(), refused);
        }
        return store.accounts().contains(stronger) ? stronger : account;
    }

    /// @throws RequestRefused when no user may be called so
    static String checkedName(String name) throws RequestRefused {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (!wanted.matches(Account.NAME))
            throw new RequestRefused(Reason.INVALID, "the user name '" + name + "' must have 1 to 32 letters, digits, '.', '_' or '-'");
        if (wanted.equals(RESERVED))
            throw new RequestRefused(Reason.INVALID, "the user name 'local' is kept for the command line on the node itself: take another");
        return wanted;
    }

    String hash(char[] password) {
        return passwords.hash(password);
    }

    /// Something that only one who knows a secret gets right.
    interface Try<T> {
        T go() throws RequestRefused;
    }

    /// Counts a try of an address, unless it was a good one.
    <T> T guarded(String from, Try<T> attempt) throws RequestRefused {
        String address = AddressGroup.of(from);
        begin(byAddress, address);
        T answer = attempt.go();
        byAddress.good(address);
        return answer;
    }

    private static RequestRefused alreadySetUp() {
        return new RequestRefused(Reason.CONFLICT, "this node has a user already: log in instead");
    }
}
