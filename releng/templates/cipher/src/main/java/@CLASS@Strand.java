package @ID@;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.nettunnel.api.crypto.ForgedRecord;

/// One direction of one link under one key.
///
/// **Threads:** one at a time.
final class @CLASS@Strand {
    static final int KEY_BYTES = 32;
    static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int BLOCK_BYTES = 16;
    private final Cipher cipher;
    private final Mac mac;
    private final SecretKeySpec encryption;

    @CLASS@Strand(byte[] key) {
        if (key.length != KEY_BYTES) throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes, not " + key.length);
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            mac = Mac.getInstance("HmacSHA256");
            encryption = new SecretKeySpec(derive(key, "encrypt"), "AES");
            mac.init(new SecretKeySpec(derive(key, "authenticate"), "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no AES-CTR or no HMAC-SHA-256", impossible);
        }
    }

    /// Two keys of one: what encrypts never authenticates.
    private byte[] derive(byte[] key, String purpose) throws GeneralSecurityException {
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
    }

    int seal(byte[] nonce, byte[] associated, byte[] plain, int offset, int length, byte[] sealed, int sealedOffset) {
        Objects.checkFromIndexSize(sealedOffset, Math.addExact(length, TAG_BYTES), sealed.length);
        crypt(nonce, plain, offset, length, sealed, sealedOffset);
        byte[] tag = tag(nonce, associated, sealed, sealedOffset, length);
        System.arraycopy(tag, 0, sealed, sealedOffset + length, TAG_BYTES);
        return length + TAG_BYTES;
    }

    /// The tag first: nothing is decrypted that was not sealed under this key.
    int open(byte[] nonce, byte[] associated, byte[] sealed, int offset, int length, byte[] plain, int plainOffset) throws ForgedRecord {
        Objects.checkFromIndexSize(offset, length, sealed.length);
        int plainLength = length - TAG_BYTES;
        if (plainLength < 0) throw new ForgedRecord();
        byte[] tag = tag(nonce, associated, sealed, offset, plainLength);
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(sealed, offset + plainLength, offset + length))) throw new ForgedRecord();
        crypt(nonce, sealed, offset, plainLength, plain, plainOffset);
        return plainLength;
    }

    private void crypt(byte[] nonce, byte[] in, int offset, int length, byte[] out, int outOffset) {
        if (nonce.length != NONCE_BYTES) throw new IllegalArgumentException("a nonce has " + NONCE_BYTES + " bytes, not " + nonce.length);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, encryption, new IvParameterSpec(Arrays.copyOf(nonce, BLOCK_BYTES)));
            int written = cipher.doFinal(in, offset, length, out, outOffset);
            if (written != length) throw new IllegalStateException(written + " bytes instead of " + length);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-CTR refused its input", impossible);
        }
    }

    /// Over all that must not be changed, with the length that tells where one part ends and the next begins.
    private byte[] tag(byte[] nonce, byte[] associated, byte[] sealed, int offset, int length) {
        mac.update(nonce);
        mac.update(associated);
        mac.update(sealed, offset, length);
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(associated.length).array());
        return Arrays.copyOf(mac.doFinal(), TAG_BYTES);
    }
}
