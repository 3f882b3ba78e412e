package org.nettunnel.admin.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.tunnel.TunnelId;

import com.fasterxml.jackson.databind.ObjectMapper;

/// The sessions that callers of this node have at the other ends of tunnels: in memory, and only for who comes with the token they were begun under.
///
/// **Threads:** any.
final class FarLogins {
    private static final int MOST = 1_000;
    private final ObjectMapper json = new ObjectMapper();
    /// Guarded by this; the one used longest ago comes first.
    private final LinkedHashMap<String, String> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings("null")   // LinkedHashMap leaves its parameter open
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /// The token at the other end; empty without a session there.
    synchronized String token(String own, TunnelId tunnel) {
        String token = tokens.get(key(own, tunnel));
        return token == null ? "" : token;
    }

    synchronized void forget(String own, TunnelId tunnel) {
        tokens.remove(key(own, tunnel));
    }

    /// Keeps the token of a session that was answered.
    ///
    /// @return the session without it, to be shown
    /// @throws Refusal 502 for what is no session
    String keep(String own, TunnelId tunnel, String session) throws Refusal {
        try {
            if (!json.readTree(session).isObject()) throw unreadable();
            @SuppressWarnings("unchecked") // of a JSON object
            Map<String, @Nullable Object> fields = json.readValue(session, Map.class);
            if (fields.get("token") instanceof String token && !token.isEmpty()) {
                synchronized (this) {
                    tokens.put(key(own, tunnel), token);
                }
            }
            fields.put("token", "");
            fields.computeIfPresent("csrf", (_, _) -> "");
            return json.writeValueAsString(fields);
        } catch (IOException noSession) {
            throw unreadable();
        }
    }

    private static Refusal unreadable() {
        return new Refusal(HttpStatus.BAD_GATEWAY_502, "the other node let you in, but its answer cannot be read; log in again, or at that node itself");
    }

    private static String key(String own, TunnelId tunnel) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(own.getBytes(StandardCharsets.UTF_8))) + " " + tunnel;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }
}
