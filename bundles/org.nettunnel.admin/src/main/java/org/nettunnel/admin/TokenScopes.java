package org.nettunnel.admin;

import java.util.Locale;
import java.util.Set;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.node.Tokens.Scope;

/// What a personal access token may call, beside what its user may.
final class TokenScopes {
    private TokenScopes() {}

    /// @throws Refusal 403
    static void check(Operation<?, ?> row, Set<Scope> scopes) throws Refusal {
        Scope needed = row.terms().scope();
        if (needed == null) throw new Refusal(HttpStatus.FORBIDDEN_403, "a token may not do this; log in by name and password");
        need(scopes, needed);
    }

    /// @throws Refusal 403
    static void checkMetrics(Set<Scope> scopes) throws Refusal {
        if (!scopes.contains(Scope.METRICS)) need(scopes, Scope.ADMINISTER);
    }

    /// Each scope but METRICS holds those before it.
    private static void need(Set<Scope> scopes, Scope needed) throws Refusal {
        if (scopes.stream().noneMatch(scope -> scope != Scope.METRICS && scope.compareTo(needed) >= 0))
            throw new Refusal(HttpStatus.FORBIDDEN_403, "the token lacks the scope '" + needed.name().toLowerCase(Locale.ROOT) + "'; make one that has it");
    }
}
