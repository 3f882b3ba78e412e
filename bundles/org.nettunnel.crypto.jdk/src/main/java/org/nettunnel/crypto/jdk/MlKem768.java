package org.nettunnel.crypto.jdk;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;

import javax.crypto.DecapsulateException;
import javax.crypto.KEM;

import org.nettunnel.api.crypto.HybridExchange;

/// ML-KEM-768 (FIPS 203) on bare encapsulation keys and ciphertexts.
final class MlKem768 {
    private MlKem768() {}

    static KeyPair generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("ML-KEM-768");
            generator.initialize(NamedParameterSpec.ML_KEM_768, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no ML-KEM-768", missing);
        }
    }

    /// @throws InvalidKeyException for a wrong length or a coefficient ≥ 3329 (the modulus check of FIPS 203 §7.2, which the JDK makes here)
    static KEM.Encapsulated encapsulate(byte[] encapsulationKey, SecureRandom random) throws InvalidKeyException {
        var key = RawKey.ML_KEM_768.key(encapsulationKey);
        try {
            return KEM.getInstance("ML-KEM").newEncapsulator(key, null, random).encapsulate();
        } catch (InvalidKeyException refused) {
            throw refused;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no ML-KEM-768", missing);
        }
    }

    /// Another secret, not an error, when the ciphertext was changed (implicit rejection).
    static byte[] decapsulate(PrivateKey own, byte[] ciphertext) throws InvalidKeyException {
        if (ciphertext.length != HybridExchange.CIPHERTEXT_BYTES)
            throw new InvalidKeyException("a ciphertext of ML-KEM-768 has " + HybridExchange.CIPHERTEXT_BYTES + " bytes, not " + ciphertext.length);
        try {
            return KEM.getInstance("ML-KEM").newDecapsulator(own).decapsulate(ciphertext).getEncoded();
        } catch (DecapsulateException refused) {
            throw new InvalidKeyException("the ciphertext of ML-KEM-768 is malformed", refused);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no ML-KEM-768", missing);
        }
    }
}
