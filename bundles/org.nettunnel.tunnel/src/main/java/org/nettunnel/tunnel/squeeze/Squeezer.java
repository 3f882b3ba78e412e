package org.nettunnel.tunnel.squeeze;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Outbox;

/// Decides for each frame of one stream whether it travels compressed, and keeps the stream's context.
///
/// *Adaptive* compresses only while the link is what is slow, and backs off from what does not compress; a name compresses always.
/// **Threads:** the stream's loop.
public final class Squeezer {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final String ADAPTIVE = "adaptive";
    private static final String OFF = "off";
    /// Shorter frames gain nothing.
    private static final int LEAST = 256;
    private static final int MOST_BACK_OFF = 10;
    /// Length of the plain bytes, before the compressed ones.
    private static final int LENGTH = 3;
    private static final int BODY = FrameType.HEADER + FrameType.DATA_HEADER + LENGTH;

    private final Agreement agreement;
    private final Compression compression;
    private final int index;
    private final boolean isAdaptive;
    private @Nullable Compressor compressor;
    private boolean startsContext = true;
    private boolean isOff;
    private int misses;
    private int skip;

    private Squeezer(Agreement agreement, int index, boolean isAdaptive) {
        this.agreement = agreement;
        this.compression = agreement.compressions().get(index);
        this.index = index;
        this.isAdaptive = isAdaptive;
    }

    /// Null where the setting or what both ends have leaves nothing to compress with.
    public static @Nullable Squeezer forStream(String setting, Agreement agreement) {
        List<Compression> agreed = agreement.compressions();
        if (setting.equals(OFF) || agreed.isEmpty()) return null;
        if (setting.equals(ADAPTIVE)) return new Squeezer(agreement, 0, true);
        for (int i = 0; i < agreed.size(); i++) if (agreed.get(i).name().equals(setting)) return new Squeezer(agreement, i, false);
        return null;
    }

    /// Makes a whole compressed DATA frame in the agreement's scratch; returns its length, or 0 when the bytes are to be sent raw.
    ///
    /// @param isSlow whether the link is what is slow
    public int squeeze(boolean isSlow, long stream, long offset, byte[] bytes, int at, int length) {
        if (isOff || length < LENGTH + 2 || isAdaptive && !(isSlow && isWorthTrying(offset, bytes, at, length))) return 0;
        Compressor mine = compressor();
        if (mine == null) return 0;
        byte[] out = agreement.scratch();
        int count;
        try {
            count = mine.compress(bytes, at, length, out, BODY, length - LENGTH - 1);
            if (count < 0) mine.reset();
        } catch (RuntimeException | LinkageError gone) {
            // its bundle was removed under it: the stream goes on raw
            LOG.log(System.Logger.Level.WARNING, "compression=" + compression.name() + " stream=" + stream + " failed, goes on raw", gone);
            isOff = true;
            return 0;
        }
        if (count < 0) {
            startsContext = true;
            backOff();
            return 0;
        }
        misses = 0;
        header(stream, offset, out, count, length);
        return BODY + count;
    }

    private boolean isWorthTrying(long offset, byte[] bytes, int at, int length) {
        if (offset == 0 && length >= 2 && bytes[at] == 0x16 && bytes[at + 1] == 0x03) {
            isOff = true;
            return false;
        }
        if (length < LEAST) return false;
        if (skip > 0) {
            skip--;
            return false;
        }
        if (agreement.entropy().bits(bytes, at, length) <= Entropy.WORTH_IT) return true;
        backOff();
        return false;
    }

    private void backOff() {
        skip = 1 << Math.min(misses++, MOST_BACK_OFF);
    }

    private @Nullable Compressor compressor() {
        Compressor mine = compressor;
        if (mine != null || !agreement.isStillThere().test(compression) || !agreement.contexts().take()) return mine;
        return compressor = compression.compressor();
    }

    private void header(long stream, long offset, byte[] out, int count, int plainLength) {
        int flags = FrameType.COMPRESSED | (startsContext ? FrameType.CONTEXT_START : 0) | index << 4;
        startsContext = false;
        Outbox.header(out, 0, FrameType.DATA, stream, FrameType.DATA_HEADER + LENGTH + count);
        BigEndian.put64(out, FrameType.HEADER, offset);
        out[FrameType.HEADER + 8] = (byte) flags;
        BigEndian.put24(out, FrameType.HEADER + FrameType.DATA_HEADER, plainLength);
    }

    /// Whether it gave the stream up: a later link need not try again.
    public boolean isOff() {
        return isOff;
    }

    /// Gives the context back.
    public void close() {
        Compressor mine = compressor;
        compressor = null;
        if (mine == null) return;
        agreement.contexts().giveBack();
        try {
            mine.close();
        } catch (RuntimeException | LinkageError gone) {
            LOG.log(System.Logger.Level.DEBUG, "compression=" + compression.name() + " was gone before its context", gone);
        }
    }
}
