package org.nettunnel.admin;

import java.util.Locale;
import java.util.Set;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Method;
import org.nettunnel.api.node.Tokens.Scope;

/// What a personal access token may call, beside what its user may: derived from the row.
final class TokenScopes {
    /// Changing what is here is for people who log in: a token never makes a way in.
    private static final Set<String> FOR_PEOPLE = Set.of("password", "tokens", "users", "invite", "logout", "logout-everywhere", "backup", "restore", "import",
            "peer");
    /// Where tunnels and endpoints are configured.
    private static final Set<String> CONFIGURED = Set.of("tunnels", "endpoints", "invites", "plans");

    private TokenScopes() {}

    /// @throws Refusal 403
    static void check(Operation<?, ?> row, Set<Scope> scopes) throws Refusal {
        String[] path = row.path().substring(1).split("/");
        if (row.method() != Method.GET && FOR_PEOPLE.contains(path[path.length - 1].equals("{id}") ? path[0] : path[path.length - 1]))
            throw new Refusal(HttpStatus.FORBIDDEN_403, "a token may not do this; log in by name and password");
        need(scopes, needed(row, path[0]));
    }

    /// @throws Refusal 403
    static void checkMetrics(Set<Scope> scopes) throws Refusal {
        if (!scopes.contains(Scope.METRICS)) need(scopes, Scope.ADMINISTER);
    }

    private static Scope needed(Operation<?, ?> row, String group) {
        if (row.method() == Method.GET) return Scope.READ;
        if (row.access() == Access.OPERATE) return Scope.OPERATE;
        return CONFIGURED.contains(group) ? Scope.CONFIGURE : Scope.ADMINISTER;
    }

    /// Each scope but METRICS holds those before it.
    private static void need(Set<Scope> scopes, Scope needed) throws Refusal {
        if (scopes.stream().noneMatch(scope -> scope != Scope.METRICS && scope.compareTo(needed) >= 0))
            throw new Refusal(HttpStatus.FORBIDDEN_403, "the token lacks the scope '" + needed.name().toLowerCase(Locale.ROOT) + "'; make one that has it");
    }
}
