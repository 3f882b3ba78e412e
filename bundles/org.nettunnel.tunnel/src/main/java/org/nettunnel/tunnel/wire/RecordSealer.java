package org.nettunnel.tunnel.wire;

import org.nettunnel.api.crypto.Sealer;

/// Makes records: `u24 length | ciphertext | tag`.
///
/// **Threads:** the link's loop.
public final class RecordSealer {
    public static final int LENGTH = 3;
    public static final int TAG = 16;
    /// Bytes that a record adds to its plaintext.
    public static final int OVERHEAD = LENGTH + TAG;
    public static final int LONGEST_PLAIN = 66_560;

    private final RecordCounter counter;
    private Sealer sealer;

    public RecordSealer(LinkKeys keys) {
        this(keys, KeyLimits.standard());
    }

    public RecordSealer(LinkKeys keys, KeyLimits limits) {
        sealer = keys.suite().sealer(keys.sealKey());
        counter = new RecordCounter(keys.sealNonce(), limits);
    }

    /// The next record is the first under another key.
    public void enter(LinkKeys next) {
        Sealer before = sealer;
        sealer = next.suite().sealer(next.sealKey());
        forget(before);
        counter.enter(next.sealNonce());
    }

    /// Forgets the present key: no record comes any more.
    public void close() {
        forget(sealer);
    }

    private static void forget(Sealer used) {
        try {
            used.close();
        } catch (RuntimeException | LinkageError gone) {
            // its bundle left; what it held is garbage
        }
    }

    /// How much the present key has sealed.
    public RecordCounter counter() {
        return counter;
    }

    /// Seals `length` plain bytes as one record to `out`; returns the record's length.
    public int seal(byte[] plain, int offset, int length, byte[] out, int at) throws Violation {
        counter.next(length + TAG);
        BigEndian.put24(out, at, length + TAG);
        try {
            return LENGTH + sealer.seal(counter.nonce, counter.associated, plain, offset, length, out, at + LENGTH);
        } catch (RuntimeException | LinkageError gone) {
            throw Violation.suiteIsGone(gone);
        }
    }
}
