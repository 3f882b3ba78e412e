package org.nettunnel.crypto.bouncycastle;

import java.util.List;

import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.nettunnel.api.crypto.KnownAnswer;

/// AES-256-GCM of Bouncy Castle, to check the JDK's against.
public non-sealed class BouncyAesGcmSuite extends BouncyAead {
    public static final String NAME = "AES-256-GCM";
    private static final KnownAnswer ANSWER = KnownAnswer.ofHex("GCM specification, test case 14", "00".repeat(32), "00".repeat(12), "",
            "00".repeat(16), "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919");

    public BouncyAesGcmSuite() {
        super(NAME, List.of(ANSWER), () -> GCMBlockCipher.newInstance(AESEngine.newInstance()));
    }
}
