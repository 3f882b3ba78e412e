package org.nettunnel.node;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Quota;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Roster.Invitation;
import org.nettunnel.node.StoredRoster.Estate;
import org.nettunnel.node.store.Account;
import org.nettunnel.node.store.Account.Invited;
import org.nettunnel.node.store.NodeStore;

/// Users who come all together or not at all, each with an invite by which he chooses his password.
///
/// Each is looked at beside those that are there and those that came here before him; nothing is changed before [#commit], which looks once more.
/// **Threads:** one at a time.
public final class Newcomers {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private final NodeStore store;
    private final Estate estate;
    private final InstantSource clock;
    private final List<Account> coming = new ArrayList<>();

    Newcomers(NodeStore store, Estate estate, InstantSource clock) {
        this.store = store;
        this.estate = estate;
        this.clock = clock;
    }

    /// One more, without any grant; the invite is good for something once this is committed.
    ///
    /// @throws RequestRefused when there cannot be such a user; those before stay
    public Invitation add(String wanted, Role role, Duration validity) throws RequestRefused {
        String name = StoredAccounts.checkedName(wanted);
        var invitation = new Invitation(name, StoredRoster.newCode(), clock.instant().plus(validity).truncatedTo(ChronoUnit.SECONDS));
        var account = new Account(new User(name, role, false, Grants.NONE, Quota.NONE), null,
                new Invited(Hashes.sha256(invitation.code()), invitation.expires()), List.of());
        List<Account> all = with(coming, store.accounts());
        with(List.of(account), all);
        coming.add(account);
        return invitation;
    }

    private static List<Account> with(List<Account> more, List<Account> now) throws RequestRefused {
        List<Account> next = new ArrayList<>(now);
        for (Account each : more) {
            StoredRoster.checkFree(each.user().name(), next);
            if (next.size() >= StoredRoster.MOST_USERS)
                throw new RequestRefused(Reason.CONFLICT, "this node has " + next.size() + " users, the most it may have");
            next.add(each);
        }
        return next;
    }

    /// Makes all of them, in one write.
    ///
    /// @throws RequestRefused when who is there has changed meanwhile so that it cannot be; nobody was made then
    /// @throws IOException    when it could not be written; nobody was made then
    public void commit() throws RequestRefused, IOException {
        if (coming.isEmpty()) return;
        with(coming, store.accounts());
        // what older ones of these names left would be the new ones'
        for (Account each : coming) estate.clear(each.user().name());
        store.<RequestRefused>changeAccounts(now -> with(coming, now));
        for (Account each : coming) LOG.log(System.Logger.Level.INFO, "user added user=" + each.user().name() + " role=" + each.user().role());
    }

    /// Undoes [#commit], for those who have not joined meanwhile.
    public void takeBack() throws IOException {
        if (coming.isEmpty()) return;
        Set<Account> made = Set.copyOf(coming);
        store.<RuntimeException>changeAccounts(now -> now.stream().filter(each -> !made.contains(each)).toList());
    }

    /// For a sentence.
    public String names() {
        return coming.stream().map(each -> "'" + each.user().name() + "'").collect(Collectors.joining(", "));
    }
}
