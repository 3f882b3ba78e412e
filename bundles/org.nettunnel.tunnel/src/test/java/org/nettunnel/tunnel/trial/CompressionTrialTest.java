package org.nettunnel.tunnel.trial;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Decompressor;
import org.nettunnel.compression.deflate.DeflateCompression;

/// Compressions that do not what a compression must are refused, each with the sentence that says what.
@Timeout(60)
class CompressionTrialTest {
    /// What a good one does, for others to spoil.
    private static class Squeezing implements Compressor {
        final Compressor good = new DeflateCompression().compressor();

        @Override
        public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
            return good.compress(plain, offset, length, out, outOffset, outLength);
        }

        @Override
        public void reset() {
            good.reset();
        }

        @Override
        public void close() {
            good.close();
        }
    }

    private static class Unsqueezing implements Decompressor {
        final Decompressor good = new DeflateCompression().decompressor();

        @Override
        public void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) throws CorruptCompression {
            good.decompress(frame, offset, length, out, outOffset, outLength);
        }

        @Override
        public void reset() {
            good.reset();
        }

        @Override
        public void close() {
            good.close();
        }
    }

    private static class Spoilt implements Compression {
        @Override
        public String name() {
            return "spoilt";
        }

        @Override
        public Compressor compressor() {
            return new Squeezing();
        }

        @Override
        public Decompressor decompressor() {
            return new Unsqueezing();
        }
    }

    private static void refuses(Compression compression, String why) {
        String said = String.valueOf(assertThrows(Refused.class, () -> new CompressionTrial(compression).run(false)).getMessage());
        assertTrue(said.contains(why), said);
    }

    private static Compression by(java.util.function.Supplier<Compressor> compressor) {
        return new Spoilt() {
            @Override
            public Compressor compressor() {
                return compressor.get();
            }
        };
    }

    private static Compression against(java.util.function.Supplier<Decompressor> decompressor) {
        return new Spoilt() {
            @Override
            public Decompressor decompressor() {
                return decompressor.get();
            }
        };
    }

    @Test
    void goodOnesPass() throws Exception {
        new CompressionTrial(new DeflateCompression()).run(false);
        new CompressionTrial(new Spoilt()).run(true);
    }

    @Test
    void oneThatWritesBeyondWhatIsStatedIsRefused() {
        refuses(against(() -> new Unsqueezing() {
            @Override
            public void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) throws CorruptCompression {
                try {
                    good.decompress(frame, offset, length, out, outOffset, outLength);
                } catch (CorruptCompression corrupt) {
                    out[outOffset + outLength] = 0;
                    throw corrupt;
                }
            }
        }), "wrote outside the place it was given");
    }

    @Test
    void oneThatTakesShorterFramesForGoodOnesIsRefused() {
        refuses(against(() -> new Unsqueezing() {
            @Override
            public void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) throws CorruptCompression {
                try {
                    good.decompress(frame, offset, length, out, outOffset, outLength);
                } catch (CorruptCompression corrupt) {
                    if (!String.valueOf(corrupt.getMessage()).contains("gives 2000 bytes")) throw corrupt;
                }
            }
        }), "a frame of 2000 bytes that states 2001 was taken for a good one");
    }

    @Test
    void oneThatThrowsAtMalformedFramesIsRefused() {
        refuses(against(() -> new Unsqueezing() {
            @Override
            public void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) {
                try {
                    good.decompress(frame, offset, length, out, outOffset, outLength);
                } catch (CorruptCompression corrupt) {
                    throw new ArrayIndexOutOfBoundsException(-1);
                }
            }
        }), "bytes ended with java.lang.ArrayIndexOutOfBoundsException");
    }

    @Test
    void oneWhoseContextsAreOneIsRefused() {
        var shared = new Unsqueezing();
        refuses(against(() -> shared), "");
    }

    @Test
    void oneThatSaysItWroteMoreThanThereIsRoomForIsRefused() {
        refuses(by(() -> new Squeezing() {
            @Override
            public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
                int count = good.compress(plain, offset, length, out, outOffset, outLength);
                return count < 0 ? outLength + 1 : count;
            }
        }), "said that it wrote");
    }

    @Test
    void oneThatMakesNothingSmallerIsRefused() {
        refuses(by(() -> new Squeezing() {
            @Override
            public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
                return -1;
            }
        }), "it makes nothing smaller");
    }

    @Test
    void oneThatChangesBytesIsRefused() {
        refuses(by(() -> new Squeezing() {
            @Override
            public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
                byte[] other = Arrays.copyOfRange(plain, offset, offset + length);
                if (length == 4_096) other[4_095]++;
                return good.compress(other, 0, length, out, outOffset, outLength);
            }
        }), "a frame of 4096 bytes came back changed");
    }

    @Test
    void oneThatDoesNotBeginAnewIsRefused() {
        refuses(by(() -> new Squeezing() {
            @Override
            public void reset() {}
        }), "");
    }

    @Test
    void namesThatPeersCannotBeToldAreRefused() {
        refuses(new Spoilt() {
            @Override
            public String name() {
                return "two words";
            }
        }, "peers cannot be told its name 'two words'");
    }
}
