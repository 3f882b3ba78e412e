package org.nettunnel.crypto.bouncycastle;

import java.util.List;

import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.nettunnel.api.crypto.KnownAnswer;

/// ChaCha20-Poly1305 of Bouncy Castle, to check the JDK's against.
public non-sealed class BouncyChaChaSuite extends BouncyAead {
    public static final String NAME = "ChaCha20-Poly1305";
    private static final KnownAnswer ANSWER = KnownAnswer.ofHex("RFC 8439 §2.8.2",
            "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", "070000004041424344454647", "50515253c0c1c2c3c4c5c6c7",
            "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f6666657220796f75206f"
                    + "6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742e",
            "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
                    + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                    + "3ff4def08e4b7a9de576d26586cec64b6116" + "1ae10b594f09e26a7e902ecbd0600691");

    public BouncyChaChaSuite() {
        super(NAME, List.of(ANSWER), ChaCha20Poly1305::new);
    }
}
