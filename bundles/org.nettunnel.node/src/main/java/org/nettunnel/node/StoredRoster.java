package org.nettunnel.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Quota;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Roster;
import org.nettunnel.node.store.Account;
import org.nettunnel.node.store.Account.Invited;
import org.nettunnel.node.store.NodeStore;

/// Makes, changes and removes accounts, in `accounts.json`: each change is one write.
///
/// **Threads:** safe for any; hashes are computed outside the lock.
public class StoredRoster implements Roster {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private static final String CODE_PREFIX = "ntj_";
    private static final int CODE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    static final int MOST_USERS = 1_000;

    private final NodeStore store;
    private final StoredAccounts accounts;
    private final Estate estate;
    private final InstantSource clock;

    /// What users have beside their accounts.
    public interface Estate {
        /// Removes what is a user's own.
        void clear(String user) throws IOException;
    }

    public StoredRoster(NodeStore store, StoredAccounts accounts, Estate estate, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.estate = estate;
        this.clock = clock;
    }

    @Override
    public User add(NewUser wanted) throws RequestRefused, IOException {
        String name = StoredAccounts.checkedName(wanted.name());
        char[] password = wanted.password();
        if (password != null) PasswordRules.check(password);
        if (store.accounts().isEmpty()) throw new RequestRefused(Reason.CONFLICT, "the first user is made by the setup");
        checkFree(name, store.accounts());
        String phc = password == null ? null : accounts.hash(password);
        var account = new Account(checked(new User(name, wanted.role(), false, wanted.grants(), wanted.quota())), phc, null, List.of());
        // what an older one of this name left would be the new one's
        estate.clear(name);
        store.<RequestRefused>changeAccounts(now -> {
            checkFree(name, now);
            if (now.size() >= MOST_USERS) throw new RequestRefused(Reason.CONFLICT, "this node has " + now.size() + " users, the most it may have");
            List<Account> next = new ArrayList<>(now);
            next.add(account);
            return next;
        });
        LOG.log(System.Logger.Level.INFO, "user added user=" + name + " role=" + lower(wanted.role()));
        return account.user();
    }

    static void checkFree(String name, List<Account> now) throws RequestRefused {
        if (find(now, name).isPresent()) throw new RequestRefused(Reason.CONFLICT, "there is a user '" + name + "' already: choose another name");
    }

    @Override
    public User change(String name, Change change) throws RequestRefused, IOException {
        return replace(name, account -> {
            User user = account.user();
            Role role = change.role();
            Boolean disabled = change.disabled();
            Grants grants = change.grants();
            Quota quota = change.quota();
            return account.with(new User(user.name(), role == null ? user.role() : role, disabled == null ? user.disabled() : disabled,
                    grants == null ? user.grants() : grants, quota == null ? user.quota() : quota));
        }).user();
    }

    /// What becomes of an account.
    private interface Edit {
        Account of(Account account) throws RequestRefused;
    }

    private Account replace(String name, Edit change) throws RequestRefused, IOException {
        var made = new Account[1];
        store.<RequestRefused>changeAccounts(now -> {
            Account account = known(now, name);
            made[0] = change.of(account);
            checked(made[0].user());
            List<Account> next = new ArrayList<>(now);
            next.replaceAll(each -> each == account ? made[0] : each);
            keepAnAdministrator(now, next);
            return next;
        });
        LOG.log(System.Logger.Level.INFO, "user changed user=" + made[0].user().name());
        return made[0];
    }

    /// First disabled, then without endpoints, then gone: whenever it breaks off, nothing of his runs and nothing is nobody's.
    @Override
    public void remove(String name) throws RequestRefused, IOException {
        String user = known(store.accounts(), name).user().name();
        change(user, new Change(null, true, null, null));
        estate.clear(user);
        store.<RequestRefused>changeAccounts(now -> now.stream().filter(each -> !each.user().name().equals(user)).toList());
        LOG.log(System.Logger.Level.INFO, "user removed user=" + user);
    }

