package org.nettunnel.crypto.nasccl;

/// What keys both generations take: the engine gives 32 bytes, people of the original chose others, and so do the published answers.
final class Keys {
    /// What the engine derives for each record.
    static final int ENGINE_BYTES = 32;
    private static final int LONGEST_BYTES = 512;

    private Keys() {}

    static byte[] copied(String cipher, byte[] key) {
        if (key.length == 0 || key.length > LONGEST_BYTES)
            throw new IllegalArgumentException("a key of " + cipher + " has 1 to " + LONGEST_BYTES + " bytes, not " + key.length);
        return key.clone();
    }
}
