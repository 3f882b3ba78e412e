package @ID@;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.compression.CorruptCompression;

/// The engine tries the same and more before it uses the compression; here it is found out sooner.
class @CLASS@CompressionTest {
    private final @CLASS@Compression compression = new @CLASS@Compression();

    @Test
    void unpacksTheExampleOfTechnicalNote1023() throws Exception {
        byte[] packed = HexFormat.of().parseHex("feaa0280002afdaa0380002a22f7aa");
        byte[] plain = HexFormat.of().parseHex("aaaaaa80002aaaaaaaaa80002a22aaaaaaaaaaaaaaaaaaaa");
        assertArrayEquals(plain, unpack(packed, plain.length));
        byte[] out = new byte[100];
        assertArrayEquals(packed, Arrays.copyOf(out, compression.compressor().compress(plain, 0, plain.length, out, 0, out.length)));
    }

    @Test
    void givesBackWhatWentIn() throws Exception {
        for (String text : new String[] {"a", "aa", "aaa", "abcabc", "x".repeat(1000), "ab".repeat(200) + "c".repeat(127) + "d".repeat(129)}) {
            byte[] plain = text.getBytes(StandardCharsets.US_ASCII);
            byte[] out = new byte[2 * plain.length + 2];
            int length = compression.compressor().compress(plain, 0, plain.length, out, 0, out.length);
            assertArrayEquals(plain, unpack(Arrays.copyOf(out, length), plain.length), text);
        }
    }

    @Test
    void saysWhenAFrameDoesNotFit() {
        var compressor = compression.compressor();
        assertEquals(-1, compressor.compress(new byte[] {1, 2, 3, 4}, 0, 4, new byte[4], 0, 4));
        assertThrows(IllegalStateException.class, () -> compressor.compress(new byte[4], 0, 4, new byte[9], 0, 9));
        compressor.reset();
        assertTrue(compressor.compress(new byte[4], 0, 4, new byte[9], 0, 9) > 0);
    }

    @Test
    void refusesFramesThatGiveFewerOrMoreBytesOrEndWithin() {
        for (String wrong : new String[] {"fd01", "fb01", "0301020304ff", "80", "05ff", ""})
            assertThrows(CorruptCompression.class, () -> unpack(HexFormat.of().parseHex(wrong), 5), wrong);
    }

    private byte[] unpack(byte[] frame, int length) throws CorruptCompression {
        byte[] out = new byte[length];
        compression.decompressor().decompress(frame, 0, frame.length, out, 0, length);
        return out;
    }
}
