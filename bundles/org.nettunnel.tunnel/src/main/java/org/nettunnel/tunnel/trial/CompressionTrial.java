package org.nettunnel.tunnel.trial;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Decompressor;
import org.nettunnel.tunnel.handshake.Offers;

/// Proves a compression before streams use it: what goes in comes out, contexts are their own, room is respected, and what a peer may have
/// made up never writes past what it states.
public final class CompressionTrial implements Trial {
    /// What the engine leaves for a frame: it is sent raw where it would not get smaller by more.
    private static final int GAIN = 4;
    private static final int GARBAGE = 200;
    private static final int[] LENGTHS = {6, 17, 255, 256, 1_000, 4_096, 16 * 1024, 64 * 1024};

    private final Compression compression;
    private int state = 0x2545f491;

    public CompressionTrial(Compression compression) {
        this.compression = compression;
    }

    @Override
    public void run(boolean isFirst) throws Refused, InterruptedException {
        String name = compression.name();
        if (!Offers.isName(name)) throw new Refused("peers cannot be told its name '" + Refused.shown(name) + "': a name is 1 to " + Offers.LONGEST_NAME
                + " of A-Z a-z 0-9 . _ + / -");
        for (int length : LENGTHS) for (byte[] frame : List.of(text(length), new byte[length], noise(length))) repeated(frame);
        contexts();
        room();
        statedLengths();
        malformed();
    }

    // what frames are made of

