package org.nettunnel.api.admin;

import java.util.List;

/// One operation of the admin API: a row of the table from which routing, rights, the description of the API and the client are derived.
///
/// The rows stand beside the records they speak of, in a class `…Operations` of each package; each of these has them all in `ALL`.
///
/// @param path     below `/api/v1`, with `{id}` for a path parameter
/// @param access   who may call it
/// @param request  type of the JSON body; [Nothing] for none
/// @param response type of the JSON answer; [Nothing] for none, [EventStream] for one that goes on
/// @param summary  what it does: one sentence for people
/// @param query    the query parameters it takes; any other is refused
public record Operation<Q, A>(Method method, String path, Access access, Class<Q> request, Class<A> response, String summary, List<Query> query) {
    public static final String PREFIX = "/api/v1";

    public enum Method { GET, POST, DELETE }

    /// Who may call an operation. The last but one three are about the tunnel, endpoint or stream that the path names; to whom it is unknown, it is not there.
    public enum Access {
        ANYONE,
        /// Whoever is logged in; the answer holds what he may see.
        USER,
        SEE, OPERATE, CHANGE,
        ADMINISTRATOR
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
        return new Operation<>(Method.GET, path, access, Nothing.class, response, summary, List.of());
    }

    public static <Q, A> Operation<Q, A> post(String path, Access access, Class<Q> request, Class<A> response, String summary) {
        return new Operation<>(Method.POST, path, access, request, response, summary, List.of());
    }

    public static Operation<Nothing, Nothing> delete(String path, Access access, String summary) {
        return new Operation<>(Method.DELETE, path, access, Nothing.class, Nothing.class, summary, List.of());
    }

    /// The same row, which takes query parameters.
    public Operation<Q, A> taking(Query... parameters) {
        return new Operation<>(method, path, access, request, response, summary, List.of(parameters));
    }

    /// The same row, of a list that comes in pages.
    public Operation<Q, A> inPages() {
        return taking(Query.LIMIT, Query.CURSOR, Query.FILTER);
    }
}
