package org.nettunnel.crypto.bouncycastle;

import java.util.List;

import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.nettunnel.api.crypto.KnownAnswer;

/// AES-256-GCM-SIV (RFC 8452), which the JDK lacks: a nonce used twice tells no more than whether the same record was sent twice.
public non-sealed class BouncyAesGcmSivSuite extends BouncyAead {
    public static final String NAME = "AES-256-GCM-SIV";
    private static final List<KnownAnswer> ANSWERS = List.of(
            KnownAnswer.ofHex("RFC 8452 §C.2, 21 bytes", "3c535de192eaed3822a2fbbe2ca9dfc88255e14a661b8aa82cc54236093bbc23", "688089e55540db1872504e1c",
                    "734320ccc9d9bbbb19cb81b2af4ecbc3e72834321f7aa0f70b7282b4f33df23f167541", "ced532ce4159b035277d4dfbb7db62968b13cd4eec",
                    "626660c26ea6612fb17ad91e8e767639edd6c9faee" + "9d6c7029675b89eaf4ba1ded1a286594"),
            KnownAnswer.ofHex("RFC 8452 §C.3, the counter wraps", "00".repeat(32), "00".repeat(12), "",
                    "00".repeat(16) + "4db923dc793ee6497c76dcc03a98e108",
                    "f3f80f2cf0cb2dd9c5984fcda908456cc537703b5ba70324a6793a7bf218d3ea" + "ffffffff000000000000000000000000"));

    public BouncyAesGcmSivSuite() {
        super(NAME, ANSWERS, () -> new GCMSIVBlockCipher(AESEngine.newInstance()));
    }
}
