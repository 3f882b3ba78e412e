package org.nettunnel.admin.call;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.tunnel.TunnelConfig;

/// Who asks, and what he may.
///
/// @param user null for a stranger
/// @param from address of the other end of the connection, or the tunnel he comes through
public record Caller(@Nullable User user, String from, Judge judge) {
    /// Who comes through a tunnel comes from this and its name.
    public static final String TUNNEL = "tunnel ";
    /// Whom this machine itself vouches for: its own commands. No account may have the name.
    public static final User LOCAL = new User("local", Role.ADMINISTRATOR);

    /// Whether what becomes of the tunnel becomes of his own way here.
    public boolean comesThrough(TunnelConfig tunnel) {
        return from.equals(TUNNEL + tunnel.name());
    }

    /// Whether he may call operations of that kind at all; for those about one object the subject decides.
    public boolean may(Access access) {
        User known = user;
        return switch (access) {
            case ANYONE -> true;
            case USER, SEE, OPERATE, CHANGE -> known != null;
            case ADMINISTRATOR -> known != null && known.role() == Role.ADMINISTRATOR;
        };
    }

    /// Whether lists and events may tell him of it.
    public boolean sees(Subject subject) {
        return may(Access.SEE, subject);
    }

    /// @param act [Access#SEE], [Access#OPERATE] or [Access#CHANGE]
    public boolean may(Access act, Subject subject) {
        User known = user;
        return known != null && (subject instanceof Subject.None || judge.allows(known, act, subject));
    }

    /// The user who is logged in.
    ///
    /// @throws Refusal 401 for a stranger
    public User known() throws Refusal {
        User known = user;
        if (known == null) throw Refusal.notLoggedIn("log in first");
        return known;
    }

    /// The user who is logged in by an account of his own.
    ///
    /// @param what belongs to accounts
    /// @throws Refusal 403 for whom this machine alone vouches for
    public User account(String what) throws Refusal {
        User known = known();
        if (!known.equals(LOCAL)) return known;
        throw new Refusal(HttpStatus.FORBIDDEN_403, what + " belong to accounts, and the administrator of this machine has none; log in by one with 'nettunnel login --node URL', "
                + "then give --node URL here too");
    }

    /// @throws Refusal 403 for one who may see it but not do this
    public void need(Access act, Subject subject) throws Refusal {
        if (!may(act, subject))
            throw new Refusal(HttpStatus.FORBIDDEN_403, "user '" + name() + "' may " + (act == Access.CHANGE ? "not change this" : "only look at this"));
    }

    /// For logs and sentences.
    public String name() {
        User known = user;
        return known == null ? "-" : known.name();
    }
}
