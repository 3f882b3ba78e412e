package org.nettunnel.api.crypto;

import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

/// Bytes that must never be shown: it prints as `***` and compares in constant time.
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Keeps a copy of `bytes`.
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /// A copy of what is kept.
    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /// The same for all secrets: a hash that depends on the bytes would tell something of them.
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
