package org.nettunnel.tunnel.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.crypto.jdk.AesGcmSuite;

/// Whoever sealed or opened with a key is told when it is used no more.
class ForgottenKeysTest {
    private final List<String> closed = new ArrayList<>();

    private final class Told extends AesGcmSuite {
        private final String said;
        private final boolean isGone;

        Told(String said, boolean isGone) {
            this.said = said;
            this.isGone = isGone;
        }

        private void tell(String what) {
            closed.add(said + what);
            if (isGone) throw new NoClassDefFoundError("its bundle left");
        }

        @Override
        public Sealer sealer(byte[] key) {
            Sealer mine = super.sealer(key);
            return new Sealer() {
                @Override
                public int seal(byte[] nonce, byte[] associated, byte[] plain, int offset, int length, byte[] sealed, int sealedOffset) {
                    return mine.seal(nonce, associated, plain, offset, length, sealed, sealedOffset);
                }

                @Override
                public void close() {
                    tell("sealer");
                }
            };
        }

        @Override
        public Opener opener(byte[] key) {
            Opener mine = super.opener(key);
            return new Opener() {
                @Override
                public int open(byte[] nonce, byte[] associated, byte[] sealed, int offset, int length, byte[] plain, int plainOffset) throws ForgedRecord {
                    return mine.open(nonce, associated, sealed, offset, length, plain, plainOffset);
                }

                @Override
                public void close() {
                    tell("opener");
                }
            };
        }
    }

    private LinkKeys keys(String said, boolean isGone) {
        return new LinkKeys(new Told(said, isGone), true, new byte[32], new byte[12], new byte[32], new byte[12]);
    }

    @Test
    void byNewKeysAndAtTheEnd() {
        var sealer = new RecordSealer(keys("first ", true));
        var opener = new RecordOpener(keys("first ", true));
        assertEquals(List.of(), closed);
        sealer.enter(keys("second ", false));
        opener.enter(keys("second ", false));
        assertEquals(List.of("first sealer", "first opener"), closed);
        sealer.close();
        opener.close();
        assertEquals(List.of("first sealer", "first opener", "second sealer", "second opener"), closed);
    }
}
