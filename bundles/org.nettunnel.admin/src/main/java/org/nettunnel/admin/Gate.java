package org.nettunnel.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
import org.nettunnel.api.admin.Operation.Method;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Tokens;
import org.nettunnel.api.node.Tokens.Scope;

/// Lets those in who may: the one place where rights are checked.
///
/// **Threads:** any.
final class Gate {
    /// The user that the node's own machine acts as: whoever may read its data directory.
    private final Engine engine;
    private final Sessions sessions;
    private final byte[] localToken;
    private final Judge judge;

    Gate(Engine engine, Sessions sessions, String localToken) {
        this.engine = engine;
        this.sessions = sessions;
        this.localToken = localToken.getBytes(StandardCharsets.UTF_8);
        this.judge = new NodeJudge(engine);
    }

    /// Who may call, and what about.
    record Admitted(Caller caller, Subject subject) {}

    /// @param scopes what his token may; null without such a token
    private record Identity(User user, @Nullable Set<Scope> scopes) {}

    /// @param id the path parameter
    /// @throws Refusal 401 for a stranger, 403 for one who may not do this, 404 for what he may not even see
    Admitted admit(Operation<?, ?> row, String id, Shown shown) throws Refusal {
        if (row.access() == Access.ANYONE) return new Admitted(new Caller(null, shown.from(), judge), new Subject.None());
        Identity identity = known(shown);
        if (shown.cookie() && row.method() != Method.GET) checkOrigin(shown);
        Set<Scope> scopes = identity.scopes;
        if (scopes != null) TokenScopes.check(row, scopes);
        var caller = new Caller(identity.user, shown.from(), judge);
        need(caller, row.access());
        Subject subject = subject(row, id, caller);
        if (row.hasSubject()) caller.need(row.access(), subject);
        return new Admitted(caller, subject);
    }

    /// Lets in who may read the node's numbers.
    ///
    /// @throws Refusal 401 or 403
    void admitToMetrics(Shown shown) throws Refusal {
        Identity identity = known(shown);
        Set<Scope> scopes = identity.scopes;
        if (scopes != null) TokenScopes.checkMetrics(scopes);
        need(new Caller(identity.user, shown.from(), judge), Access.ADMINISTRATOR);
    }

    /// What the path names, where the row is about one tunnel, endpoint or stream, as it is now.
    Subject subject(Operation<?, ?> row, String id, Caller caller) throws Refusal {
        if (!row.hasSubject()) return new Subject.None();
        return switch (row.terms().about()) {
            case TUNNEL -> new Subject.OfTunnel(Lookup.tunnel(engine.needNode(), caller, id));
            case ENDPOINT -> new Subject.OfEndpoint(Lookup.endpoint(engine.needNode(), caller, id));
            case STREAM -> new Subject.OfStream(Lookup.stream(engine.needTunnels(), caller, id));
            case NOTHING, USER, SUITES, SETTINGS -> throw new IllegalStateException("nothing says who may call " + row);
        };
    }

    /// Who a caller is now, while his answer goes on; null when his session is over or his account gone. No use of the session.
    @Nullable Caller now(String token, String from) {
        try {
            Optional<Identity> identity = identity(token, false);
            return identity.isEmpty() ? null : new Caller(identity.get().user, from, judge);
        } catch (Refusal storeIsAway) {
            return null;
        }
    }

    /// Whether it is the token of this machine's own commands, which is good at this machine only.
    boolean isLocal(Shown shown) {
        return !shown.isFar() && isLocal(shown.token());
    }

    private boolean isLocal(String token) {
        return MessageDigest.isEqual(localToken, token.getBytes(StandardCharsets.UTF_8));
    }

    private Identity known(Shown shown) throws Refusal {
        Accounts accounts = engine.accounts();
        if (shown.token().isEmpty() && accounts != null && accounts.users().isEmpty()) throw Refusal.notSetUp(HttpStatus.UNAUTHORIZED_401);
        if (shown.token().isEmpty()) throw Refusal.notLoggedIn("log in first: this needs an Authorization header with a bearer token");
        if ((shown.cookie() || shown.isFar()) && isLocal(shown.token())) throw Refusal.notLoggedIn("log in first");
        return identity(shown.token(), true).orElseThrow(() -> Refusal.notLoggedIn("the session is over or was never there; log in again"));
    }

    private static void need(Caller caller, Access access) throws Refusal {
        User user = caller.known();
        if (!caller.may(access))
            throw new Refusal(HttpStatus.FORBIDDEN_403,
                    "user '" + user.name() + "' is " + user.role().name().toLowerCase(Locale.ROOT) + "; only an administrator may do this");
    }

    /// A page of somebody else can make a browser send the cookie, but does not know this.
    private void checkOrigin(Shown shown) throws Refusal {
        String expected = sessions.look(shown.token()).map(Sessions.Login::csrf).orElse("");
        String csrf = shown.csrf();
        if (csrf == null || expected.isEmpty() || !MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), csrf.getBytes(StandardCharsets.UTF_8)))
            throw new Refusal(HttpStatus.FORBIDDEN_403, "the request lacks the header X-NetTunnel-CSRF of this session: reload the page");
    }

    /// Asks the accounts each time: a user who is gone, disabled or of another role now is so at once.
    private Optional<Identity> identity(String token, boolean use) throws Refusal {
        if (isLocal(token)) return Optional.of(new Identity(Caller.LOCAL, null));
        if (token.startsWith(Tokens.PREFIX)) return (use ? engine.needTokens().holder(token) : engine.needTokens().look(token)).map(holder -> new Identity(holder.user(), holder.token().scopes()));
        Optional<Sessions.Login> login = use ? sessions.use(token) : sessions.look(token);
        if (login.isEmpty()) return Optional.empty();
        String name = login.get().user();
        Optional<User> user = engine.needAccounts().users().stream().filter(each -> each.name().equals(name) && !each.disabled()).findFirst();
        if (user.isEmpty()) sessions.closeAll(name);
        return user.map(each -> new Identity(each, null));
    }
}
