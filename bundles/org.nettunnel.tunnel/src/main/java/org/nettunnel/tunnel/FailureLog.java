package org.nettunnel.tunnel;

import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import org.nettunnel.tunnel.wire.Rate;

/// Says how the handshakes of strangers end, ten times a second at most, so that they cannot fill the log; what was left out is counted.
///
/// **Threads:** safe for any.
final class FailureLog {
    private static final int A_SECOND = 10;

    private final LongSupplier nanoTime;
    private final BiConsumer<Level, String> log;
    /// Guarded by this, as is the next.
    private final Rate rate;
    private long unsaid;

    FailureLog(LongSupplier nanoTime, BiConsumer<Level, String> log) {
        this.nanoTime = nanoTime;
        this.log = log;
        this.rate = new Rate(A_SECOND, A_SECOND, nanoTime.getAsLong());
    }

    synchronized void say(Level level, String sentence) {
        if (!rate.take(nanoTime.getAsLong())) {
            unsaid++;
            return;
        }
        log.accept(level, unsaid == 0 ? sentence : sentence + " (and " + unsaid + " more before it)");
        unsaid = 0;
    }
}
