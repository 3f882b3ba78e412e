package org.nettunnel.crypto.jdk;

import java.util.List;

import javax.crypto.spec.GCMParameterSpec;

import org.nettunnel.api.crypto.KnownAnswer;

/// AES-256 in Galois/counter mode (NIST SP 800-38D): the fastest where the processor has AES instructions.
public non-sealed class AesGcmSuite extends JcaSuite {
    public static final String NAME = "AES-256-GCM";
    private static final KnownAnswer ANSWER = KnownAnswer.ofHex("GCM specification, test case 14", "00".repeat(32), "00".repeat(12), "",
            "00".repeat(16), "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919");

    private static final JcaAead AEAD =
            new JcaAead("AES/GCM/NoPadding", "AES", nonce -> new GCMParameterSpec(8 * JcaAead.TAG_BYTES, nonce));

    public AesGcmSuite() {
        super(NAME, List.of(ANSWER), AEAD);
    }
}
