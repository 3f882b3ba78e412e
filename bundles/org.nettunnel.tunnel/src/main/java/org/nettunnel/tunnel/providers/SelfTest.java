package org.nettunnel.tunnel.providers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;

/// Proves a suite before it carries anything, and warms it up: known answer, up to a thousand records there and back, a forged one refused.
///
/// A fresh JVM needs about a thousand records to reach full speed; before, a link runs at a hundredth of it.
/// **Threads:** takes a second or two of one, where it may; never on a loop.
final class SelfTest implements Trial {
    private static final int RECORDS = 1_000;
    /// A slow suite has been proved by so many.
    private static final int FEWEST_RECORDS = 64;
    private static final int RECORD_BYTES = 16 * 1024;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration PROOF = Duration.ofMillis(250);
    private static final HexFormat HEX = HexFormat.of();

    private final Suite suite;
    private final byte[] nonce = new byte[12];
    private final byte[] associated = new byte[7];

    SelfTest(Suite suite) {
        this.suite = suite;
    }

    @Override
    public void run(boolean isFirst) throws Refused, InterruptedException {
        long longestNanos = (isFirst ? WARM_UP : PROOF).toNanos();
        if (suite.keyBytes() != 32 || suite.tagBytes() != 16) throw new Refused("key or tag have not the sizes of this protocol");
        knownAnswer();
        byte[] key = new byte[32];
        key[5] = 5;
        Sealer sealer = suite.sealer(key);
        Opener opener = suite.opener(key);
        byte[] plain = new byte[RECORD_BYTES];
        byte[] sealed = new byte[RECORD_BYTES + 16];
        byte[] opened = new byte[RECORD_BYTES];
        long start = System.nanoTime();
        for (int i = 0; i < RECORDS && (i < FEWEST_RECORDS || System.nanoTime() - start < longestNanos); i++) {
            Trial.goOn();
            nonce[11] = (byte) i;
            nonce[10] = (byte) (i >>> 8);
            plain[i] = (byte) i;
            int length = 1 + (i * 997) % RECORD_BYTES;
            if (sealer.seal(nonce, associated, plain, 0, length, sealed, 0) != length + 16) throw new Refused("a sealed record has a wrong length");
            open(opener, sealed, length, opened);
            if (!Arrays.equals(plain, 0, length, opened, 0, length)) throw new Refused("a record came back changed");
        }
        refusesForged(opener, sealed);
    }

    private void open(Opener opener, byte[] sealed, int length, byte[] opened) throws Refused {
        try {
            if (opener.open(nonce, associated, sealed, 0, length + 16, opened, 0) != length) throw new Refused("an opened record has a wrong length");
        } catch (ForgedRecord refused) {
            throw new Refused("a good record was refused");
        }
    }

    private void refusesForged(Opener opener, byte[] sealed) throws Refused {
        byte[] opened = new byte[RECORD_BYTES];
        for (int place : new int[] {0, 20, 35}) {
            sealed[place] ^= 1;
            try {
                opener.open(nonce, associated, sealed, 0, 36, opened, 0);
                throw new Refused("a forged record was opened");
            } catch (ForgedRecord refused) {
                sealed[place] ^= 1;
            }
        }
    }

    /// GCM specification, test case 14; RFC 8439 §2.8.2.
    private void knownAnswer() throws Refused {
        switch (suite.name()) {
            case "AES-256-GCM" -> answers(new byte[32], new byte[12], new byte[0], new byte[16],
                    "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919");
            case "ChaCha20-Poly1305" -> answers(HEX.parseHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"),
                    HEX.parseHex("070000004041424344454647"), HEX.parseHex("50515253c0c1c2c3c4c5c6c7"),
                    ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
                            + "sunscreen would be it.").getBytes(StandardCharsets.US_ASCII),
                    "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
                            + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                            + "3ff4def08e4b7a9de576d26586cec64b6116" + "1ae10b594f09e26a7e902ecbd0600691");
            default -> {} // a suite we know nothing of is tested by the records alone
        }
    }

    private void answers(byte[] key, byte[] iv, byte[] aad, byte[] plain, String expected) throws Refused {
        byte[] sealed = new byte[plain.length + 16];
        suite.sealer(key).seal(iv, aad, plain, 0, plain.length, sealed, 0);
        if (!HEX.formatHex(sealed).equals(expected)) throw new Refused("the known answer of " + suite.name() + " came out otherwise");
    }
}
