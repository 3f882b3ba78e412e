package org.nettunnel.crypto.jdk;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.crypto.jdk.Wycheproof.Case;

/// Every case of Project Wycheproof that the contracts can express behaves as stated there.
class WycheproofTest {
    private final JdkKeySchedule schedule = new JdkKeySchedule();

    @Test
    void aesGcm() throws Exception {
        Wycheproof.open("aes_gcm_test.json").where(c -> c.bytes("key").length == 32).expect(105, c -> aead(new AesGcmSuite(), c));
    }

    @Test
    void chaCha20Poly1305() throws Exception {
        Wycheproof.open("chacha20_poly1305_test.json").expect(325, c -> aead(new ChaChaSuite(), c));
    }

    /// A nonce that has not 12 bytes cannot be used at all, whatever the case says of it.
    private static boolean aead(Suite suite, Case c) {
        byte[] plain = c.bytes("msg");
        byte[] expected = concat(c.bytes("ct"), c.bytes("tag"));
        byte[] sealed = new byte[plain.length + suite.tagBytes()];
        byte[] opened = new byte[plain.length];
        try {
            suite.sealer(c.bytes("key")).seal(c.bytes("iv"), c.bytes("aad"), plain, 0, plain.length, sealed, 0);
            int length = suite.opener(c.bytes("key")).open(c.bytes("iv"), c.bytes("aad"), expected, 0, expected.length, opened, 0);
            return c.isValid() && length == plain.length && Arrays.equals(plain, opened) && Arrays.equals(expected, sealed);
        } catch (ForgedRecord forged) {
            return !c.isValid() && !Arrays.equals(expected, sealed);
        } catch (IllegalArgumentException refused) {
            return c.bytes("iv").length != 12;
        }
    }

    @Test
    void x25519() throws Exception {
        Wycheproof.open("x25519_test.json").expect(518, c -> {
            boolean hasZeroSecret = c.has("ZeroSharedSecret");
            var spec = new XECPrivateKeySpec(NamedParameterSpec.X25519, c.bytes("private"));
            PrivateKey own = KeyFactory.getInstance("X25519").generatePrivate(spec);
            try {
                return Arrays.equals(c.bytes("shared"), X25519.secret(own, c.bytes("public"))) && !hasZeroSecret;
            } catch (InvalidKeyException refused) {
                return hasZeroSecret && new BigInteger(c.bytes("shared")).signum() == 0;
            }
        });
    }

    @Test
    void ed25519() throws Exception {
        var signatures = new JdkSignatures();
        Wycheproof.open("ed25519_test.json").expect(151, c -> {
            byte[] publicKey = HexFormat.of().parseHex(c.group().at("/publicKey/pk").asText());
            return signatures.verifies(publicKey, c.bytes("msg"), c.bytes("sig")) == c.isValid();
        });
    }

    @Test
    void hkdf() throws Exception {
        Wycheproof.open("hkdf_sha384_test.json").expect(83, c -> {
            try {
                byte[] key = schedule.expand(schedule.extract(c.bytes("salt"), c.bytes("ikm")), c.bytes("info"), c.test().get("size").asInt());
                return Arrays.equals(c.bytes("okm"), key) && c.isValid();
            } catch (IllegalArgumentException tooLong) {
                return c.has("SizeTooLarge") && !c.isValid();
            }
        });
    }

    @Test
    void hmac() throws Exception {
        Wycheproof.open("hmac_sha384_test.json").expect(174, c -> {
            byte[] tag = Arrays.copyOf(schedule.hmac(c.bytes("key"), c.bytes("msg")), c.group().get("tagSize").asInt() / 8);
            return Arrays.equals(c.bytes("tag"), tag) == c.isValid();
        });
    }

    /// The cases left out have a seed of a wrong length; our private keys never travel.
    @Test
    void mlKemDecapsulation() throws Exception {
        Wycheproof.open("mlkem_768_test.json").where(c -> c.bytes("seed").length == 64).expect(173, c -> {
            var pair = MlKem768.generate(new GivenRandom(c.bytes("seed")));
            if (!Arrays.equals(c.bytes("ek"), RawKey.ML_KEM_768.raw(pair.getPublic()))) return false;
            try {
                return Arrays.equals(c.bytes("K"), MlKem768.decapsulate(pair.getPrivate(), c.bytes("c"))) && c.isValid();
            } catch (InvalidKeyException refused) {
                return !c.isValid() && c.bytes("c").length != HybridExchange.CIPHERTEXT_BYTES;
            }
        });
    }

    @Test
    void mlKemEncapsulation() throws Exception {
        Wycheproof.open("mlkem_768_encaps_test.json").expect(265, c -> {
            try {
                var answer = MlKem768.encapsulate(c.bytes("ek"), new GivenRandom(c.bytes("m")));
                return c.isValid() && Arrays.equals(c.bytes("c"), answer.encapsulation()) && Arrays.equals(c.bytes("K"), answer.key().getEncoded());
            } catch (InvalidKeyException refused) {
                return !c.isValid();
            }
        });
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
