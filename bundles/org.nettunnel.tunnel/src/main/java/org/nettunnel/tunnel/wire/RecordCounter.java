package org.nettunnel.tunnel.wire;

import org.nettunnel.api.tunnel.CloseCode;

/// Numbers the records of one direction under one key: makes each nonce and the associated bytes, and knows when the key is used up.
public final class RecordCounter {
    /// Records under one key, at most.
    public static final long HARD_RECORDS = 1L << 24;
    /// Bytes under one key, at most.
    public static final long HARD_BYTES = 256L << 30;

    public final byte[] nonce = new byte[12];
    /// `u24 length | u32 epoch`; the epoch is 0 on a new link.
    public final byte[] associated = new byte[7];
    private final long ivTail;
    private final long hardRecords;
    private long records;
    private long bytes;

    public RecordCounter(byte[] iv, long hardRecords) {
        System.arraycopy(iv, 0, nonce, 0, nonce.length);
        ivTail = BigEndian.get64(iv, 4);
        this.hardRecords = hardRecords;
    }

    /// Prepares nonce and associated bytes for the next record, whose ciphertext and tag have `length` bytes.
    public void next(int length) throws Violation {
        if (records >= hardRecords || bytes >= HARD_BYTES)
            throw new Violation(CloseCode.KEY_LIMIT, "the key sealed " + records + " records, its limit");
        BigEndian.put64(nonce, 4, ivTail ^ records);
        BigEndian.put24(associated, 0, length);
        records++;
        bytes += length;
    }

    public long records() {
        return records;
    }
}
