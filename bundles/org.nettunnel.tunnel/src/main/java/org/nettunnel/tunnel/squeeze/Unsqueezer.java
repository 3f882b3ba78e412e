package org.nettunnel.tunnel.squeeze;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Decompressor;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Violation;

/// The decompression context of one stream.
///
/// **Threads:** the stream's loop.
public final class Unsqueezer {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private final Agreement agreement;
    private final Squeezed tally;
    private @Nullable Decompressor decompressor;
    private int index = -1;
    private long bytesHeld;

    public Unsqueezer(Agreement agreement, Squeezed tally) {
        this.agreement = agreement;
        this.tally = tally;
    }

    /// Decompresses one frame to the agreement's scratch; false where this process has no memory for its context.
    public boolean open(int flags, byte[] bytes, int at, int length, int plainLength) throws Violation {
        if ((flags & FrameType.CONTEXT_START) != 0 && !start(flags >>> 4)) return false;
        Decompressor mine = decompressor;
        if (mine == null || flags >>> 4 != index) throw new Violation("compressed DATA without the start of its context");
        try {
            mine.decompress(bytes, at, length, agreement.scratch(), 0, plainLength);
        } catch (CorruptCompression corrupt) {
            throw new Violation("compressed DATA cannot be decompressed: " + corrupt.getMessage());
        } catch (RuntimeException | LinkageError gone) {
            throw new Violation(CloseCode.NO_COMMON_SUITE, "the compression left while a stream used it: " + gone.getMessage());
        }
        tally.counts(plainLength, length);
        agreement.contexts().received(plainLength, Squeezer.LENGTH + length);
        return true;
    }

    private boolean start(int newIndex) throws Violation {
        Decompressor mine = decompressor;
        if (mine != null && newIndex == index) {
            mine.reset();
            return true;
        }
        close();
        List<Compression> agreed = agreement.compressions();
        if (newIndex >= agreed.size()) throw new Violation("DATA compressed by number " + newIndex + ", which was not agreed");
        Compression compression = agreed.get(newIndex);
        long bytes = compression.decompressorBytes();
        switch (agreement.contexts().hold(bytes)) {
            case TOO_MANY -> throw new Violation(CloseCode.MEMORY, "more compression contexts than we keep");
            case NO_MEMORY -> {
                return false;
            }
            case THERE -> {
                bytesHeld = bytes;
                decompressor = decompressor(compression);
                index = newIndex;
                tally.uses(compression.name());
            }
        }
        return true;
    }

    private Decompressor decompressor(Compression compression) throws Violation {
        try {
            return compression.decompressor();
        } catch (RuntimeException | LinkageError gone) {
            agreement.contexts().drop(bytesHeld);
            throw new Violation(CloseCode.NO_COMMON_SUITE, "the compression left while a stream used it: " + gone.getMessage());
        }
    }

    /// The peer said so; false when there is none.
    public boolean end() {
        boolean was = decompressor != null;
        close();
        return was;
    }

    public void close() {
        Decompressor mine = decompressor;
        decompressor = null;
        if (mine == null) return;
        agreement.contexts().drop(bytesHeld);
        try {
            mine.close();
        } catch (RuntimeException | LinkageError gone) {
            LOG.log(System.Logger.Level.DEBUG, "a compression was gone before its context", gone);
        }
    }
}
