package org.nettunnel.tunnel.cascade;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.KeyStream;
import org.nettunnel.api.crypto.StreamCipher;

/// A key stream for each record, from a key that no other record has: PROTOCOL.md, "Cascades".
///
/// **Threads:** one at a time.
final class RecordStreams {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    private static final byte[] RECORD = "nettunnel/1 record".getBytes(US_ASCII);

    private final StreamCipher cipher;
    private final KeySchedule schedule;
    private final byte[] inner;
    private boolean isClosed;
    /// The label, then the nonce of the present record.
    private final byte[] purpose = Arrays.copyOf(RECORD, RECORD.length + NONCE_BYTES);

    /// @param inner the key that those of records come from
    RecordStreams(StreamCipher cipher, KeySchedule schedule, byte[] inner) {
        this.cipher = cipher;
        this.schedule = schedule;
        this.inner = inner;
    }

    /// What a suite of this name needs of a link's key for that use.
    static byte[] derived(KeySchedule schedule, byte[] key, String use, String suite) {
        if (key.length != KEY_BYTES) throw new IllegalArgumentException("a key of " + suite + " has " + KEY_BYTES + " bytes, not " + key.length);
        int length = use.endsWith("outer") ? KEY_BYTES : KeySchedule.HASH_BYTES;
        return schedule.expand(key, ("nettunnel/1 " + use + " " + suite).getBytes(US_ASCII), length);
    }

    void close() {
        isClosed = true;
        Arrays.fill(inner, (byte) 0);
    }

    /// XORs the key stream of the record with this nonce into `bytes`.
    void xor(byte[] nonce, byte[] bytes, int offset, int length) {
        if (isClosed) throw new IllegalStateException("its keys are forgotten");
        if (nonce.length != NONCE_BYTES) throw new IllegalArgumentException("a nonce has " + NONCE_BYTES + " bytes, not " + nonce.length);
        System.arraycopy(nonce, 0, purpose, RECORD.length, NONCE_BYTES);
        byte[] key = schedule.expand(inner, purpose, cipher.keyBytes());
        KeyStream stream = cipher.keyStream(key);
        Arrays.fill(key, (byte) 0);
        stream.xor(bytes, offset, length);
    }
}
