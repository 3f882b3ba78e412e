package org.nettunnel.crypto.jdk;

import java.security.SecureRandom;
import java.util.Arrays;

/// "Random" bytes that are given: JCA's way to generate a key pair from a known seed.
final class GivenRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient byte[] given;
    private int next;

    GivenRandom(byte[] given) {
        super(null, null);
        this.given = given;
    }

    @Override
    @SuppressWarnings("null") // SecureRandom does not say that bytes is never null
    public void nextBytes(byte[] bytes) {
        if (bytes.length > given.length - next)
            throw new IllegalStateException("asked for " + bytes.length + " bytes, " + (given.length - next) + " are left");
        System.arraycopy(given, next, bytes, 0, bytes.length);
        next += bytes.length;
    }

    void wipe() {
        Arrays.fill(given, (byte) 0);
    }

    @Override
    public String getAlgorithm() {
        return "given";
    }
}
