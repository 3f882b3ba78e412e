package @ID@;

import java.util.Objects;

import org.nettunnel.api.compression.Compressor;

/// Compresses frames; a frame knows nothing of those before it.
final class @CLASS@Packer implements Compressor {
    private static final int LONGEST = 128;
    private boolean spoilt;
    private boolean closed;

    @Override
    public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
        Objects.checkFromIndexSize(offset, length, plain.length);
        Objects.checkFromIndexSize(outOffset, outLength, out.length);
        if (closed) throw new IllegalStateException("the compressor is closed");
        if (spoilt) throw new IllegalStateException("a frame did not fit: reset the compressor before the next");
        if (length == 0) throw new IllegalArgumentException("an empty frame is never compressed");
        int at = offset;
        int to = outOffset;
        int end = offset + length;
        while (at < end) {
            int run = run(plain, at, end);
            int literal = run > 2 ? 0 : literal(plain, at, end);
            int needed = literal == 0 ? 2 : 1 + literal;
            if (to - outOffset + needed > outLength) {
                spoilt = true;
                return -1;
            }
            out[to++] = (byte) (literal == 0 ? 1 - run : literal - 1);
            System.arraycopy(plain, at, out, to, needed - 1);
            to += needed - 1;
            at += literal == 0 ? run : literal;
        }
        return to - outOffset;
    }

    /// How many equal bytes begin at `at`.
    private static int run(byte[] plain, int at, int end) {
        int last = Math.min(end, at + LONGEST);
        int next = at + 1;
        while (next < last && plain[next] == plain[at]) next++;
        return next - at;
    }

    /// How many bytes begin at `at` before a run that is worth its count.
    private static int literal(byte[] plain, int at, int end) {
        int last = Math.min(end, at + LONGEST);
        int next = at + 1;
        while (next < last && run(plain, next, end) < 3) next++;
        return next - at;
    }

    @Override
    public void reset() {
        if (closed) throw new IllegalStateException("the compressor is closed");
        spoilt = false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
