package org.nettunnel.tunnel.squeeze;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.tunnel.squeeze.Squeezed.Why;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Heartbeat.Pace;
import org.nettunnel.tunnel.wire.Outbox;

/// Decides for each frame of one stream whether it travels compressed, and keeps the stream's context.
///
/// *Adaptive* compresses only while the link is what is slow ([Worth] says what is worth it); a name compresses whatever gets smaller.
/// **Threads:** the stream's loop.
public final class Squeezer {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final String ADAPTIVE = "adaptive";
    private static final String OFF = "off";
    /// Shorter frames gain nothing, and tell most about a secret beside a guess.
    private static final int LEAST = 256;
    /// After so many frames without it a context is given back.
    private static final int UNUSED_FRAMES = 64;
    /// After so long without it, too.
    public static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /// Of what does not get smaller by this part, *adaptive* says that it does not compress.
    private static final int LEAST_GAIN = 16;
    /// Length of the plain bytes, before the compressed ones.
    static final int LENGTH = 3;
    private static final int BODY = FrameType.HEADER + FrameType.DATA_HEADER + LENGTH;

    private final Agreement agreement;
    private final Compression compression;
    private final int index;
    private final boolean isAdaptive;
    private final Worth worth;
    private final Squeezed tally;
    private @Nullable Compressor compressor;
    private long bytesHeld;
    private boolean startsContext = true;
    /// Whether the peer keeps a context for it.
    private boolean isKnown;
    private boolean isOff;
    private long delivered;
    private int unused;
    private long lastUse;

    private Squeezer(Agreement agreement, int index, boolean isAdaptive, Squeezed tally) {
        this.agreement = agreement;
        this.compression = agreement.compressions().get(index);
        this.index = index;
        this.tally = tally;
        this.isAdaptive = isAdaptive;
        this.worth = new Worth(agreement.entropy(), tally);
        tally.uses(compression.name());
    }

    /// Null where the setting or what both ends have leaves nothing to compress with.
    public static @Nullable Squeezer forStream(String setting, Agreement agreement, Squeezed tally) {
        List<Compression> agreed = agreement.compressions();
        if (!setting.equals(OFF)) {
            if (setting.equals(ADAPTIVE) && !agreed.isEmpty()) return new Squeezer(agreement, 0, true, tally);
            for (int i = 0; i < agreed.size(); i++) if (agreed.get(i).name().equals(setting)) return new Squeezer(agreement, i, false, tally);
        }
        tally.uses(setting.equals(OFF) || setting.equals(ADAPTIVE) ? "none" : setting);
        tally.decided(setting.equals(OFF) ? Why.OFF : Why.NOT_COMMON);
        return null;
    }

    /// What the other end's application has taken so far; the rest is on its way, or waits for it.
    public Squeezer delivered(long upTo) {
        delivered = upTo;
        return this;
    }

    /// Makes a whole compressed DATA frame in the agreement's scratch; returns its length, or 0 when the bytes are to be sent raw.
    ///
    /// @param pace of the link
    public int squeeze(Pace pace, long stream, long offset, byte[] bytes, int at, int length) {
        if (isOff || !isToBeTried(pace, offset, bytes, at, length)) {
            unused++;
            return 0;
        }
        Compressor mine = compressor();
        if (mine == null) return 0;
        byte[] out = agreement.scratch();
        int count;
        long before = System.nanoTime();
        try {
            count = mine.compress(bytes, at, length, out, BODY, isAdaptive ? length - length / LEAST_GAIN - LENGTH : length - LENGTH - 1);
            if (count < 0) mine.reset();
        } catch (RuntimeException | LinkageError gone) {
            failed(stream, gone);
            return 0;
        }
        lastUse = pace.now();
        worth.took(length, System.nanoTime() - before);
        if (count < 0) {
            // what was begun is spoilt: the peer forgets it with the next start
            startsContext = true;
            unused++;
            tally.decided(Why.NO_GAIN);
            worth.missed();
            return 0;
        }
        unused = 0;
        worth.hit();
        tally.decided(Why.COMPRESSES);
        tally.counts(length, LENGTH + count);
        agreement.contexts().sent(length, LENGTH + count);
        header(stream, offset, out, count, length);
        return BODY + count;
    }

    private boolean isToBeTried(Pace pace, long offset, byte[] bytes, int at, int length) {
        if (offset == 0 && length >= 2 && bytes[at] == 0x16 && bytes[at + 1] == 0x03) {
            isOff = true;
            tally.decided(Why.TLS);
            return false;
        }
        if (length < LEAST) {
            tally.isSmall();
            return false;
        }
        return !isAdaptive || worth.isWorthTrying(pace, offset - delivered, bytes, at, length);
    }

    /// Its bundle was removed under it: the stream goes on raw.
    private void failed(long stream, Throwable gone) {
        LOG.log(System.Logger.Level.WARNING, "compression=" + compression.name() + " stream=" + stream + " failed, goes on raw", gone);
        isOff = true;
        tally.decided(Why.LEFT);
    }

    private @Nullable Compressor compressor() {
        Compressor mine = compressor;
        if (mine != null) return mine;
        if (!agreement.isStillThere().test(compression)) {
            tally.decided(Why.LEFT);
            return null;
        }
        long bytes = compression.compressorBytes();
        if (!agreement.contexts().take(bytes)) {
            tally.decided(Why.NO_ROOM);
            worth.missed();
            return null;
        }
        bytesHeld = bytes;
        try {
            return compressor = compression.compressor();
        } catch (RuntimeException | LinkageError gone) {
            agreement.contexts().giveBack(bytes);
            failed(0, gone);
            return null;
        }
    }

    private void header(long stream, long offset, byte[] out, int count, int plainLength) {
        int flags = FrameType.COMPRESSED | (startsContext ? FrameType.CONTEXT_START : 0) | index << 4;
        startsContext = false;
        isKnown = true;
        Outbox.header(out, 0, FrameType.DATA, stream, FrameType.DATA_HEADER + LENGTH + count);
        BigEndian.put64(out, FrameType.HEADER, offset);
        out[FrameType.HEADER + 8] = (byte) flags;
        BigEndian.put24(out, FrameType.HEADER + FrameType.DATA_HEADER, plainLength);
    }

    /// Whether it gave the stream up: a later link need not try again.
    public boolean isOff() {
        return isOff;
    }

    /// Whether it holds a context that did not serve for many frames, or not since `before`.
    public boolean isIdle(long before) {
        return compressor != null && (unused >= UNUSED_FRAMES || lastUse - before < 0);
    }

    /// Gives the context back, for now; true when the peer has one too, and is to be told.
    public boolean rest() {
        boolean wasKnown = isKnown;
        isKnown = false;
        startsContext = true;
        unused = 0;
        close();
        return wasKnown;
    }

    /// Gives the context back.
    public void close() {
        Compressor mine = compressor;
        compressor = null;
        if (mine == null) return;
        agreement.contexts().giveBack(bytesHeld);
        try {
            mine.close();
        } catch (RuntimeException | LinkageError gone) {
            LOG.log(System.Logger.Level.DEBUG, "compression=" + compression.name() + " was gone before its context", gone);
        }
    }
}
