package org.nettunnel.crypto.jdk;

import javax.crypto.spec.IvParameterSpec;

import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;

/// ChaCha20-Poly1305 (RFC 8439): the fastest where the processor has no AES instructions.
public class ChaChaSuite implements Suite {
    public static final String NAME = "ChaCha20-Poly1305";

    private static final JcaAead AEAD = new JcaAead("ChaCha20-Poly1305", "ChaCha20", IvParameterSpec::new);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int keyBytes() {
        return JcaAead.KEY_BYTES;
    }

    @Override
    public int tagBytes() {
        return JcaAead.TAG_BYTES;
    }

    @Override
    public Sealer sealer(byte[] key) {
        return new JcaSealer(AEAD, key);
    }

    @Override
    public Opener opener(byte[] key) {
        return new JcaOpener(AEAD, key);
    }
}
