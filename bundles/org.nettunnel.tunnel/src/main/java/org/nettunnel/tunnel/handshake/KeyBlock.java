package org.nettunnel.tunnel.handshake;

import java.util.Arrays;

import org.nettunnel.api.crypto.Secret;

/// The 960 bits of a link: a key and an iv for each direction, and an exporter.
public record KeyBlock(DirectionKeys initiatorToResponder, DirectionKeys responderToInitiator, Secret exporter) {
    static final int KEY_BYTES = 32;
    static final int IV_BYTES = 12;
    static final int BYTES = 120;

    /// What the records of one direction are sealed with.
    ///
    /// @param key 32 bytes
    /// @param iv  12 bytes; a record's nonce is it XOR the record's number
    public record DirectionKeys(byte[] key, byte[] iv) {
        /// Once sealer and opener are made, which keep copies, nothing needs the bytes any more.
        public void wipe() {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(iv, (byte) 0);
        }

        /// Arrays print as addresses; says so for good.
        @Override
        public String toString() {
            return "DirectionKeys[***]";
        }
    }

    /// Cuts `block`, which is wiped.
    static KeyBlock of(byte[] block) {
        if (block.length != BYTES) throw new IllegalArgumentException("a key block has " + BYTES + " bytes, not " + block.length);
        int ivs = 2 * KEY_BYTES, exporter = ivs + 2 * IV_BYTES;
        var outwards = new DirectionKeys(Arrays.copyOfRange(block, 0, KEY_BYTES), Arrays.copyOfRange(block, ivs, ivs + IV_BYTES));
        var back = new DirectionKeys(Arrays.copyOfRange(block, KEY_BYTES, ivs), Arrays.copyOfRange(block, ivs + IV_BYTES, exporter));
        byte[] exported = Arrays.copyOfRange(block, exporter, BYTES);
        var keys = new KeyBlock(outwards, back, Secret.of(exported));
        Arrays.fill(exported, (byte) 0);
        Arrays.fill(block, (byte) 0);
        return keys;
    }
}
