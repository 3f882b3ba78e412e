package org.nettunnel.node;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;

/// Holds a parser to what anybody may make it do: one kind of failure, so many bytes, so much time.
///
/// @param failure   the only exception that bytes from outside may raise
/// @param mostBytes that it may allocate on its thread
public record Bounded(Class<? extends Exception> failure, long mostBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /// Many times what any input needs on a busy machine: what takes longer grows faster than its input.
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Reads bytes from outside, the same each time.
    public interface Parser {
        void parse() throws Exception;
    }

    /// @return whether it was read; false when it was refused as it should be
    public boolean reads(Parser parser) {
        long start = System.nanoTime();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean isRead = outcome(parser);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        // the first time loads classes
        for (int again = 0; allocated > mostBytes && again < 2; again++) {
            before = THREADS.getCurrentThreadAllocatedBytes();
            if (outcome(parser) != isRead) throw new AssertionError("read " + isRead + " once and not another time");
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        long took = System.nanoTime() - start;
        if (allocated > mostBytes) throw new AssertionError("allocated " + allocated + " bytes, more than " + mostBytes);
        if (took > LONGEST_NANOS) throw new AssertionError("took " + TimeUnit.NANOSECONDS.toMillis(took) + " ms");
        return isRead;
    }

    private boolean outcome(Parser parser) {
        try {
            parser.parse();
            return true;
        } catch (Exception refused) {
            if (!failure.isInstance(refused)) throw new AssertionError("a failure that is no " + failure.getSimpleName(), refused);
            if (refused.getMessage() == null || refused.getMessage().isBlank()) throw new AssertionError("a refusal without a word", refused);
            return false;
        }
    }
}
