package org.nettunnel.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Judge;
import org.nettunnel.admin.call.Lookup;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Subject;
import org.nettunnel.admin.sessions.Sessions;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;

/// Lets those in who may: the one place where rights are checked.
///
/// **Threads:** any.
final class Gate {
    /// The user that the node's own machine acts as: whoever may read its data directory.
    static final User LOCAL = new User("local", Role.ADMINISTRATOR);
    private static final String SCHEME = "bearer ";
    private final Engine engine;
    private final Sessions sessions;
    private final byte[] localToken;
    /// Administrators may do all; limited users nothing until they are granted it.
    private final Judge judge = (user, _, _) -> user.role() == Role.ADMINISTRATOR;

    Gate(Engine engine, Sessions sessions, String localToken) {
        this.engine = engine;
        this.sessions = sessions;
        this.localToken = localToken.getBytes(StandardCharsets.UTF_8);
    }

    /// Who may call, and what about.
    record Admitted(Caller caller, Subject subject) {}

    /// @param id the path parameter
    /// @throws Refusal 401 for a stranger, 403 for one who may not do this, 404 for what he may not even see
    Admitted admit(Operation<?, ?> operation, String id, String token, String from) throws Refusal {
        Caller caller = admit(operation.access(), token, from);
        Subject subject = subject(operation, id, caller);
        switch (operation.access()) {
            case ANYONE, USER, ADMINISTRATOR -> {}
            case SEE, OPERATE, CHANGE -> {
                if (subject instanceof Subject.None) throw new IllegalStateException("nothing says who may call " + operation);
                caller.need(operation.access(), subject);
            }
        }
        return new Admitted(caller, subject);
    }

    /// @return the caller, when it may do what `needed` allows
    /// @throws Refusal 401 for a stranger, 403 for one whose role does not allow it
    Caller admit(Access needed, String token, String from) throws Refusal {
        if (needed == Access.ANYONE) return new Caller(null, from, judge);
        if (token.isEmpty()) throw Refusal.notLoggedIn("log in first: this needs an Authorization header with a bearer token");
        User user = user(token, sessions.user(token)).orElseThrow(() -> Refusal.notLoggedIn("the session is over or was never there; log in again"));
        var caller = new Caller(user, from, judge);
        if (!caller.may(needed))
            throw new Refusal(HttpStatus.FORBIDDEN_403,
                    "user '" + user.name() + "' is " + user.role().name().toLowerCase(Locale.ROOT) + "; only an administrator may do this");
        return caller;
    }

    /// What the path names, where the row is about one tunnel, endpoint or stream.
    private Subject subject(Operation<?, ?> operation, String id, Caller caller) throws Refusal {
        if (operation.access() != Access.SEE && operation.access() != Access.OPERATE && operation.access() != Access.CHANGE) return new Subject.None();
        return switch (operation.path().split("/")[1]) {
            case "tunnels" -> new Subject.OfTunnel(Lookup.tunnel(engine.needNode(), caller, id));
            case "endpoints" -> new Subject.OfEndpoint(Lookup.endpoint(engine.needNode(), caller, id));
            case "streams" -> new Subject.OfStream(Lookup.stream(engine.needTunnels(), caller, id));
            default -> new Subject.None();
        };
    }

    /// Who a caller is now, while his answer goes on; null when his session is over or his account gone. No use of the session.
    @Nullable Caller now(String token, String from) {
        try {
            Optional<User> user = user(token, sessions.look(token));
            return user.isEmpty() ? null : new Caller(user.get(), from, judge);
        } catch (Refusal storeIsAway) {
            return null;
        }
    }

    /// The token of an Authorization header; empty without one.
    static String token(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return "";
        return authorization.substring(SCHEME.length()).strip();
    }

    /// Asks the accounts each time: a user who is gone or whose role changed is so at once.
    ///
    /// @param name whose session the token is
    private Optional<User> user(String token, Optional<String> name) throws Refusal {
        if (MessageDigest.isEqual(localToken, token.getBytes(StandardCharsets.UTF_8))) return Optional.of(LOCAL);
        if (name.isEmpty()) return Optional.empty();
        Accounts accounts = engine.needAccounts();
        return accounts.users().stream().filter(user -> user.name().equals(name.get())).findFirst();
    }
}
