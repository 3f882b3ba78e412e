package org.nettunnel.admin.users;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.users.RevokeRequest;
import org.nettunnel.api.admin.users.TokenRequest;
import org.nettunnel.api.admin.users.TokenView;
import org.nettunnel.api.admin.users.UserOperations;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.Tokens.Draft;
import org.nettunnel.api.node.Tokens.Scope;
import org.nettunnel.api.node.Tokens.Token;

/// Personal access tokens.
public final class TokenActions implements Actions {
    private final Engine engine;
    private final InstantSource clock;

    public TokenActions(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public void register(Rows rows) {
        rows.on(UserOperations.LIST_TOKENS, call -> page(own(call.caller())));
        rows.on(UserOperations.LIST_TOKENS_OF, this::of);
        rows.on(UserOperations.REVOKE_TOKENS_OF, this::revoke);
        rows.on(UserOperations.ADD_TOKEN, this::add);
        rows.on(UserOperations.REMOVE_TOKEN, this::remove);
    }

    private static String own(Caller caller) throws Refusal {
        return caller.account("access tokens").name();
    }

    private TokenView.Page of(Call<Nothing> call) throws Refusal {
        return page(known(call.id()));
    }

    private String known(String typed) throws Refusal {
        String name = typed.toLowerCase(Locale.ROOT);
        if (engine.needAccounts().users().stream().noneMatch(user -> user.name().equals(name)))
            throw new Refusal(HttpStatus.NOT_FOUND_404, "there is no user '" + typed + "'; 'nettunnel user list' shows them");
        return name;
    }

    private TokenView.Page page(String user) throws Refusal {
        return new TokenView.Page(engine.needTokens().of(user).stream().map(TokenActions::view).toList());
    }

    private TokenView.Issued add(Call<TokenRequest> call) throws Refusal, RequestRefused, IOException {
        String user = own(call.caller());
        TokenRequest asked = call.body();
        Instant expires;
        try {
            expires = Instant.parse(Words.required("expires", asked.expires()));
        } catch (DateTimeException wrong) {
            throw Refusal.field("expires", "expires: '" + asked.expires() + "' is no time such as 2027-01-31T00:00:00Z");
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String text : Words.parsedList("scopes", asked.scopes(), scope -> scope)) scopes.add(scope(text));
        var issued = engine.needTokens().issue(user, new Draft(Words.required("name", asked.name()), scopes, Duration.between(clock.instant(), expires)));
        return new TokenView.Issued(view(issued.token()), issued.text());
    }

    private Nothing remove(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        engine.needTokens().revoke(own(call.caller()), call.id());
        return new Nothing();
    }

    private Nothing revoke(Call<RevokeRequest> call) throws Refusal, RequestRefused, IOException {
        String user = known(call.id());
        String token = call.body().token();
        boolean all = Boolean.TRUE.equals(call.body().all());
        if (all == (token != null)) throw Refusal.invalid("give 'token' for one, or 'all': true");
        if (token == null) engine.needTokens().revokeAll(user);
        else engine.needTokens().revoke(user, token);
        return new Nothing();
    }

    private static TokenView view(Token token) {
        List<String> scopes = token.scopes().stream().sorted().map(scope -> scope.name().toLowerCase(Locale.ROOT)).toList();
        return new TokenView(token.id(), token.name(), scopes, token.made(), token.expires(), token.lastUsed());
    }

    private static Scope scope(String text) throws Refusal {
        for (Scope scope : Scope.values()) if (scope.name().toLowerCase(Locale.ROOT).equals(text)) return scope;
        throw Refusal.field("scopes", "scopes: '" + text + "' is none of read, operate, configure, administer, metrics");
    }
}
