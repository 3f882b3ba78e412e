package org.nettunnel.tunnel.wire;

import org.nettunnel.api.tunnel.CloseCode;

/// Numbers the records of one direction under one key after the other: makes each nonce and the associated bytes, and knows when a key is used up.
public final class RecordCounter {
    public final byte[] nonce = new byte[12];
    /// `u24 length | u32 epoch`; the epoch is 0 on a new link and one more with each key.
    public final byte[] associated = new byte[7];
    private final KeyLimits limits;
    private long ivTail;
    private int epoch;
    private long records;
    private long bytes;

    public RecordCounter(byte[] iv, KeyLimits limits) {
        this.limits = limits;
        begin(iv);
    }

    private void begin(byte[] iv) {
        System.arraycopy(iv, 0, nonce, 0, nonce.length);
        ivTail = BigEndian.get64(iv, 4);
        records = 0;
        bytes = 0;
    }

    /// Another key from the next record on.
    public void enter(byte[] iv) {
        begin(iv);
        BigEndian.put32(associated, 3, ++epoch);
    }

    /// Prepares nonce and associated bytes for the next record, whose ciphertext and tag have `length` bytes.
    public void next(int length) throws Violation {
        if (limits.hard().isReached(this, 0))
            throw new Violation(CloseCode.KEY_LIMIT, "the key sealed " + records + " records of " + bytes + " bytes, its limit");
        BigEndian.put64(nonce, 4, ivTail ^ records);
        BigEndian.put24(associated, 0, length);
        records++;
        bytes += length;
    }

    /// Under the present key.
    public long records() {
        return records;
    }

    public long bytes() {
        return bytes;
    }

    /// How many keys came before.
    public int epoch() {
        return epoch;
    }
}
