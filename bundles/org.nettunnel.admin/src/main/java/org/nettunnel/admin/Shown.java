package org.nettunnel.admin;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Reply;

/// By what a caller says who he is.
///
/// @param token  of a session, of a user, or that of this machine; empty without one
/// @param cookie whether a browser sent it by itself
/// @param csrf   what shows that a page of the node sent the request; null without
record Shown(String token, boolean cookie, @Nullable String csrf, String from) {
    private static final String SCHEME = "bearer ";

    /// The header counts before the cookie.
    static Shown by(Asked asked) {
        String bearer = bearer(asked.headers().authorization());
        if (!bearer.isEmpty()) return new Shown(bearer, false, null, asked.from());
        String session = session(asked.headers().cookie());
        return new Shown(session, !session.isEmpty(), asked.headers().csrf(), asked.from());
    }

    /// Whether it came through a tunnel.
    boolean isFar() {
        return from.startsWith(Caller.TUNNEL);
    }

    private static String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return "";
        return authorization.substring(SCHEME.length()).strip();
    }

    private static String session(@Nullable String cookies) {
        if (cookies == null) return "";
        for (String cookie : cookies.split(";")) {
            String[] pair = cookie.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals(Reply.COOKIE)) return pair[1];
        }
        return "";
    }

    @Override
    public String toString() {
        return "Shown[cookie=" + cookie + ", from=" + from + "]";
    }
}
