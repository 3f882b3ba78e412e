package org.nettunnel.tunnel.waits;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.Pace;

/// Lets one direction of a stream move bytes when it is their turn in its user's pace.
///
/// **Threads:** the stream's loop.
public final class Turnstile {
    /// After so long it looks whether the pace has changed.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Pace pace;
    private final Timers timers;
    private final StreamWaits waits;
    private final Wait wait;
    private final Timer timer;
    private Pace.@Nullable Place place;
    private boolean isWaiting;

    /// @param again called when it may be asked again
    public Turnstile(Pace pace, Timers timers, StreamWaits waits, Wait wait, Runnable again) {
        this.pace = pace;
        this.timers = timers;
        this.waits = waits;
        this.wait = wait;
        this.timer = new Timer(() -> {
            isWaiting = false;
            again.run();
        });
    }

    /// How many of `wanted` bytes may move now; at 0 it calls when to ask again.
    public int admits(int wanted, long now) {
        Pace.Place mine = place;
        if (mine == null || !pace.isGood(mine)) place = mine = pace.reserve(wanted, now);
        isWaiting = mine.bytes() == 0 || mine.due() - now > 0;
        waits.is(wait, isWaiting, now);
        if (!isWaiting) return Math.min(wanted, mine.bytes());
        long look = now + LOOK_NANOS;
        timers.arm(timer, mine.bytes() == 0 || mine.due() - look > 0 ? look : mine.due());
        return 0;
    }

    /// So many of those that were admitted did.
    public void moved(int count) {
        Pace.Place mine = place;
        place = null;
        if (mine != null && count < mine.bytes()) pace.giveBack(mine, mine.bytes() - count);
    }

    public boolean isWaiting() {
        return isWaiting;
    }

    /// Bytes a second.
    public long pace() {
        return pace.bytesPerSecond();
    }

    /// The stream is over.
    public void leave() {
        timers.disarm(timer);
        moved(0);
    }
}
