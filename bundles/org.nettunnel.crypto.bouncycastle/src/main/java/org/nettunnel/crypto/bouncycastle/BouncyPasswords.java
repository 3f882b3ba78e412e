package org.nettunnel.crypto.bouncycastle;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.nettunnel.api.crypto.Passwords;

/// Argon2id with 19 MiB, two passes and one lane (OWASP's smallest memory at full strength).
///
/// **Threads:** two permits bound memory and processors; who waits for one sleeps.
public class BouncyPasswords implements Passwords {
    private static final int KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Semaphore atOnce = new Semaphore(2, true);

    @Override
    public String hash(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var todays = new PhcString(KIBIBYTES, PASSES, LANES, salt, new byte[HASH_BYTES]);
        return new PhcString(KIBIBYTES, PASSES, LANES, salt, compute(password, todays)).text();
    }

    @Override
    public boolean matches(char[] password, String phc) {
        var stored = PhcString.parse(phc);
        byte[] computed = compute(password, stored);
        try {
            return MessageDigest.isEqual(stored.hash(), computed);
        } finally {
            Arrays.fill(computed, (byte) 0);
        }
    }

    @Override
    public boolean isOutdated(String phc) {
        var stored = PhcString.parse(phc);
        return stored.kibibytes() < KIBIBYTES || stored.passes() < PASSES
                || stored.salt().length < SALT_BYTES || stored.hash().length < HASH_BYTES;
    }

    private byte[] compute(char[] password, PhcString like) {
        byte[] utf8 = utf8(password);
        atOnce.acquireUninterruptibly();
        try {
            return argon2id(utf8, like);
        } finally {
            atOnce.release();
            Arrays.fill(utf8, (byte) 0);
        }
    }

    static byte[] argon2id(byte[] password, PhcString like) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(like.kibibytes())
                .withIterations(like.passes())
                .withParallelism(like.lanes())
                .withSalt(like.salt())
                .build());
        byte[] hash = new byte[like.hash().length];
        generator.generateBytes(password, hash);
        return hash;
    }

    static byte[] utf8(char[] password) {
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }
}
