package org.nettunnel.crypto.nasccl;

import org.nettunnel.api.crypto.KeyStream;

/// The key stream of one key of NASCCL's first generation: the key schedule costs most of a short record, each byte after it little.
final class FirstGenerationStream implements KeyStream {
    private final byte[] key;
    private final byte[] salts;
    /// Of the next byte: the key's index, which falls, and the row, which rises.
    private int at;
    private int row;

    /// @param key the stream's own: it changes as the stream runs
    FirstGenerationStream(byte[] key, BoxTable boxes) {
        this.key = key;
        this.salts = salts(key, boxes.bytes());
        this.at = key.length - 1;
    }

    /// The key schedule: a table of its own for each key.
    static byte[] salts(byte[] key, byte[] boxes) {
        byte[] salts = new byte[boxes.length];
        int salt = 0;
        int index = 0;
        for (int row = 0; row < BoxTable.ROWS; row++) {
            for (int v = 0; v < BoxTable.ROW_BYTES; v++) {
                int keyByte = key[index] & 0xFF;
                int column = keyByte ^ salt;
                if (column == 255) column = 0; // the original takes it modulo 255
                salt = (keyByte * (v + 1) * (row + 1) ^ boxes[row * BoxTable.ROW_BYTES + column]) & 0xFF;
                salts[row * BoxTable.ROW_BYTES + v] = (byte) salt;
                if (++index == key.length) index = 0;
            }
        }
        return salts;
    }

    @Override
    public void xor(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) bytes[i] ^= next();
    }

    private byte next() {
        if (at < 0) at = key.length - 1;
        if (row == BoxTable.ROWS) row = 0;
        int start = row * BoxTable.ROW_BYTES;
        byte swapped = key[at];
        byte met = salts[start + (swapped & 0xFF)];
        salts[start + (swapped & 0xFF)] = swapped;
        key[at] = met;
        at--;
        row++;
        return salts[start + (met & 0xFF)]; // read after the swap
    }
}
