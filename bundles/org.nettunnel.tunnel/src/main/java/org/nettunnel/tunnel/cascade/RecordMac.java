package org.nettunnel.tunnel.cascade;

import java.util.Arrays;

import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.tunnel.wire.BigEndian;

/// The MAC of one record after another, over `u64 associated length | u64 ciphertext length | nonce | associated | ciphertext`.
///
/// **Threads:** one at a time; the bytes are good until the next record.
final class RecordMac {
    private static final int LENGTHS = 16;
    private final KeySchedule schedule;
    private final byte[] key;
    private boolean isClosed;
    private byte[] bytes = {};
    private int end;

    RecordMac(KeySchedule schedule, byte[] key) {
        this.schedule = schedule;
        this.key = key;
    }

    /// Puts a record together, as it is or is to be; returns where in the bytes its `length` bytes are.
    int begin(byte[] nonce, byte[] associated, byte[] from, int offset, int length) {
        if (nonce.length != RecordStreams.NONCE_BYTES)
            throw new IllegalArgumentException("a nonce has " + RecordStreams.NONCE_BYTES + " bytes, not " + nonce.length);
        int at = LENGTHS + nonce.length + associated.length;
        end = at + length;
        if (bytes.length < end) bytes = new byte[end];
        BigEndian.put64(bytes, 0, associated.length);
        BigEndian.put64(bytes, 8, length);
        System.arraycopy(nonce, 0, bytes, LENGTHS, nonce.length);
        System.arraycopy(associated, 0, bytes, LENGTHS + nonce.length, associated.length);
        System.arraycopy(from, offset, bytes, at, length);
        return at;
    }

    void close() {
        isClosed = true;
        Arrays.fill(key, (byte) 0);
        Arrays.fill(bytes, (byte) 0);
    }

    byte[] bytes() {
        return bytes;
    }

    byte[] end() {
        if (isClosed) throw new IllegalStateException("its key is forgotten");
        return schedule.hmac(key, bytes, 0, end);
    }

    /// In the same time wherever they differ.
    static boolean isEqual(byte[] mac, byte[] with, int offset, int length) {
        int differences = 0;
        for (int i = 0; i < length; i++) differences |= mac[i] ^ with[offset + i];
        return differences == 0;
    }
}
