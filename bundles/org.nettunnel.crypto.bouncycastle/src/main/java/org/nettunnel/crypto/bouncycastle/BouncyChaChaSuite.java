package org.nettunnel.crypto.bouncycastle;

import org.bouncycastle.crypto.modes.ChaCha20Poly1305;

/// ChaCha20-Poly1305 of Bouncy Castle, to check the JDK's against.
public non-sealed class BouncyChaChaSuite extends BouncyAead {
    public static final String NAME = "ChaCha20-Poly1305";

    public BouncyChaChaSuite() {
        super(NAME, ChaCha20Poly1305::new);
    }
}
