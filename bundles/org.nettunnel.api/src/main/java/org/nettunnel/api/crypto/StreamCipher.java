package org.nettunnel.api.crypto;

import java.util.List;

/// A plain stream cipher, by name: no nonce, no tag; a service that may come and go.
///
/// It never carries records as it is. The engine makes of it a cascade inside AES-256-GCM, `NAME+AES-256-GCM`, with a fresh key for every
/// record; and, where the administrators of both nodes allow insecure legacy, `NAME+HMAC`: alone, encrypt-then-MAC.
/// **Threads:** the cipher may be shared; a key stream is used by one thread at a time.
public interface StreamCipher {
    /// The name that the suites made of it begin with: at most 20 of `A-Z a-z 0-9 . _ -`.
    String name();

    /// Length of the key that the engine derives for every record: 16 to 1,024 bytes, each of which makes a difference.
    int keyBytes();

    /// @param key copied: the caller wipes it
    /// @throws IllegalArgumentException when the key has not [#keyBytes()] bytes
    KeyStream keyStream(byte[] key);

    /// At least one; their keys may have other lengths where the cipher takes them.
    List<KnownAnswer> knownAnswers();

    /// Whether it is there for old peers and old habits only, and marked so wherever it shows.
    boolean isLegacy();
}
