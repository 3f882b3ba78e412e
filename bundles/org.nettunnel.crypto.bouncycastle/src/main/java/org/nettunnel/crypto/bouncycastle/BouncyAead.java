package org.nettunnel.crypto.bouncycastle;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;

/// A suite on one of Bouncy Castle's authenticated ciphers: written by other hands than the JDK's, and far slower.
sealed class BouncyAead implements Suite permits BouncyAesGcmSuite, BouncyAesGcmSivSuite, BouncyChaChaSuite {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final String name;
    private final List<KnownAnswer> answers;
    private final Supplier<AEADCipher> ciphers;

    BouncyAead(String name, List<KnownAnswer> answers, Supplier<AEADCipher> ciphers) {
        this.name = name;
        this.answers = answers;
        this.ciphers = ciphers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<KnownAnswer> knownAnswers() {
        return answers;
    }

    @Override
    public int keyBytes() {
        return KEY_BYTES;
    }

    @Override
    public int tagBytes() {
        return TAG_BYTES;
    }

    @Override
    public Sealer sealer(byte[] key) {
        var parameter = key(key);
        var cipher = ciphers.get();
        return (nonce, associated, plain, offset, length, sealed, sealedOffset) -> {
            Objects.checkFromIndexSize(offset, length, plain.length);
            Objects.checkFromIndexSize(sealedOffset, Math.addExact(length, TAG_BYTES), sealed.length);
            var parameters = parameters(parameter, nonce, associated);
            try {
                cipher.init(true, parameters);
                int written = cipher.processBytes(plain, offset, length, sealed, sealedOffset);
                return written + cipher.doFinal(sealed, sealedOffset + written);
            } catch (InvalidCipherTextException | IllegalArgumentException refused) {
                throw new IllegalStateException(name + " refused to seal; was a nonce used twice?", refused);
            }
        };
    }

    @Override
    public Opener opener(byte[] key) {
        var parameter = key(key);
        var cipher = ciphers.get();
        return (nonce, associated, sealed, offset, length, plain, plainOffset) -> {
            Objects.checkFromIndexSize(offset, length, sealed.length);
            if (length < TAG_BYTES) throw new ForgedRecord();
            Objects.checkFromIndexSize(plainOffset, length - TAG_BYTES, plain.length);
            cipher.init(false, parameters(parameter, nonce, associated));
            try {
                int written = cipher.processBytes(sealed, offset, length, plain, plainOffset);
                return written + cipher.doFinal(plain, plainOffset + written);
            } catch (InvalidCipherTextException forged) {
                throw new ForgedRecord();
            }
        };
    }

    private KeyParameter key(byte[] key) {
        if (key.length != KEY_BYTES)
            throw new IllegalArgumentException("a key of " + name + " has " + KEY_BYTES + " bytes, not " + key.length);
        return new KeyParameter(key);
    }

    private AEADParameters parameters(KeyParameter key, byte[] nonce, byte[] associated) {
        if (nonce.length != NONCE_BYTES)
            throw new IllegalArgumentException("a nonce of " + name + " has " + NONCE_BYTES + " bytes, not " + nonce.length);
        return new AEADParameters(key, 8 * TAG_BYTES, nonce, associated);
    }
}