    @Override
    public Invitation invite(String name, Duration validity) throws RequestRefused, IOException {
        if (validity.toSeconds() < 1 || validity.compareTo(LONGEST_INVITE) > 0)
            throw new RequestRefused(Reason.INVALID, "an invite is valid for 1 second to 30 days, not " + (validity.isPositive() ? validity.toDays() + " days" : validity.toSeconds() + " s"));
        String code = newCode();
        Instant expires = clock.instant().plus(validity).truncatedTo(ChronoUnit.SECONDS);
        Account account = replace(name, each -> each.with(new Invited(Hashes.sha256(code), expires)));
        return new Invitation(account.user().name(), code, expires);
    }

    static String newCode() {
        byte[] bytes = new byte[CODE_BYTES];
        RANDOM.nextBytes(bytes);
        return CODE_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Takes in several users at once.
    public Newcomers newcomers() {
        return new Newcomers(store, estate, clock);
    }

    @Override
    public User join(String code, char[] password, String from) throws RequestRefused, IOException {
        String hash = Hashes.sha256(code.strip());
        Account invited = accounts.guarded(from, () -> invited(store.accounts(), hash));
        PasswordRules.check(password);
        String phc = accounts.hash(password);
        var joined = new Account[1];
        store.<RequestRefused>changeAccounts(now -> {
            // again, in the change itself: of two who come with one code, one is too late
            Account account = invited(now, hash);
            joined[0] = account.withPassword(phc);
            List<Account> next = new ArrayList<>(now);
            next.replaceAll(each -> each == account ? joined[0] : each);
            return next;
        });
        LOG.log(System.Logger.Level.INFO, "user joined user=" + invited.user().name());
        return joined[0].user();
    }

    private Account invited(List<Account> now, String hash) throws RequestRefused {
        for (Account account : now) {
            Invited open = account.invited();
            if (open != null && Hashes.same(open.hash(), hash) && clock.instant().isBefore(open.expires()) && !account.user().disabled()) return account;
        }
        throw new RequestRefused(Reason.FORBIDDEN, "this invite is wrong, used or too old: ask for a new one");
    }

    @Override
    public void setPassword(String name, Passwords passwords, String from) throws RequestRefused, IOException {
        PasswordRules.check(passwords.wanted());
        Account verified = accounts.verified(name, passwords.old(), from);
        String phc = accounts.hash(passwords.wanted());
        replace(verified.user().name(), account -> {
            // hashing takes its time: an old password gives no new one when it is no more
            if (!Objects.equals(account.password(), verified.password()))
                throw new RequestRefused(Reason.CONFLICT, "the password was changed meanwhile: give the one that holds now");
            Account changed = account.withPassword(phc);
            return passwords.revokesTokens() ? changed.with(List.<Account.KeptToken>of()) : changed;
        });
    }

    @Override
    public Optional<Standing> standing(String name) {
        return find(store.accounts(), name).map(account -> {
            Invited open = account.invited();
            return new Standing(account.password() != null, open == null || !clock.instant().isBefore(open.expires()) ? null : open.expires());
        });
    }

    private static User checked(User user) throws RequestRefused {
        if (user.role() == Role.ADMINISTRATOR && (!user.grants().equals(Grants.NONE) || !user.quota().equals(Quota.NONE)))
            throw new RequestRefused(Reason.INVALID, "an administrator may all: grants and quotas are for limited users");
        return user;
    }

    private static void keepAnAdministrator(List<Account> before, List<Account> after) throws RequestRefused {
        if (hasAdministrator(before) && !hasAdministrator(after))
            throw new RequestRefused(Reason.CONFLICT, "this is the last administrator who can log in: make another one first");
    }

    private static boolean hasAdministrator(List<Account> accounts) {
        return accounts.stream().anyMatch(each -> each.user().role() == Role.ADMINISTRATOR && !each.user().disabled() && each.password() != null);
    }

    static Account known(List<Account> accounts, String name) throws RequestRefused {
        return find(accounts, name).orElseThrow(() -> new RequestRefused(Reason.NOT_FOUND, "there is no user '" + name + "'"));
    }

    private static Optional<Account> find(List<Account> accounts, @Nullable String name) {
        return accounts.stream().filter(each -> name != null && each.user().name().equals(name.toLowerCase(Locale.ROOT))).findFirst();
    }

    private static String lower(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
