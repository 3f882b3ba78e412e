package org.nettunnel.admin.users;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Pages;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.admin.sessions.Sessions;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.users.JoinRequest;
import org.nettunnel.api.admin.users.PasswordRequest;
import org.nettunnel.api.admin.users.QuotaView;
import org.nettunnel.api.admin.users.SessionView;
import org.nettunnel.api.admin.users.UserChange;
import org.nettunnel.api.admin.users.UserInviteView;
import org.nettunnel.api.admin.users.UserOperations;
import org.nettunnel.api.admin.users.UserRequest;
import org.nettunnel.api.admin.users.UserView;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Quota;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.node.Roster.Change;
import org.nettunnel.api.node.Roster.Invitation;
import org.nettunnel.api.node.Roster.NewUser;
import org.nettunnel.api.node.Roster.Passwords;
import org.nettunnel.api.node.Roster.Standing;

/// Users, their invites and passwords.
public final class UserActions implements Actions {
    private static final Duration USUAL_VALIDITY = Duration.ofDays(7);
    private static final long LONGEST_VALIDITY = Duration.ofDays(30).toSeconds();
    private final Engine engine;
    private final GrantWords grants;
    /// Ends the sessions of a user.
    private final Consumer<String> logOut;
    private final Sessions sessions;

    public UserActions(Engine engine, Sessions sessions) {
        this.engine = engine;
        this.grants = new GrantWords(engine);
        this.sessions = sessions;
        this.logOut = sessions::closeAll;
    }

    @Override
    public void register(Rows rows) {
        rows.on(UserOperations.LIST_USERS, this::list);
        rows.on(UserOperations.ADD_USER, this::add);
        rows.on(UserOperations.SHOW_USER, this::show);
        rows.on(UserOperations.CHANGE_USER, this::change);
        rows.on(UserOperations.REMOVE_USER, this::remove);
        rows.on(UserOperations.LOG_OUT_USER, this::logOut);
        rows.on(UserOperations.INVITE_USER, this::invite);
        rows.on(UserOperations.SESSION, this::session);
        rows.on(UserOperations.JOIN, this::join);
        rows.on(UserOperations.SET_PASSWORD, this::setPassword);
    }

    private UserView.Page list(Call<Nothing> call) throws Refusal {
        List<User> users = engine.needAccounts().users().stream().sorted(Comparator.comparing(User::name)).toList();
        var views = new ArrayList<UserView>();
        var page = Pages.cut(users, call.given(), User::name, user -> user.name() + " " + lower(user.role()));
        for (User user : page.items()) views.add(view(user));
        return new UserView.Page(views, page.next());
    }

    private UserView show(Call<Nothing> call) throws Refusal {
        User user = known(call.id());
        call.reply().version(user);
        return view(user);
    }

    private UserView add(Call<UserRequest> call) throws Refusal, RequestRefused, IOException {
        UserRequest asked = call.body();
        String password = asked.password();
        return view(engine.needRoster().add(new NewUser(Words.required("name", asked.name()), role(Words.required("role", asked.role())),
                password == null ? null : password.toCharArray(), grants.grants(call.caller(), asked.grants()), quota(asked.quota()))));
    }

    /// Who becomes another by it logs in anew.
    private UserView change(Call<UserChange> call) throws Refusal, RequestRefused, IOException {
        UserChange asked = call.body();
        User before = known(call.id());
        call.match(before);
        String role = asked.role();
        if (role == null && asked.disabled() == null && asked.grants() == null && asked.quota() == null)
            throw Refusal.invalid("give 'role', 'disabled', 'grants' or 'quota': there is nothing to change");
        boolean becomesAdministrator = role != null && role(role) == Role.ADMINISTRATOR;
        Grants granted = asked.grants() == null ? becomesAdministrator ? Grants.NONE : null : grants.grants(call.caller(), asked.grants());
        Quota bounds = asked.quota() == null ? becomesAdministrator ? Quota.NONE : null : quota(asked.quota());
        User after = engine.needRoster().change(before.name(), new Change(role == null ? null : role(role), asked.disabled(), granted, bounds));
        if (after.disabled() || after.role() != before.role()) logOut.accept(after.name());
        return view(after);
    }

    private Nothing remove(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        User user = known(call.id());
        call.match(user);
        String name = user.name();
        engine.needRoster().remove(name);
        logOut.accept(name);
        return new Nothing();
    }

    private Nothing logOut(Call<Nothing> call) throws Refusal {
        logOut.accept(known(call.id()).name());
        return new Nothing();
    }

    private UserInviteView invite(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        long seconds = call.given().number(UserOperations.VALID_SECONDS, USUAL_VALIDITY.toSeconds(), 1, LONGEST_VALIDITY);
        Invitation made = engine.needRoster().invite(known(call.id()).name(), Duration.ofSeconds(seconds));
        return new UserInviteView(made.user(), made.code(), "/#/join?code=" + made.code(), made.expires());
    }

    private SessionView session(Call<Nothing> call) throws Refusal {
        User user = call.caller().known();
        Optional<Sessions.Login> login = sessions.look(call.given().token());
        Rights rights = engine.rights();
        Rights.Used used = rights == null ? Rights.Used.NOTHING : rights.used(user.name());
        return new SessionView(user.name(), lower(user.role()), login.isEmpty() ? "" : login.get().csrf(), login.isEmpty() ? null : login.get().expires(),
                GrantWords.view(user.grants()), view(user.quota()), new SessionView.Used(used.endpoints(), used.connections()));
    }

    private UserView join(Call<JoinRequest> call) throws Refusal, RequestRefused, IOException {
        String code = Words.required("code", call.body().code());
        User joined = engine.needRoster().join(code, Words.required("password", call.body().password()).toCharArray(), call.caller().from());
        logOut.accept(joined.name());
        return view(joined);
    }

    private Nothing setPassword(Call<PasswordRequest> call) throws Refusal, RequestRefused, IOException {
        String name = call.caller().account("passwords").name();
        var passwords = new Passwords(Words.required("old", call.body().old()).toCharArray(), Words.required("wanted", call.body().wanted()).toCharArray(),
                Boolean.TRUE.equals(call.body().revokeTokens()));
        engine.needRoster().setPassword(name, passwords, call.caller().from());
        logOut.accept(name);
        return new Nothing();
    }

    private User known(String name) throws Refusal {
        return engine.needAccounts().users().stream().filter(user -> user.name().equals(name.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND_404, "there is no user '" + name + "'; 'nettunnel user list' shows them"));
    }

    private UserView view(User user) throws Refusal {
        Standing standing = engine.needRoster().standing(user.name()).orElse(new Standing(false, null));
        return new UserView(user.name(), lower(user.role()), user.disabled(), GrantWords.view(user.grants()), view(user.quota()), standing.hasPassword(),
                standing.invitedUntil());
    }

    private static QuotaView view(Quota quota) {
        return new QuotaView(quota.endpoints(), quota.connections(), quota.bytesPerSecond());
    }

    private static Quota quota(@Nullable QuotaView asked) throws Refusal {
        if (asked == null) return Quota.NONE;
        try {
            return new Quota(asked.endpoints(), asked.connections(), asked.bytesPerSecond());
        } catch (IllegalArgumentException wrong) {
            throw Refusal.invalid("quota: " + wrong.getMessage());
        }
    }

    private static Role role(String text) throws Refusal {
        return switch (text) {
            case "administrator" -> Role.ADMINISTRATOR;
            case "limited" -> Role.LIMITED;
            default -> throw Refusal.invalid("role '" + text + "' is neither 'administrator' nor 'limited'");
        };
    }

    private static String lower(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
