package org.nettunnel.tunnel.wire;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Opener;

/// Opens records; after the first that fails it must not be used again.
///
/// **Threads:** the link's loop.
public final class RecordOpener {
    private final Opener opener;
    private final RecordCounter counter;

    public RecordOpener(LinkKeys keys) {
        opener = keys.suite().opener(keys.openKey());
        counter = new RecordCounter(keys.openNonce(), RecordCounter.HARD_RECORDS);
    }

    /// Whether `length`, as it stands before a record, can be one.
    public static boolean fits(int length) {
        return length > RecordSealer.TAG && length <= RecordSealer.LONGEST_PLAIN + RecordSealer.TAG;
    }

    /// Opens ciphertext and tag of `length` bytes into `plain` from 0; returns the plain length.
    public int open(byte[] sealed, int offset, int length, byte[] plain) throws ForgedRecord, Violation {
        counter.next(length);
        return opener.open(counter.nonce, counter.associated, sealed, offset, length, plain, 0);
    }
}
