package org.nettunnel.tunnel.handshake;

import java.util.HexFormat;

import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;

/// Names a pre-shared key without telling it: the first 16 bytes of an expansion of the key, as hex.
public record KeyId(String hex) {
    static final int BYTES = 16;

    /// The name of `key`.
    public static KeyId of(Secret key, KeySchedule schedule) {
        return of(KeyChain.keyId(schedule, key));
    }

    static KeyId of(byte[] bytes) {
        return new KeyId(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
