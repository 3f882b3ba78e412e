package org.nettunnel.tunnel.handshake;

import java.security.SecureRandom;
import java.util.HexFormat;

/// A session, the same at both ends: 16 bytes chosen by the responder, as hex.
public record SessionId(String hex) {
    static final int BYTES = 16;
    /// Stands in a refusal, where there is no session.
    static final SessionId NONE = of(new byte[BYTES]);

    public static SessionId random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return of(bytes);
    }

    static SessionId of(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("a session id has " + BYTES + " bytes, not " + bytes.length);
        return new SessionId(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
