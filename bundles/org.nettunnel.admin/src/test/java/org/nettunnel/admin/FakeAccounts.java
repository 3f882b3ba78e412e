package org.nettunnel.admin;

import java.time.Duration;
import java.util.List;

import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;

/// Accounts in memory; all have the same password.
///
/// @param checking what happens while a password is checked
record FakeAccounts(List<User> known, Runnable checking) implements Accounts {
    @Override
    public List<User> users() {
        return List.copyOf(known);
    }

    @Override
    public User setUp(String code, String name, char[] password) throws RequestRefused {
        if (!code.equals(FakeEngine.CODE) || !known.isEmpty()) throw new RequestRefused(Reason.FORBIDDEN, "the setup code is wrong or used up");
        var user = new User(name, Role.ADMINISTRATOR);
        known.add(user);
        return user;
    }

    @Override
    public User login(String name, char[] password, String from) throws RequestRefused {
        if (name.equals("hasty")) throw new RequestRefused(Reason.TOO_MANY, "too many tries; wait 30 s", Duration.ofMillis(29_500));
        if (!new String(password).equals(FakeEngine.PASSWORD)) throw new RequestRefused(Reason.FORBIDDEN, "user or password is wrong");
        checking.run();
        return known.stream().filter(user -> user.name().equals(name)).findFirst()
                .orElseThrow(() -> new RequestRefused(Reason.FORBIDDEN, "user or password is wrong"));
    }
}
