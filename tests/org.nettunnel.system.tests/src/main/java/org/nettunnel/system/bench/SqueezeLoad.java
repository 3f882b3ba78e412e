package org.nettunnel.system.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Decompressor;

/// Compresses the frames of a stream and decompresses them again on this thread; time is the CPU time of the thread.
///
/// A frame that does not become shorter travels raw, as in a tunnel, and costs what the attempt cost.
final class SqueezeLoad {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int FRAME_BYTES = 32 * 1024;

    private final byte[] corpus;
    private final byte[] frame = new byte[FRAME_BYTES];
    private final byte[] back = new byte[FRAME_BYTES];
    private long plainBytes;
    private long wireBytes;
    private long squeezing;
    private long unsqueezing;

    private SqueezeLoad(byte[] corpus) {
        this.corpus = corpus;
    }

    /// Plain bytes for a byte on the wire, compressing and decompressing in MiB/s, and CPU seconds per GiB of both together.
    static Map<String, Double> measure(Compression compression, byte[] corpus, Duration least) throws CorruptCompression {
        SqueezeLoad load = new SqueezeLoad(corpus);
        load.passes(compression, 1);
        load.forget();
        while (load.squeezing + load.unsqueezing < least.toNanos()) load.passes(compression, 1);
        double gibibytes = load.plainBytes / (double) (1 << 30);
        return Map.of("ratio", load.plainBytes / (double) load.wireBytes, "squeeze", gibibytes * 1024e9 / load.squeezing,
                "unsqueeze", gibibytes * 1024e9 / Math.max(1, load.unsqueezing), "cpu", (load.squeezing + load.unsqueezing) / 1e9 / gibibytes);
    }

    private void forget() {
        plainBytes = wireBytes = squeezing = unsqueezing = 0;
    }

    private void passes(Compression compression, int count) throws CorruptCompression {
        try (Compressor compressor = compression.compressor(); Decompressor decompressor = compression.decompressor()) {
            for (int pass = 0; pass < count; pass++)
                for (int at = 0; at + FRAME_BYTES <= corpus.length; at += FRAME_BYTES) frame(compressor, decompressor, at);
        }
    }

    private void frame(Compressor compressor, Decompressor decompressor, int at) throws CorruptCompression {
        long start = THREADS.getCurrentThreadCpuTime();
        int length = compressor.compress(corpus, at, FRAME_BYTES, frame, 0, FRAME_BYTES - 4);
        if (length < 0) compressor.reset();
        long between = THREADS.getCurrentThreadCpuTime();
        if (length < 0) decompressor.reset();
        else decompressor.decompress(frame, 0, length, back, 0, FRAME_BYTES);
        unsqueezing += THREADS.getCurrentThreadCpuTime() - between;
        squeezing += between - start;
        plainBytes += FRAME_BYTES;
        wireBytes += length < 0 ? FRAME_BYTES : length;
        if (length >= 0 && !Arrays.equals(back, 0, FRAME_BYTES, corpus, at, at + FRAME_BYTES)) throw new IllegalStateException("a frame came back wrong");
    }
}
