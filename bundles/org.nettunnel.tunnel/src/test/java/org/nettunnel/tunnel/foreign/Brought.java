package org.nettunnel.tunnel.foreign;

import java.util.List;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Decompressor;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.KeyStream;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.crypto.jdk.AesGcmSuite;

/// A suite, a compression, a stream cipher and a suite that throws, each of classes of this package.
public final class Brought {
    public static final String SUITE = "Brought-1";
    public static final String COMPRESSION = "brought";
    public static final String CIPHER = "Brought";

    private Brought() {}

    /// AES-256-GCM under another name.
    public static final class Sound implements Suite {
        private final Suite aes = new AesGcmSuite();

        @Override
        public String name() {
            return SUITE;
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
            Sealer mine = aes.sealer(key);
            return (nonce, associated, plain, offset, length, sealed, at) -> mine.seal(nonce, associated, plain, offset, length, sealed, at);
        }

        @Override
        public Opener opener(byte[] key) {
            return new Opening(aes.opener(key));
        }

        @Override
        public List<KnownAnswer> knownAnswers() {
            return aes.knownAnswers();
        }

        private record Opening(Opener mine) implements Opener {
            @Override
            public int open(byte[] nonce, byte[] associated, byte[] sealed, int offset, int length, byte[] plain, int at) throws ForgedRecord {
                return mine.open(nonce, associated, sealed, offset, length, plain, at);
            }
        }
    }

    /// Its own kind of failure.
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        @SuppressWarnings("unused") // so that whoever keeps it keeps this
        private final transient Object holds = new Sound();
    }

    public static Suite suite() {
        return new Sound();
    }

    public static Suite throwing() {
        return new Suite() {
            @Override
            public String name() {
                return "Throwing-1";
            }

            @Override
            public int keyBytes() {
                return 32;
            }

            @Override
            public int tagBytes() {
                throw new Failure();
            }

            @Override
            public Sealer sealer(byte[] key) {
                throw new Failure();
            }

            @Override
            public Opener opener(byte[] key) {
                throw new Failure();
            }

            @Override
            public List<KnownAnswer> knownAnswers() {
                return List.of();
            }
        };
    }

    /// XORs a counter that steps by the key.
    public static StreamCipher cipher() {
        return new StreamCipher() {
            @Override
            public String name() {
                return CIPHER;
            }

            @Override
            public int keyBytes() {
                return 16;
            }

            @Override
            public KeyStream keyStream(byte[] key) {
                byte[] mine = key.clone();
                int[] at = {0};
                return (bytes, offset, length) -> {
                    for (int i = offset; i < offset + length; i++) bytes[i] ^= (byte) (mine[at[0]++ % mine.length] + at[0] / mine.length);
                };
            }

            @Override
            public List<KnownAnswer> knownAnswers() {
                return List.of(KnownAnswer.ofHex("this test", "00112233445566778899aabbccddeeff", "", "", "00".repeat(18),
                        "00112233445566778899aabbccddee00" + "0112"), KnownAnswer.ofHex("this test", "00".repeat(16), "", "", "05", "05"));
            }

            @Override
            public boolean isLegacy() {
                return true;
            }
        };
    }

    public static Compression compression() {
        return new Compression() {
            private final Compression deflate = new DeflateCompression();

            @Override
            public String name() {
                return COMPRESSION;
            }

            @Override
            public Compressor compressor() {
                return new Squeezing(deflate.compressor());
            }

            @Override
            public Decompressor decompressor() {
                return new Unsqueezing(deflate.decompressor());
            }
        };
    }

    private record Squeezing(Compressor mine) implements Compressor {
        @Override
        public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
            return mine.compress(plain, offset, length, out, outOffset, outLength);
        }

        @Override
        public void reset() {
            mine.reset();
        }

        @Override
        public void close() {
            mine.close();
        }
    }

    private record Unsqueezing(Decompressor mine) implements Decompressor {
        @Override
        public void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) throws CorruptCompression {
            mine.decompress(frame, offset, length, out, outOffset, outLength);
        }

        @Override
        public void reset() {
            mine.reset();
        }

        @Override
        public void close() {
            mine.close();
        }
    }
}
