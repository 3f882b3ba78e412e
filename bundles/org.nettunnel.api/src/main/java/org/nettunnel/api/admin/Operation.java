package org.nettunnel.api.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Tokens.Scope;

/// One operation of the admin API: a row of the table from which routing, rights, the description of the API and the client are derived.
///
/// The rows stand beside the records they speak of, in a class `…Operations` of each package; each of these has them all in `ALL`.
///
/// @param path     below `/api/v1`, with `{id}` for a path parameter
/// @param access   who may call it
/// @param request  type of the JSON body; [Nothing] for none
/// @param response type of the JSON answer; [Nothing] for none, [EventStream] for one that goes on
/// @param summary  what it does: one sentence for people
/// @param terms    what else is true of it
public record Operation<Q, A>(Method method, String path, Access access, Class<Q> request, Class<A> response, String summary, Terms terms) {
    public static final String PREFIX = "/api/v1";

    public enum Method { GET, POST, DELETE }

    /// What an operation is about: what its path names or, where that names nothing, what it makes or changes.
    public enum About { NOTHING, TUNNEL, ENDPOINT, STREAM, USER, SUITES, SETTINGS }

    /// What becomes of the node by an operation, and so whether it is noted in the audit log.
    public enum Effect {
        /// Nothing; it is not noted.
        LOOKS,
        /// Nothing, but the node reaches out to others for it; noted as such.
        TRIES,
        /// Something, or what its body says: a body with `apply` changes something only where that is true.
        CHANGES
    }

    /// Who may call an operation. The last but one three are about the tunnel, endpoint or stream that the path names; to whom it is unknown, it is not there.
    public enum Access {
        ANYONE,
        /// Whoever is logged in; the answer holds what he may see.
        USER,
        SEE, OPERATE, CHANGE,
        ADMINISTRATOR
    }

    /// What is true of a row beside its shape; all of it has a usual value.
    ///
    /// @param query     the query parameters it takes; any other is refused
    /// @param scope     what a personal access token must have to call it; null where none may, because it makes a way in
    /// @param versioned whether it is refused when `If-Match` means another version than the one that is there
    /// @param largest   how many bytes its body may have
    public record Terms(List<Query> query, About about, @Nullable Scope scope, Effect effect, boolean versioned, int largest) {
        static final int USUAL_BODY = 64 << 10;
        static final int BODY_WITH_FILES = 12 << 20;

        public Terms {
            query = List.copyOf(query);
        }

        static Terms usual(Method method, Access access) {
            if (method == Method.GET) return new Terms(List.of(), About.NOTHING, Scope.READ, Effect.LOOKS, false, USUAL_BODY);
            Scope scope = access == Access.OPERATE ? Scope.OPERATE : access == Access.CHANGE ? Scope.CONFIGURE : Scope.ADMINISTER;
            return new Terms(List.of(), About.NOTHING, scope, Effect.CHANGES, access == Access.CHANGE, USUAL_BODY);
        }
    }

    /// A query parameter.
    ///
    /// @param summary what it is for, in one sentence
    public record Query(String name, Type type, String summary) {
        public static final Query LIMIT = new Query("limit", Type.NUMBER, "How many to list at most: 1 to 1000, usually 200.");
        public static final Query CURSOR = new Query("cursor", Type.TEXT, "Where to go on: the field 'next' of the page before.");
        public static final Query FILTER = new Query("filter", Type.TEXT, "Lists only what has this text in what it shows, in small or capital letters.");

        public enum Type { TEXT, NUMBER, FLAG }

        public static Query text(String name, String summary) {
            return new Query(name, Type.TEXT, summary);
        }

        public static Query number(String name, String summary) {
            return new Query(name, Type.NUMBER, summary);
        }

        public static Query flag(String name, String summary) {
            return new Query(name, Type.FLAG, summary);
        }
    }

    public static <A> Operation<Nothing, A> get(String path, Access access, Class<A> response, String summary) {
        return new Operation<>(Method.GET, path, access, Nothing.class, response, summary, Terms.usual(Method.GET, access));
    }

    public static <Q, A> Operation<Q, A> post(String path, Access access, Class<Q> request, Class<A> response, String summary) {
        return new Operation<>(Method.POST, path, access, request, response, summary, Terms.usual(Method.POST, access));
    }

    public static Operation<Nothing, Nothing> delete(String path, Access access, String summary) {
        return new Operation<>(Method.DELETE, path, access, Nothing.class, Nothing.class, summary, Terms.usual(Method.DELETE, access));
    }

    public List<Query> query() {
        return terms.query;
    }

    /// Whether its path names one tunnel, endpoint or stream, to which the caller needs a right.
    public boolean hasSubject() {
        return access == Access.SEE || access == Access.OPERATE || access == Access.CHANGE;
    }

    /// The same row, which takes query parameters.
    public Operation<Q, A> taking(Query... parameters) {
        return with(new Terms(List.of(parameters), terms.about, terms.scope, terms.effect, terms.versioned, terms.largest));
    }

    /// The same row, of a list that comes in pages.
    public Operation<Q, A> inPages() {
        return taking(Query.LIMIT, Query.CURSOR, Query.FILTER);
    }

    /// The same row, about one of those.
    public Operation<Q, A> about(About about) {
        return with(new Terms(terms.query, about, terms.scope, terms.effect, terms.versioned, terms.largest));
    }

    /// The same row, for tokens of another scope than is usual.
    public Operation<Q, A> scope(Scope scope) {
        return with(new Terms(terms.query, terms.about, scope, terms.effect, terms.versioned, terms.largest));
    }

    /// The same row, for people who log in: it makes a way in, and no token does.
    public Operation<Q, A> forPeople() {
        return with(new Terms(terms.query, terms.about, null, terms.effect, terms.versioned, terms.largest));
    }

    /// The same row, which changes nothing.
    public Operation<Q, A> effect(Effect effect) {
        return with(new Terms(terms.query, terms.about, terms.scope, effect, terms.versioned, terms.largest));
    }

    /// The same row, which may be bound to a version though it needs no right of its own.
    public Operation<Q, A> versioned() {
        return with(new Terms(terms.query, terms.about, terms.scope, terms.effect, true, terms.largest));
    }

    /// The same row, with files in its body.
    public Operation<Q, A> withFiles() {
        return with(new Terms(terms.query, terms.about, terms.scope, terms.effect, terms.versioned, Terms.BODY_WITH_FILES));
    }

    private Operation<Q, A> with(Terms others) {
        return new Operation<>(method, path, access, request, response, summary, others);
    }
}
