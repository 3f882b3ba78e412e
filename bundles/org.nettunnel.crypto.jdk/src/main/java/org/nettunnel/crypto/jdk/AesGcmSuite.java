package org.nettunnel.crypto.jdk;

import javax.crypto.spec.GCMParameterSpec;

/// AES-256 in Galois/counter mode (NIST SP 800-38D): the fastest where the processor has AES instructions.
public non-sealed class AesGcmSuite extends JcaSuite {
    public static final String NAME = "AES-256-GCM";

    private static final JcaAead AEAD =
            new JcaAead("AES/GCM/NoPadding", "AES", nonce -> new GCMParameterSpec(8 * JcaAead.TAG_BYTES, nonce));

    public AesGcmSuite() {
        super(NAME, AEAD);
    }
}
