package org.nettunnel.crypto.jdk;

import java.security.GeneralSecurityException;
import java.util.Objects;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Opener;

/// Opens with one JCA cipher object for the life of the key.
final class JcaOpener implements Opener {
    private final JcaAead aead;
    private final SecretKeySpec key;
    private final Cipher cipher;

    JcaOpener(JcaAead aead, byte[] key) {
        this.aead = aead;
        this.key = aead.key(key);
        this.cipher = aead.cipher();
    }

    @Override
    public int open(byte[] nonce, byte[] associated, byte[] sealed, int offset, int length, byte[] plain, int plainOffset)
            throws ForgedRecord {
        Objects.checkFromIndexSize(offset, length, sealed.length);
        if (length < JcaAead.TAG_BYTES) throw new ForgedRecord();
        Objects.checkFromIndexSize(plainOffset, length - JcaAead.TAG_BYTES, plain.length);
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, aead.parameters(nonce));
            cipher.updateAAD(associated);
            return cipher.doFinal(sealed, offset, length, plain, plainOffset);
        } catch (AEADBadTagException forged) {
            throw new ForgedRecord();
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(aead.transformation() + " refused to open", refused);
        }
    }
}
