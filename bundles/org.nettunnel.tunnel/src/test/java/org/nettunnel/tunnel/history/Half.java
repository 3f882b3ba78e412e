package org.nettunnel.tunnel.history;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

/// One direction of a stream: what its writer gave away and what its reader got, compared at every moment.
///
/// **Threads:** one writer, one reader; the counts are read by any.
public final class Half {
    private static final int SAMPLE = 16;
    private final String name;
    private final long seed;
    private final Consumer<String> broken;
    private final MessageDigest written = sha256();
    private final MessageDigest read = sha256();
    private volatile long offered;
    private volatile long received;
    private volatile boolean isFinished;
    private volatile boolean hasEnded;
    private volatile boolean wasReset;

    /// @param broken gets a sentence for each promise that does not hold
    Half(String name, long seed, Consumer<String> broken) {
        this.name = name;
        this.seed = seed;
        this.broken = broken;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // the writer

    /// The next bytes to write; they count as given away from here.
    public void next(byte[] bytes, int count) {
        Content.fill(seed, offered, bytes, 0, count);
        written.update(bytes, 0, count);
        offered += count;
    }

    /// The writer is about to close its output in order.
    public void finishes() {
        isFinished = true;
    }

    // the reader

    /// The reader got `count` bytes.
    public void got(byte[] bytes, int count) {
        long from = received;
        if (hasEnded || wasReset) broken.accept(name + " brought " + count + " bytes after its end");
        if (from + count > offered) broken.accept(name + " brought byte " + (from + count - 1) + " but only " + offered + " were written");
        int wrong = Content.firstWrong(seed, from, bytes, 0, count);
        if (wrong >= 0) broken.accept(name + " has a wrong byte at " + (from + wrong) + ": " + whatItIs(from + wrong, bytes, wrong, count));
        read.update(bytes, 0, count);
        received = from + count;
    }

    private String whatItIs(long due, byte[] bytes, int at, int count) {
        int sample = Math.min(SAMPLE, count - at);
        if (sample < SAMPLE) return "too few bytes to tell which";
        for (long offset = 0; offset + sample <= offered; offset++) {
            if (Content.firstWrong(seed, offset, bytes, at, sample) < 0)
                return "it is byte " + offset + (offset < due ? ", which came before" : ": " + (offset - due) + " bytes are missing");
        }
        return "it was never written";
    }

    /// The reader saw the end.
    public void ended() {
        if (hasEnded) broken.accept(name + " ended twice");
        if (wasReset) broken.accept(name + " ended after it was reset");
        if (!isFinished) broken.accept(name + " ended in order at " + received + " but its writer had more to say");
        else if (received != offered) broken.accept(name + " ended in order at " + received + " of " + offered + " bytes");
        else if (!MessageDigest.isEqual(written.digest(), read.digest())) broken.accept(name + " has another SHA-256 than what was written");
        hasEnded = true;
    }

    /// The reader saw a reset.
    public void reset() {
        if (hasEnded) broken.accept(name + " was reset after it had ended");
        wasReset = true;
    }

    // facts

    public long offered() {
        return offered;
    }

    public long received() {
        return received;
    }

    /// Whether all was read, to an end in order.
    public boolean hasEnded() {
        return hasEnded;
    }

    @Override
    public String toString() {
        return name + " " + received + "/" + offered + (isFinished ? " finished" : "") + (hasEnded ? " ended" : "") + (wasReset ? " reset" : "");
    }
}
