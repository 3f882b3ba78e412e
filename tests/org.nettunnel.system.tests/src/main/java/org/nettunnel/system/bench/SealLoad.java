package org.nettunnel.system.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;

/// Seals records and opens them again on this thread; time is the CPU time of the thread, so that neighbours hardly count.
final class SealLoad {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int RECORD_BYTES = 32 * 1024;
    private static final int SMALL_BYTES = 100;
    private static final byte[] ASSOCIATED = new byte[4];

    private final Sealer sealer;
    private final Opener opener;
    private final byte[] plain = new byte[RECORD_BYTES];
    private final byte[] sealed = new byte[RECORD_BYTES + 256];
    private final byte[] opened = new byte[RECORD_BYTES];
    private long counter;

    private SealLoad(Suite suite) {
        byte[] key = new byte[suite.keyBytes()];
        SplittableRandom random = new SplittableRandom(1);
        random.nextBytes(key);
        random.nextBytes(plain);
        sealer = suite.sealer(key);
        opener = suite.opener(key);
    }

    /// Sealing and opening in MiB/s, CPU seconds per GiB of both together, and short records per second.
    static Map<String, Double> measure(Suite suite, Duration warm, Duration measured) throws ForgedRecord {
        SealLoad load = new SealLoad(suite);
        load.run(RECORD_BYTES, warm);
        Times bulk = load.run(RECORD_BYTES, measured);
        load.run(SMALL_BYTES, warm);
        Times small = load.run(SMALL_BYTES, measured);
        double gibibytes = (double) bulk.records() * RECORD_BYTES / (1 << 30);
        return Map.of("seal", gibibytes * 1024 / bulk.sealing(), "open", gibibytes * 1024 / bulk.opening(),
                "cpu", (bulk.sealing() + bulk.opening()) / gibibytes, "small", small.records() / (small.sealing() + small.opening()));
    }

    /// Seconds of CPU.
    private record Times(long records, double sealing, double opening) {}

    private Times run(int length, Duration least) throws ForgedRecord {
        int turn = 1;
        long records = 0;
        long sealing = 0;
        long opening = 0;
        while (sealing + opening < least.toNanos()) {
            long[] spent = turn(length, turn);
            records += turn;
            sealing += spent[0];
            opening += spent[1];
            // a turn takes about a millisecond, so that reading the clock does not count
            if (spent[0] + spent[1] < 1_000_000 && turn < 1 << 12) turn <<= 1;
        }
        return new Times(records, sealing / 1e9, opening / 1e9);
    }

    /// Seals so many records, then opens the last one as often: what is opened must be what was sealed.
    private long[] turn(int length, int records) throws ForgedRecord {
        long start = THREADS.getCurrentThreadCpuTime();
        int count = 0;
        byte[] nonce = new byte[12];
        for (int i = 0; i < records; i++) {
            ByteBuffer.wrap(nonce).putLong(4, counter++);
            count = sealer.seal(nonce, ASSOCIATED, plain, 0, length, sealed, 0);
        }
        long between = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < records; i++)
            if (opener.open(nonce, ASSOCIATED, sealed, 0, count, opened, 0) != length) throw new IllegalStateException("a record lost its length");
        return new long[] {between - start, THREADS.getCurrentThreadCpuTime() - between};
    }
}
