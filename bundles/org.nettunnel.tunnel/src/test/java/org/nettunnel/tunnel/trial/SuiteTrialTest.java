package org.nettunnel.tunnel.trial;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.ChaChaSuite;

/// Suites that do not what a suite must are refused, each with the sentence that says what.
@Timeout(60)
class SuiteTrialTest {
    /// A good one, for others to spoil.
    private static class Spoilt implements Suite {
        final Suite good = new AesGcmSuite();

        @Override
        public String name() {
            return "Spoilt-1";
        }

        @Override
        public int keyBytes() {
            return 32;
        }

        @Override
        public int tagBytes() {
            return 16;
        }

        @Override
        public Sealer sealer(byte[] key) {
            return good.sealer(key);
        }

        @Override
        public Opener opener(byte[] key) {
            return good.opener(key);
        }

        @Override
        public List<KnownAnswer> knownAnswers() {
            return good.knownAnswers();
        }
    }

    /// Opens as `opener` says, given what the good one needs.
    private interface Opening {
        int open(Opener good, byte[] nonce, byte[] associated, byte[] record, byte[] plain, int at) throws ForgedRecord;
    }

    private static Suite opening(Opening how) {
        return new Spoilt() {
            @Override
            public Opener opener(byte[] key) {
                Opener mine = good.opener(key);
                return (nonce, associated, sealed, offset, length, plain, plainOffset) -> how.open(mine, nonce, associated,
                        Arrays.copyOfRange(sealed, offset, offset + length), plain, plainOffset);
            }
        };
    }

    /// Decrypts by sealing zeros under the same nonce: AES-GCM's key stream, without its tag.
    private static Suite withoutTag() {
        return new Spoilt() {
            @Override
            public Opener opener(byte[] key) {
                byte[] mine = key.clone();
                return (nonce, associated, sealed, offset, length, plain, plainOffset) -> {
                    byte[] stream = new byte[length];
                    good.sealer(mine).seal(nonce, associated, new byte[length], 0, length - 16, stream, 0);
                    for (int i = 0; i < length - 16; i++) plain[plainOffset + i] = (byte) (sealed[offset + i] ^ stream[i]);
                    return length - 16;
                };
            }
        };
    }

    private static void passes(Suite suite) throws Exception {
        SuiteTrial.of(suite).run(false);
    }

    private static void refuses(Suite suite, String why) {
        String said = String.valueOf(assertThrows(Refused.class, () -> passes(suite)).getMessage());
        assertTrue(said.contains(why), said);
    }

    @Test
    void goodSuitesPass() throws Exception {
        passes(new AesGcmSuite());
        passes(new ChaChaSuite());
        passes(new Spoilt());
        SuiteTrial.of(new AesGcmSuite()).run(true);
    }

    @Test
    void oneWhoseOpenSkipsTheTagIsToldSo() {
        refuses(withoutTag(), "it opened a forged record: its whole tag was replaced: open does not check the tag");
    }

    @Test
    void oneThatChecksAPartOfTheTagIsRefused() {
        refuses(new Spoilt() {
            @Override
            public Opener opener(byte[] key) {
                byte[] mine = key.clone();
                Opener careless = withoutTag().opener(key);
                return (nonce, associated, sealed, offset, length, plain, at) -> {
                    int body = careless.open(nonce, associated, sealed, offset, length, plain, at);
                    byte[] right = new byte[length];
                    good.sealer(mine).seal(nonce, associated, plain, at, body, right, 0);
                    if (!Arrays.equals(right, body, body + 12, sealed, offset + body, offset + body + 12)) throw new ForgedRecord();
                    return body;
                };
            }
        }, "its tag was changed in byte 12: open does not check all of the tag");
    }

    @Test
    void oneThatLeavesTheAssociatedBytesOutIsRefused() {
        refuses(new Spoilt() {
            @Override
            public Sealer sealer(byte[] key) {
                Sealer mine = good.sealer(key);
                return (nonce, _, plain, offset, length, sealed, at) -> mine.seal(nonce, new byte[0], plain, offset, length, sealed, at);
            }

            @Override
            public Opener opener(byte[] key) {
                Opener mine = good.opener(key);
                return (nonce, _, sealed, offset, length, plain, at) -> mine.open(nonce, new byte[0], sealed, offset, length, plain, at);
            }
        }, "the associated bytes were changed in byte 0");
    }

    @Test
    void oneThatIgnoresAPartOfTheNonceIsRefused() {
        refuses(new Spoilt() {
            @Override
            public Sealer sealer(byte[] key) {
                byte[] mine = key.clone();
                return (nonce, associated, plain, offset, length, sealed, at) -> good.sealer(mine).seal(tail(nonce), associated, plain, offset, length, sealed, at);
            }

            @Override
            public Opener opener(byte[] key) {
                Opener mine = good.opener(key);
                return (nonce, associated, sealed, offset, length, plain, at) -> mine.open(tail(nonce), associated, sealed, offset, length, plain, at);
            }
        }, "it seals alike under two nonces that differ in byte 0");
    }

    private static byte[] tail(byte[] nonce) {
        byte[] tail = nonce.clone();
        tail[0] = 0;
        return tail;
    }

