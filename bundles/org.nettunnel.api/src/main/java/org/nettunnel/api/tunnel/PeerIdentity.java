package org.nettunnel.api.tunnel;

import java.util.Arrays;
import java.util.HexFormat;

import org.nettunnel.api.crypto.Fingerprint;
import org.jspecify.annotations.Nullable;

/// A node's public identity: its Ed25519 key, 32 bytes, as the other end pins it.
public final class PeerIdentity {
    private final byte[] publicKey;

    private PeerIdentity(byte[] publicKey) {
        this.publicKey = publicKey;
    }

    public static PeerIdentity of(byte[] publicKey) {
        if (publicKey.length != 32) throw new IllegalArgumentException("an identity has 32 bytes, not " + publicKey.length);
        return new PeerIdentity(publicKey.clone());
    }

    /// @param hex 64 hex digits, as [#toString()] prints them
    public static PeerIdentity parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    /// What people compare.
    public Fingerprint fingerprint() {
        return Fingerprint.of(publicKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PeerIdentity identity && Arrays.equals(publicKey, identity.publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(publicKey);
    }
}
