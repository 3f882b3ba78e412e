package org.nettunnel.tunnel;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long an outbound tunnel waits before it dials again; half of it is chance, so that nodes do not return in step.
///
/// @param first     before the first attempt after a loss
/// @param busiest   at most so long while the tunnel was up a short time ago
/// @param longest   at most so long otherwise
/// @param reckoned  how long a tunnel counts as up a short time ago
public record Redial(Duration first, Duration busiest, Duration longest, Duration reckoned) {
    public static Redial standard() {
        return new Redial(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(2));
    }

    /// @param failures in a row; 0 after a link was lost
    /// @param sinceUp  since the tunnel was last up
    public Duration before(int failures, Duration sinceUp) {
        Duration longestNow = sinceUp.compareTo(reckoned) < 0 ? busiest : longest;
        long cap = Math.min(longestNow.toMillis(), first.toMillis() << Math.min(failures, 20));
        return half(cap);
    }

    /// For a lane of a session that lives; at once after the loss of a link that stood.
    ///
    /// @param failures in a row
    /// @param isUrgent whether streams wait for it, or may soon
    public Duration again(int failures, boolean isUrgent) {
        if (failures == 0) return Duration.ZERO;
        return half(Math.min((isUrgent ? busiest : longest).toMillis(), first.toMillis() << Math.min(failures - 1, 20)));
    }

    /// After an end that waiting a little cannot mend.
    public Duration slow() {
        return half(longest.toMillis());
    }

    private static Duration half(long cap) {
        return Duration.ofMillis(cap / 2 + ThreadLocalRandom.current().nextLong(cap / 2 + 1));
    }
}
