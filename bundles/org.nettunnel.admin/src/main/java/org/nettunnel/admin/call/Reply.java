package org.nettunnel.admin.call;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What goes back beside an answer's body.
///
/// **Threads:** that of the request.
public final class Reply {
    /// The cookie of a session; the prefix makes browsers refuse it from elsewhere.
    public static final String COOKIE = "__Host-nettunnel";
    private static final String GUARDED = "; Path=/; Secure; HttpOnly; SameSite=Strict";
    private final Versions versions;
    private final Map<String, String> headers = new LinkedHashMap<>();

    public Reply(Versions versions) {
        this.versions = versions;
    }

    /// Gives the caller's browser a session.
    public void session(String token) {
        headers.put("Set-Cookie", COOKIE + "=" + token + GUARDED);
    }

    /// Takes the session out of the caller's browser.
    public void noSession() {
        headers.put("Set-Cookie", COOKIE + "=; Max-Age=0" + GUARDED);
    }

    /// Says which version of something configured this is, for an `If-Match` later on.
    public void version(Record configured) {
        headers.put("ETag", versions.of(configured));
    }

    /// @throws Refusal 412 when the caller means another version than the one there is
    void match(@Nullable String ifMatch, Record configured) throws Refusal {
        versions.match(ifMatch, configured);
    }

    public Map<String, String> headers() {
        return headers;
    }
}