    private static byte[] text(int length) {
        byte[] words = "GET /index.html HTTP/1.1\r\nHost: example.org\r\nAccept: text/html\r\n{\"name\":\"value\",\"number\":1234}\n".getBytes(US_ASCII);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) text[i] = (byte) (words[i % words.length] + (i / words.length) % 3);
        return text;
    }

    /// The same each time: xorshift (Marsaglia 2003).
    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            noise[i] = (byte) state;
        }
        return noise;
    }

    // what it should do

    /// Three times over in one context: the later ones lean on the first.
    private void repeated(byte[] frame) throws Refused, InterruptedException {
        Trial.goOn();
        try (var both = new Pair()) {
            boolean isWorthIt = false;
            for (int i = 0; i < 3; i++) isWorthIt |= both.carry(frame, frame.length - GAIN);
            if (!isWorthIt && frame.length >= LENGTHS[5] && frame[0] == 0) throw new Refused("it makes nothing smaller, not even zeros");
        }
    }

    /// Two pairs take turns, and one begins anew.
    private void contexts() throws Refused, InterruptedException {
        try (var one = new Pair(); var other = new Pair()) {
            for (int i = 0; i < 24; i++) {
                Trial.goOn();
                one.carry(text(300 + 97 * i), 296 + 97 * i);
                other.carry(noise(200), 600);
                other.carry(text(64 + i), 600);
                if (i % 7 == 6) one.reset();
            }
        }
    }

    private void room() throws Refused {
        try (var both = new Pair()) {
            both.carry(text(1_000), 996);
            if (both.compress(noise(16 * 1024), 160) != null) throw new Refused("it said that bytes without any order fit into a hundredth of their room");
            both.reset();
            both.carry(text(1_000), 996);
        }
    }

    // what others may have made up

    private byte[] aFrame() throws Refused {
        try (var both = new Pair()) {
            byte[] compressed = both.compress(text(2_000), 1_996);
            if (compressed == null) throw new Refused("it cannot make 2000 bytes of text smaller");
            return compressed;
        }
    }

    private void statedLengths() throws Refused {
        byte[] frame = aFrame();
        for (int length : new int[] {1, 1_000, 1_999, 2_001, 4_000, 65_536})
            if (decompressed(frame, length) != null) throw new Refused("a frame of 2000 bytes that states " + length + " was taken for a good one");
    }

    private void malformed() throws Refused, InterruptedException {
        byte[] frame = aFrame();
        for (int at = 0; at < frame.length; at += 1 + frame.length / 64) {
            Trial.goOn();
            byte[] flipped = frame.clone();
            flipped[at] ^= (byte) (1 << (at & 7));
            decompressed(flipped, 2_000);
            if (at > 0) decompressed(Arrays.copyOf(frame, at), 2_000);
        }
        if (decompressed(new byte[0], 2_000) != null) throw new Refused("a frame of no bytes at all gave 2000");
        decompressed(Arrays.copyOf(frame, frame.length + 9), 2_000);
        for (int i = 0; i < GARBAGE; i++) {
            Trial.goOn();
            decompressed(noise(1 + i * 3), 1 + i * 40);
        }
    }

    /// In a context of its own; null when it was said to be corrupt.
    private byte @Nullable [] decompressed(byte[] frame, int length) throws Refused {
        try (var both = new Pair()) {
            return both.decompress(frame, length);
        } catch (CorruptCompression asItMust) {
            return null;
        }
    }

    /// Both ends of one direction of a stream.
    private final class Pair implements AutoCloseable {
        private final Compressor compressor;
        private final Decompressor decompressor;
        private int offset;

        Pair() throws Refused {
            try {
                compressor = compression.compressor();
                decompressor = compression.decompressor();
            } catch (RuntimeException | Error thrown) {
                throw Refused.threw("making a context", thrown);
            }
        }

        /// Whether the frame fitted; where it did not both begin anew, as the engine does.
        boolean carry(byte[] frame, int room) throws Refused {
            byte[] compressed = compress(frame, room);
            if (compressed == null) {
                reset();
                return false;
            }
            try {
                if (!Arrays.equals(decompress(compressed, frame.length), frame)) throw new Refused("a frame of " + frame.length + " bytes came back changed");
            } catch (CorruptCompression corrupt) {
                throw new Refused("a good frame of " + frame.length + " bytes was taken for a corrupt one");
            }
            return true;
        }

        byte @Nullable [] compress(byte[] frame, int room) throws Refused {
            String doing = "compressing " + frame.length + " bytes";
            Framed plain = Framed.of(offset++ % 13, frame);
            Framed out = Framed.room(offset % 11, room);
            int count;
            try {
                count = compressor.compress(plain.bytes, plain.offset, plain.length, out.bytes, out.offset, out.length);
            } catch (RuntimeException | Error thrown) {
                throw Refused.threw(doing, thrown);
            }
            if (!out.hasItsMargins()) throw new Refused(doing + " wrote outside the place it was given");
            if (!plain.holds(frame)) throw new Refused(doing + " changed the bytes it was given");
            if (count < -1 || count == 0 || count > room) throw new Refused(doing + " into " + room + " said that it wrote " + count);
            return count < 0 ? null : out.content(count);
        }

        byte[] decompress(byte[] frame, int length) throws Refused, CorruptCompression {
            String doing = "decompressing a frame that states " + length + " bytes";
            Framed in = Framed.of(offset++ % 13, frame);
            Framed out = Framed.room(offset % 11, length);
            @Nullable CorruptCompression said = null;
            try {
                decompressor.decompress(in.bytes, in.offset, in.length, out.bytes, out.offset, out.length);
            } catch (CorruptCompression corrupt) {
                said = corrupt;
            } catch (RuntimeException | Error thrown) {
                throw Refused.threw(doing, thrown);
            }
            if (!out.hasItsMargins()) throw new Refused(doing + " wrote outside the place it was given");
            if (!in.holds(frame)) throw new Refused(doing + " changed the frame it was given");
            if (said != null) throw said;
            return out.content(length);
        }

        void reset() throws Refused {
            try {
                compressor.reset();
                decompressor.reset();
            } catch (RuntimeException | Error thrown) {
                throw Refused.threw("beginning a context anew", thrown);
            }
        }

        @Override
        public void close() throws Refused {
            try {
                compressor.close();
                decompressor.close();
            } catch (RuntimeException | Error thrown) {
                throw Refused.threw("closing a context", thrown);
            }
        }
    }
}
