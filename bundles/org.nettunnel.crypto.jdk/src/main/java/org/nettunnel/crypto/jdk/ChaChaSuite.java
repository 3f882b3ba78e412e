package org.nettunnel.crypto.jdk;

import javax.crypto.spec.IvParameterSpec;

/// ChaCha20-Poly1305 (RFC 8439): the fastest where the processor has no AES instructions.
public non-sealed class ChaChaSuite extends JcaSuite {
    public static final String NAME = "ChaCha20-Poly1305";

    private static final JcaAead AEAD = new JcaAead("ChaCha20-Poly1305", "ChaCha20", IvParameterSpec::new);

    public ChaChaSuite() {
        super(NAME, AEAD);
    }
}
