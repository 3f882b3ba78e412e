package org.nettunnel.crypto.nasccl;

import org.nettunnel.api.crypto.KeyStream;

/// The key stream of one Permafrost key.
///
/// What it costs is [#mutate()]: a chain through the whole table, each step of which needs the one before, twice or three times for every 64 bytes.
final class PermafrostStream implements KeyStream {
    private static final int[] FACTORS = {4, 6, 8, 10, 12, 14, 16};
    /// Those of [#FACTORS] whose bytes also change the key.
    private static final int CHANGING = 0b0101010;

    private final int rows;
    private final byte[] key;
    private byte[] table;
    private boolean tableIsShared = true;
    /// Of the next byte: the key's index, which falls, and the row, which rises.
    private int at;
    private int row;
    /// The two bytes that mutation carries from cell to cell.
    private int roll = 0xA5;
    private int feedback = 0x5A;

    /// @param key the stream's own: it changes as the stream runs
    PermafrostStream(byte[] key, StartTable start) {
        this.key = key;
        this.rows = start.rows();
        this.table = start.bytes();
        this.at = key.length - 1;
    }

    @Override
    public void xor(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) bytes[i] ^= (byte) next();
    }

    private int next() {
        if (row == rows) {
            row = 0;
            mutate();
        }
        if (at < 0) {
            at = key.length - 1;
            mutate();
        }
        int keyByte = key[at] & 0xFF;
        int walk = keyByte * (at + row);
        int all = 0;
        int changing = 0;
        for (int i = 0; i < FACTORS.length; i++) {
            int met = table[walk * FACTORS[i] % rows * StartTable.ROW_BYTES + keyByte];
            all ^= met;
            if ((CHANGING >> i & 1) != 0) changing += met;
        }
        key[at] ^= (byte) (at + row + changing);
        at--;
        row++;
        return (keyByte ^ all) + row;
    }

    /// Changes every cell of the table.
    ///
    /// `roll` and `feedback` stand in the top byte of their `int`, where sums and shifts lose by themselves what does not fit into a byte: the
    /// time is the length of the chain from one `feedback` to the next, and masks would lengthen it by a tenth. In plain arithmetic a step is
    /// `m = cell ^ key ^ roll >> 1 ^ feedback << 1 ^ (31 row + 17 column) mod 256`, nine bits, then `m = (m << 3 | m >> 5) mod 256`.
    private void mutate() {
        own();
        int rolling = roll << 24;
        int feeding = feedback << 24;
        int index = 0;
        for (int s = 0; s < rows; s++) {
            for (int v = 0; v < StartTable.ROW_BYTES; v++) {
                int cell = s * StartTable.ROW_BYTES + v;
                int current = table[cell];
                int keyByte = key[index];
                int mixed = current ^ keyByte ^ s * 31 + v * 17;
                int fromCell = mixed << 27 ^ (mixed & 0xE0) << 19;
                int fromRoll = rolling << 2 & 0xF800_0000 ^ rolling >>> 6 & 0x0300_0000;
                int fromFeedback = feeding << 4 ^ feeding >>> 4 & 0x0700_0000;
                int m = fromCell ^ fromRoll ^ fromFeedback | feeding >>> 4 & 0x0800_0000; // the ninth bit meets the first
                feeding += (current + index << 24) + m;
                rolling ^= (keyByte + s + v << 24) + m;
                table[cell] = (byte) (current ^ m >>> 24);
                if (++index == key.length) index = 0;
            }
        }
        roll = rolling >>> 24;
        feedback = feeding >>> 24;
    }

    /// A short record never gets here, and costs no copy of the table.
    private void own() {
        if (tableIsShared) table = table.clone();
        tableIsShared = false;
    }
}
