package org.nettunnel.compression.deflate;

import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Decompressor;

/// Decompresses frames to exactly the length they state. What a frame would give beyond that is never made, so its ratio does not matter.
final class ExactInflater implements Decompressor {
    private static final byte[] NOTHING = {};
    /// What a flush leaves at the end of each frame: an empty stored block.
    private static final int FLUSH = 0x0000ffff;
    private static final int FLUSH_BYTES = 4;

    private final Inflater inflater = new Inflater(true);
    private final byte[] beyond = new byte[1];
    private boolean spoilt;
    private boolean closed;

    @Override
    public void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) throws CorruptCompression {
        Objects.checkFromIndexSize(offset, length, frame.length);
        Objects.checkFromIndexSize(outOffset, outLength, out.length);
        if (closed) throw new IllegalStateException("the decompressor is closed");
        if (spoilt) throw new CorruptCompression("a frame before was corrupt");
        spoilt = true;
        if (!endsWithFlush(frame, offset, length)) throw new CorruptCompression("the compressed frame is cut short or has bytes behind its end");
        inflater.setInput(frame, offset, length);
        try {
            int written = inflate(out, outOffset, outLength);
            if (written < outLength) throw new CorruptCompression("the compressed frame gives " + written + " bytes and states " + outLength);
            // a crafted frame can end within a match that runs past the stated length, all its bytes read
            if (inflate(beyond, 0, 1) > 0) throw new CorruptCompression("the compressed frame gives more than the " + outLength + " bytes it states");
            if (inflater.getRemaining() > 0) throw new CorruptCompression("the compressed frame ends before its bytes do");
        } catch (DataFormatException malformed) {
            throw new CorruptCompression("the compressed frame is malformed: " + malformed.getMessage());
        } finally {
            inflater.setInput(NOTHING);
        }
        spoilt = false;
    }

    private static boolean endsWithFlush(byte[] frame, int offset, int length) {
        if (length < FLUSH_BYTES) return false;
        int end = 0;
        for (int at = offset + length - FLUSH_BYTES; at < offset + length; at++) end = end << 8 | frame[at] & 0xff;
        return end == FLUSH;
    }

    /// Fills `out` as far as the input reaches; stops wherever zlib makes no progress, and refuses the end of the whole stream, which we never write.
    private int inflate(byte[] out, int offset, int length) throws DataFormatException, CorruptCompression {
        int written = 0;
        while (written < length) {
            int more = inflater.inflate(out, offset + written, length - written);
            written += more;
            if (inflater.finished() || inflater.needsDictionary()) throw new CorruptCompression("the compressed frame ends the stream or asks for a dictionary");
            if (more == 0) break;
        }
        return written;
    }

    @Override
    public void reset() {
        if (closed) throw new IllegalStateException("the decompressor is closed");
        inflater.reset();
        spoilt = false;
    }

    @Override
    public void close() {
        closed = true;
        inflater.end();
    }
}
