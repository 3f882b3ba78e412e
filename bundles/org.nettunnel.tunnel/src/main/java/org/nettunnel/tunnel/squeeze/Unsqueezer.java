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
    private @Nullable Decompressor decompressor;
    private int index = -1;

    public Unsqueezer(Agreement agreement) {
        this.agreement = agreement;
    }

    /// Decompresses one frame to the agreement's scratch.
    public void open(int flags, byte[] bytes, int at, int length, int plainLength) throws Violation {
        if ((flags & FrameType.CONTEXT_START) != 0) start(flags >>> 4);
        Decompressor mine = decompressor;
        if (mine == null || flags >>> 4 != index) throw new Violation("compressed DATA without the start of its context");
        try {
            mine.decompress(bytes, at, length, agreement.scratch(), 0, plainLength);
        } catch (CorruptCompression corrupt) {
            throw new Violation("compressed DATA cannot be decompressed: " + corrupt.getMessage());
        } catch (RuntimeException | LinkageError gone) {
            throw new Violation(CloseCode.NO_COMMON_SUITE, "the compression left while a stream used it: " + gone.getMessage());
        }
    }

    private void start(int newIndex) throws Violation {
        Decompressor mine = decompressor;
        if (mine != null && newIndex == index) {
            mine.reset();
            return;
        }
        close();
        List<Compression> agreed = agreement.compressions();
        if (newIndex >= agreed.size()) throw new Violation("DATA compressed by number " + newIndex + ", which was not agreed");
        if (!agreement.contexts().hold()) throw new Violation(CloseCode.MEMORY, "more compression contexts than we keep");
        decompressor = agreed.get(newIndex).decompressor();
        index = newIndex;
    }

    public void close() {
        Decompressor mine = decompressor;
        decompressor = null;
        if (mine == null) return;
        agreement.contexts().drop();
        try {
            mine.close();
        } catch (RuntimeException | LinkageError gone) {
            LOG.log(System.Logger.Level.DEBUG, "a compression was gone before its context", gone);
        }
    }
}
