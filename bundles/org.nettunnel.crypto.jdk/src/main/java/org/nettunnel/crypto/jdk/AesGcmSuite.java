package org.nettunnel.crypto.jdk;

import javax.crypto.spec.GCMParameterSpec;

import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;

/// AES-256 in Galois/counter mode (NIST SP 800-38D): the fastest where the processor has AES instructions.
public class AesGcmSuite implements Suite {
    public static final String NAME = "AES-256-GCM";

    private static final JcaAead AEAD =
            new JcaAead("AES/GCM/NoPadding", "AES", nonce -> new GCMParameterSpec(8 * JcaAead.TAG_BYTES, nonce));

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
