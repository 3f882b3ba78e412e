package org.nettunnel.fakes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;

/// Accounts in memory; all have the same password.
public final class FakeAccounts implements Accounts {
    public static final String CODE = "ABCD-EFGH";
    public static final String PASSWORD = "CANARY-PASSWORD";

    public final List<User> users = new ArrayList<>();
    /// What happens while a password is checked.
    public Runnable checking = () -> {};

    @Override
    public List<User> users() {
        return List.copyOf(users);
    }

    @Override
    public User setUp(String code, String name, char[] password) throws RequestRefused {
        if (!code.equals(CODE) || !users.isEmpty()) throw new RequestRefused(Reason.FORBIDDEN, "the setup code is wrong or used up");
        var user = new User(name, Role.ADMINISTRATOR);
        users.add(user);
        return user;
    }

    @Override
    public User login(String name, char[] password, String from) throws RequestRefused {
        if (name.equals("hasty")) throw new RequestRefused(Reason.TOO_MANY, "too many tries; wait 30 s", Duration.ofMillis(29_500));
        if (!new String(password).equals(PASSWORD)) throw new RequestRefused(Reason.FORBIDDEN, "user or password is wrong");
        checking.run();
        return users.stream().filter(user -> user.name().equals(name)).findFirst()
                .orElseThrow(() -> new RequestRefused(Reason.FORBIDDEN, "user or password is wrong"));
    }
}
