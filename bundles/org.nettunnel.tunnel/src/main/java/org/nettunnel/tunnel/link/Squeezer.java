package org.nettunnel.tunnel.link;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Entropy;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.Violation;

/// Decides for each frame of one stream whether it travels compressed, and keeps the stream's context.
///
/// *Adaptive* compresses only while the link is what is slow, and backs off from what does not compress; a name compresses always.
/// **Threads:** the stream's loop.
final class Squeezer {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final String ADAPTIVE = "adaptive";
    private static final String OFF = "off";
    /// Shorter frames gain nothing.
    private static final int LEAST = 256;
    private static final int MOST_BACK_OFF = 10;
    /// Length of the plain bytes, before the compressed ones.
    private static final int LENGTH = 3;
    private static final int BODY = FrameType.HEADER + FrameType.DATA_HEADER + LENGTH;

    private final Link link;
    private final Compression compression;
    private final int index;
    private final boolean isAdaptive;
    private @Nullable Compressor compressor;
    private boolean startsContext = true;
    private boolean isOff;
    private int misses;
    private int skip;

    private Squeezer(Link link, int index, boolean isAdaptive) {
        this.link = link;
        this.compression = link.terms().compressions().get(index);
        this.index = index;
        this.isAdaptive = isAdaptive;
    }

    /// Null where the setting or what both ends have leaves nothing to compress with.
    static @Nullable Squeezer forStream(String setting, Link link) {
        List<Compression> agreed = link.terms().compressions();
        if (setting.equals(OFF) || agreed.isEmpty()) return null;
        if (setting.equals(ADAPTIVE)) return new Squeezer(link, 0, true);
        for (int i = 0; i < agreed.size(); i++) if (agreed.get(i).name().equals(setting)) return new Squeezer(link, i, false);
        return null;
    }

    /// Sends the frame compressed; false when it is to be sent raw.
    boolean send(Link link, long stream, long offset, byte[] bytes, int at, int length) throws Violation {
        if (isOff || length < LENGTH + 2 || isAdaptive && !isWorthTrying(offset, bytes, at, length)) return false;
        Compressor mine = compressor();
        if (mine == null) return false;
        byte[] out = link.loop().scratch;
        int count;
        try {
            count = mine.compress(bytes, at, length, out, BODY, length - LENGTH - 1);
            if (count < 0) mine.reset();
        } catch (RuntimeException | LinkageError gone) {
            // its bundle was removed under it: the stream goes on raw
            LOG.log(System.Logger.Level.WARNING, "compression=" + compression.name() + " stream=" + stream + " failed, goes on raw", gone);
            isOff = true;
            return false;
        }
        if (count < 0) {
            startsContext = true;
            backOff();
            return false;
        }
        misses = 0;
        write(stream, offset, out, count, length);
        return true;
    }

    private boolean isWorthTrying(long offset, byte[] bytes, int at, int length) {
        if (!link.isBacklogged()) return false;
        if (offset == 0 && length >= 2 && bytes[at] == 0x16 && bytes[at + 1] == 0x03) {
            isOff = true;
            return false;
        }
        if (length < LEAST) return false;
        if (skip > 0) {
            skip--;
            return false;
        }
        if (link.loop().entropy.bits(bytes, at, length) <= Entropy.WORTH_IT) return true;
        backOff();
        return false;
    }

    private void backOff() {
        skip = 1 << Math.min(misses++, MOST_BACK_OFF);
    }

    private @Nullable Compressor compressor() {
        Compressor mine = compressor;
        if (mine != null || !link.terms().isStillThere().test(compression) || !link.contexts().take()) return mine;
        return compressor = compression.compressor();
    }

    private void write(long stream, long offset, byte[] out, int count, int plainLength) throws Violation {
        int flags = FrameType.COMPRESSED | (startsContext ? FrameType.CONTEXT_START : 0) | index << 4;
        startsContext = false;
        Outbox.header(out, 0, FrameType.DATA, stream, FrameType.DATA_HEADER + LENGTH + count);
        BigEndian.put64(out, FrameType.HEADER, offset);
        out[FrameType.HEADER + 8] = (byte) flags;
        BigEndian.put24(out, FrameType.HEADER + FrameType.DATA_HEADER, plainLength);
        link.compressed(out, BODY + count);
    }

    void close() {
        Compressor mine = compressor;
        compressor = null;
        isOff = true;
        if (mine == null) return;
        link.contexts().giveBack();
        try {
            mine.close();
        } catch (RuntimeException | LinkageError gone) {
            LOG.log(System.Logger.Level.DEBUG, "compression=" + compression.name() + " was gone before its context", gone);
        }
    }
}
