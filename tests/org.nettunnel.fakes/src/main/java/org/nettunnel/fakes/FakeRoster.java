package org.nettunnel.fakes;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Roster;

/// Changes the users of a list in memory.
final class FakeRoster implements Roster {
    private final List<User> users;
    /// Users by the codes of their invites.
    private final Map<String, String> codes = new HashMap<>();

    FakeRoster(List<User> users) {
        this.users = users;
    }

    @Override
    public User add(NewUser user) throws RequestRefused {
        if (users.stream().anyMatch(each -> each.name().equals(user.name()))) throw new RequestRefused(Reason.CONFLICT, "there is a user '" + user.name() + "' already");
        User added = new User(user.name(), user.role(), false, user.grants(), user.quota());
        users.add(added);
        return added;
    }

    @Override
    public User change(String name, Change change) throws RequestRefused {
        User user = known(name);
        Boolean disabled = change.disabled();
        User changed = new User(name, Objects.requireNonNullElse(change.role(), user.role()), disabled == null ? user.disabled() : disabled,
                Objects.requireNonNullElse(change.grants(), user.grants()), Objects.requireNonNullElse(change.quota(), user.quota()));
        users.replaceAll(each -> each == user ? changed : each);
        return changed;
    }

    @Override
    public void remove(String name) throws RequestRefused {
        users.remove(known(name));
    }

    @Override
    public Invitation invite(String name, Duration validity) throws RequestRefused {
        known(name);
        codes.put("ntj_" + name, name);
        return new Invitation(name, "ntj_" + name, FakeNode.EPOCH.plus(validity));
    }

    @Override
    public User join(String code, char[] password, String from) throws RequestRefused {
        String name = codes.remove(code);
        if (name == null) throw new RequestRefused(Reason.FORBIDDEN, "this invite is wrong, used or too old: ask for a new one");
        return known(name);
    }

    @Override
    public void setPassword(String name, Passwords passwords, String from) throws RequestRefused {
        if (!new String(passwords.old()).equals(FakeAccounts.PASSWORD)) throw new RequestRefused(Reason.FORBIDDEN, "user or password is wrong");
    }

    @Override
    public Optional<Standing> standing(String name) {
        return users.stream().filter(each -> each.name().equals(name)).findFirst()
                .map(user -> new Standing(!codes.containsValue(name), codes.containsValue(name) ? FakeNode.EPOCH : null));
    }

    private User known(String name) throws RequestRefused {
        return users.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow(() -> new RequestRefused(Reason.NOT_FOUND, "there is no user '" + name + "'"));
    }
}
