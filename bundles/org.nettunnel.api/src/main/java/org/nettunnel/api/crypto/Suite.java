package org.nettunnel.api.crypto;

import java.util.List;

/// An authenticated cipher that seals the records of a link, by name; a service that may come and go.
///
/// Keys, nonces, counters and limits stay with the caller: a suite only seals and opens. Before a suite carries anything the engine runs its
/// known answers, changes records to see them refused, and tries all lengths; what fails is not used.
/// **Threads:** the suite may be shared; a sealer or opener is used by one thread at a time.
public interface Suite {
    /// The name peers negotiate by, such as `AES-256-GCM`: at most 32 of `A-Z a-z 0-9 . _ / -`.
    String name();

    /// Length of a key; 32 bytes for every suite of protocol nettunnel/1.
    int keyBytes();

    /// Length of the tag that sealing appends; 16 bytes for every suite of protocol nettunnel/1.
    int tagBytes();

    /// @param key copied: the caller wipes it
    /// @throws IllegalArgumentException when the key has not [#keyBytes()] bytes
    Sealer sealer(byte[] key);

    /// @param key copied: the caller wipes it
    /// @throws IllegalArgumentException when the key has not [#keyBytes()] bytes
    Opener opener(byte[] key);

    /// At least one, from the specification of the cipher.
    List<KnownAnswer> knownAnswers();

    /// Whether it is there for old peers and old habits only, and marked so wherever it shows.
    default boolean isLegacy() {
        return false;
    }
}
