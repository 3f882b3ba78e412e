package org.nettunnel.tunnel.wire;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Opener;

/// Opens records; after the first that fails it must not be used again.
///
/// **Threads:** the link's loop.
public final class RecordOpener {
    private final RecordCounter counter;
    private Opener opener;

    public RecordOpener(LinkKeys keys) {
        this(keys, KeyLimits.standard());
    }

    public RecordOpener(LinkKeys keys, KeyLimits limits) {
        opener = keys.suite().opener(keys.openKey());
        counter = new RecordCounter(keys.openNonce(), limits);
    }

    /// The next record is the first under another key.
    public void enter(LinkKeys next) {
        Opener before = opener;
        opener = next.suite().opener(next.openKey());
        forget(before);
        counter.enter(next.openNonce());
    }

    /// Forgets the present key: no record comes any more.
    public void close() {
        forget(opener);
    }

    private static void forget(Opener used) {
        try {
            used.close();
        } catch (RuntimeException | LinkageError gone) {
            // its bundle left; what it held is garbage
        }
    }

    /// How much the present key has opened.
    public RecordCounter counter() {
        return counter;
    }

    /// Whether `length`, as it stands before a record, can be one.
    public static boolean fits(int length) {
        return length > RecordSealer.TAG && length <= RecordSealer.LONGEST_PLAIN + RecordSealer.TAG;
    }

    /// Opens ciphertext and tag of `length` bytes into `plain` from 0; returns the plain length.
    public int open(byte[] sealed, int offset, int length, byte[] plain) throws ForgedRecord, Violation {
        counter.next(length);
        try {
            return opener.open(counter.nonce, counter.associated, sealed, offset, length, plain, 0);
        } catch (RuntimeException | LinkageError gone) {
            throw Violation.suiteIsGone(gone);
        }
    }
}
