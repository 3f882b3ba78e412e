package org.nettunnel.tunnel.wire;

import java.time.Duration;

/// How much one key of one direction may carry: at the soft limit new ones are asked for, at the hard one the link ends (protocol section 7).
///
/// Bytes are those of ciphertext and tag. Both ends must have the same.
///
/// @param agreement how long something that left may be waited for, until new keys without it are agreed
public record KeyLimits(Limit soft, Limit hard, Duration agreement) {
    /// Whichever is reached first.
    public record Limit(long records, long bytes, Duration time) {
        public Limit {
            if (records < 1 || bytes < 1 || !time.isPositive())
                throw new IllegalArgumentException("a key's limit of " + records + " records, " + bytes + " bytes, " + time + " lets nothing through");
        }

        /// @param nanos since the key was taken into use
        public boolean isReached(RecordCounter counter, long nanos) {
            return counter.records() >= records || counter.bytes() >= bytes || nanos >= time.toNanos();
        }

        /// Whether less than a quarter of it is used.
        public boolean isFar(RecordCounter counter, long nanos) {
            return counter.records() < records / 4 && counter.bytes() < bytes / 4 && nanos < time.toNanos() / 4;
        }
    }

    public KeyLimits {
        if (hard.records < soft.records || hard.bytes < soft.bytes || hard.time.compareTo(soft.time) < 0)
            throw new IllegalArgumentException("the hard limit of keys " + hard + " is below the soft one " + soft);
    }

    public static KeyLimits standard() {
        return new KeyLimits(new Limit(1L << 22, 64L << 30, Duration.ofMinutes(60)), new Limit(1L << 24, 256L << 30, Duration.ofHours(3)),
                Duration.ofSeconds(30));
    }

    /// For tests: new keys every `records` records.
    public static KeyLimits every(long records) {
        KeyLimits standard = standard();
        return new KeyLimits(new Limit(records, standard.soft.bytes, standard.soft.time), standard.hard, standard.agreement);
    }
}
