package org.nettunnel.tunnel.trial;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.KeyStream;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.StreamCipher;

/// Stream ciphers that do not what they must are refused, each with the sentence that says what.
@Timeout(60)
class StreamCipherTrialTest {
    private static void refuses(StreamCipher cipher, String why) {
        String said = String.valueOf(assertThrows(Refused.class, () -> new StreamCipherTrial(cipher).run(false)).getMessage());
        assertTrue(said.contains(why), said);
    }

    @Test
    void aGoodOnePasses() throws Exception {
        new StreamCipherTrial(new Rc4()).run(false);
    }

    @Test
    void aWrongAnswerIsNamed() {
        refuses(new Rc4() {
            @Override
            public KeyStream keyStream(byte[] key) {
                byte[] other = key.clone();
                if (key.length == 5) other[0]++;
                return super.keyStream(other);
            }
        }, "the known answer of RFC 6229 §2, 40 bits came out otherwise");
    }

    @Test
    void oneThatForgetsWhereItWasIsRefused() {
        refuses(new Rc4() {
            @Override
            public KeyStream keyStream(byte[] key) {
                byte[] mine = key.clone();
                return (bytes, offset, length) -> super.keyStream(mine).xor(bytes, offset, length);
            }
        }, "its key stream is another when it is taken in pieces");
    }

    @Test
    void oneThatDoesNotUseAllOfItsKeyIsRefused() {
        refuses(new Rc4() {
            @Override
            public int keyBytes() {
                return 40;
            }

            @Override
            public KeyStream keyStream(byte[] key) {
                return super.keyStream(key.length == 40 ? java.util.Arrays.copyOf(key, 32) : key);
            }
        }, "byte 32 of its key makes no difference");
    }

    @Test
    void oneThatWritesOutsideItsPlaceIsRefused() {
        refuses(new Rc4() {
            @Override
            public KeyStream keyStream(byte[] key) {
                KeyStream good = super.keyStream(key);
                return (bytes, offset, length) -> {
                    good.xor(bytes, offset, length);
                    if (offset + length < bytes.length) bytes[offset + length]++;
                };
            }
        }, "it wrote outside the place it was given");
    }

    @Test
    void namesAndKeysThatSuitesCannotBeMadeOfAreRefused() {
        refuses(new Rc4() {
            @Override
            public String name() {
                return "A+B";
            }
        }, "suites cannot be named after 'A+B'");
        refuses(new Rc4() {
            @Override
            public int keyBytes() {
                return 5;
            }
        }, "its key of 5 bytes is not within 16 to 1024");
        refuses(new Rc4() {
            @Override
            public List<KnownAnswer> knownAnswers() {
                return List.of();
            }
        }, "it brings no known answer");
    }
}