    @Test
    void oneThatKeepsTheCallersKeyArrayIsToldSo() {
        refuses(new Spoilt() {
            @Override
            public Sealer sealer(byte[] key) {
                return (nonce, associated, plain, offset, length, sealed, at) -> good.sealer(key).seal(nonce, associated, plain, offset, length, sealed, at);
            }

            @Override
            public List<KnownAnswer> knownAnswers() {
                return List.of(ofChaCha());
            }
        }, "came out otherwise");
        refuses(new Spoilt() {
            private final ChaChaSuite chaCha = new ChaChaSuite();

            @Override
            public Sealer sealer(byte[] key) {
                return (nonce, associated, plain, offset, length, sealed, at) -> chaCha.sealer(key).seal(nonce, associated, plain, offset, length, sealed, at);
            }

            @Override
            public Opener opener(byte[] key) {
                return chaCha.opener(key);
            }

            @Override
            public List<KnownAnswer> knownAnswers() {
                return List.of(ofChaCha());
            }
        }, "it keeps the key array it is given instead of a copy");
    }

    private static KnownAnswer ofChaCha() {
        return new ChaChaSuite().knownAnswers().getFirst();
    }

    @Test
    void oneThatSealsNothingIsRefused() {
        refuses(new Spoilt() {
            @Override
            public List<KnownAnswer> knownAnswers() {
                return List.of(new KnownAnswer("nobody", new byte[32], new byte[12], new byte[0], new byte[0], new byte[16]));
            }

            @Override
            public Sealer sealer(byte[] key) {
                return (_, _, plain, offset, length, sealed, at) -> {
                    System.arraycopy(plain, offset, sealed, at, length);
                    Arrays.fill(sealed, at + length, at + length + 16, (byte) 0);
                    return length + 16;
                };
            }

            @Override
            public Opener opener(byte[] key) {
                return (_, _, sealed, offset, length, plain, at) -> {
                    System.arraycopy(sealed, offset, plain, at, length - 16);
                    return length - 16;
                };
            }
        }, "it does not encrypt");
    }

    @Test
    void oneWithoutKnownAnswersIsRefused() {
        refuses(new Spoilt() {
            @Override
            public List<KnownAnswer> knownAnswers() {
                return List.of();
            }
        }, "it brings no known answer");
    }

    @Test
    void oneWithWrongKnownAnswersIsToldWhich() {
        refuses(new Spoilt() {
            @Override
            public List<KnownAnswer> knownAnswers() {
                return List.of(good.knownAnswers().getFirst(), ofChaCha());
            }
        }, "the known answer of RFC 8439 §2.8.2 came out otherwise");
    }

    @Test
    void oneThatWritesOutsideItsPlaceIsRefused() {
        refuses(new Spoilt() {
            @Override
            public Sealer sealer(byte[] key) {
                Sealer mine = good.sealer(key);
                return (nonce, associated, plain, offset, length, sealed, at) -> {
                    int count = mine.seal(nonce, associated, plain, offset, length, sealed, at);
                    if (length == 33) sealed[at + count] = 1;
                    return count;
                };
            }
        }, "sealing 33 bytes wrote outside the place it was given");
        refuses(opening((good, nonce, associated, record, plain, at) -> {
            if (record.length == 65_536 + 16) plain[at - 1] = 1;
            return good.open(nonce, associated, record, 0, record.length, plain, at);
        }), "opening 65536 bytes wrote outside the place it was given");
    }

    @Test
    void oneThatChangesWhatItIsGivenIsRefused() {
        refuses(new Spoilt() {
            @Override
            public Sealer sealer(byte[] key) {
                Sealer mine = good.sealer(key);
                return (nonce, associated, plain, offset, length, sealed, at) -> {
                    int count = mine.seal(nonce, associated, plain, offset, length, sealed, at);
                    Arrays.fill(plain, offset, offset + length, (byte) 0);
                    return count;
                };
            }
        }, "changed the bytes that were to be sealed");
    }

    @Test
    void oneThatCannotDoALengthIsToldWhich() {
        refuses(opening((good, nonce, associated, record, plain, at) -> {
            if (record.length == 16_385 + 16) throw new IllegalArgumentException("16385 is too much\nfor me");
            return good.open(nonce, associated, record, 0, record.length, plain, at);
        }), "opening 16385 bytes ended with java.lang.IllegalArgumentException: 16385 is too much for me");
    }

    @Test
    void oneWhoseSealersDependOnWhatWentBeforeIsRefused() {
        refuses(new Spoilt() {
            @Override
            public Sealer sealer(byte[] key) {
                Sealer mine = good.sealer(key);
                int[] count = {0};
                return (nonce, associated, plain, offset, length, sealed, at) -> {
                    byte[] counted = nonce.clone();
                    counted[5] ^= (byte) (count[0]++ > 2 && length > 300 && length < 1_000 ? 1 : 0);
                    return mine.seal(counted, associated, plain, offset, length, sealed, at);
                };
            }
        }, "a good record");
    }

    @Test
    void oneThatThrowsAnErrorIsRefused() {
        refuses(new Spoilt() {
            @Override
            public Opener opener(byte[] key) {
                throw new NoClassDefFoundError("org/example/Missing");
            }
        }, "making an opener ended with java.lang.NoClassDefFoundError: org/example/Missing");
    }

    @Test
    void namesThatPeersCannotBeToldAreRefused() {
        for (String name : List.of("", "has space", "X".repeat(33), "Ünder", "Mine+AES-256-GCM")) refuses(new Spoilt() {
            @Override
            public String name() {
                return name;
            }
        }, "peers cannot be told its name '" + name + "'");
    }

    @Test
    void otherSizesThanThoseOfALinkAreRefused() {
        refuses(new Spoilt() {
            @Override
            public int tagBytes() {
                return 8;
            }
        }, "its tag 8");
    }
}
