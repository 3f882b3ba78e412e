package org.nettunnel.crypto.jdk;

import java.security.GeneralSecurityException;
import java.util.Objects;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

import org.nettunnel.api.crypto.Sealer;

/// Seals with one JCA cipher object for the life of the key.
///
/// JCA itself refuses the nonce of the record just before, so a stuck counter is an exception, not a leak.
final class JcaSealer implements Sealer {
    private final JcaAead aead;
    private final SecretKeySpec key;
    private final Cipher cipher;

    JcaSealer(JcaAead aead, byte[] key) {
        this.aead = aead;
        this.key = aead.key(key);
        this.cipher = aead.cipher();
    }

    @Override
    public int seal(byte[] nonce, byte[] associated, byte[] plain, int offset, int length, byte[] sealed, int sealedOffset) {
        Objects.checkFromIndexSize(offset, length, plain.length);
        Objects.checkFromIndexSize(sealedOffset, Math.addExact(length, JcaAead.TAG_BYTES), sealed.length);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, aead.parameters(nonce));
            cipher.updateAAD(associated);
            return cipher.doFinal(plain, offset, length, sealed, sealedOffset);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(aead.transformation() + " refused to seal; was a nonce used twice?", refused);
        }
    }
}
