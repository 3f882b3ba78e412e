package @ID@;

import java.util.Arrays;
import java.util.Objects;

import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Decompressor;

/// Decompresses frames to exactly the length they state, or refuses them.
final class @CLASS@Unpacker implements Decompressor {
    private boolean spoilt;
    private boolean closed;

    @Override
    public void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) throws CorruptCompression {
        Objects.checkFromIndexSize(offset, length, frame.length);
        Objects.checkFromIndexSize(outOffset, outLength, out.length);
        if (closed) throw new IllegalStateException("the decompressor is closed");
        if (spoilt) throw new CorruptCompression("a frame before was corrupt");
        spoilt = true;
        int at = offset;
        int end = offset + length;
        int to = outOffset;
        int last = outOffset + outLength;
        while (at < end) {
            int count = frame[at++];
            int made = 1 + Math.abs(count);
            int read = count < 0 ? 1 : made;
            if (count == Byte.MIN_VALUE) throw new CorruptCompression("the compressed frame has a count that is never written");
            if (read > end - at) throw new CorruptCompression("the compressed frame is cut short");
            if (made > last - to) throw new CorruptCompression("the compressed frame gives more than the " + outLength + " bytes it states");
            if (count < 0) Arrays.fill(out, to, to + made, frame[at]);
            else System.arraycopy(frame, at, out, to, made);
            at += read;
            to += made;
        }
        if (to < last) throw new CorruptCompression("the compressed frame gives " + (to - outOffset) + " bytes and states " + outLength);
        spoilt = false;
    }

    @Override
    public void reset() {
        if (closed) throw new IllegalStateException("the decompressor is closed");
        spoilt = false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
