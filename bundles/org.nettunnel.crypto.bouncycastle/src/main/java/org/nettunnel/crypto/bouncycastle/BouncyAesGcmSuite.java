package org.nettunnel.crypto.bouncycastle;

import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;

/// AES-256-GCM of Bouncy Castle, to check the JDK's against.
public non-sealed class BouncyAesGcmSuite extends BouncyAead {
    public static final String NAME = "AES-256-GCM";

    public BouncyAesGcmSuite() {
        super(NAME, () -> GCMBlockCipher.newInstance(AESEngine.newInstance()));
    }
}
