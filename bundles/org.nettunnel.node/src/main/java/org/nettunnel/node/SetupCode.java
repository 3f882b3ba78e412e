package org.nettunnel.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;

/// The one-time code by which the first administrator is made: 80 bits, good for 30 minutes and 10 tries.
///
/// **Threads:** safe for any.
final class SetupCode {
    /// Without I, L, O and U, which are misread.
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUPS = 8;
    private static final int MOST_TRIES = 10;
    static final Duration VALIDITY = Duration.ofMinutes(30);

    private final String code;
    private final LongSupplier nanoTime;
    private final long made;
    /// Guarded by this.
    private int tries;

    SetupCode(SecureRandom random, LongSupplier nanoTime) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 2 * GROUPS; i++) letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        this.code = letters.toString();
        this.nanoTime = nanoTime;
        this.made = nanoTime.getAsLong();
    }

    /// `7K-2Q-…`, eight groups of two.
    String printed() {
        return String.join("-", code.split("(?<=\\G..)"));
    }

    /// @throws RequestRefused for a wrong code, and for any once the tries or the time are used up
    synchronized void check(String given) throws RequestRefused {
        if (nanoTime.getAsLong() - made >= VALIDITY.toNanos())
            throw new RequestRefused(Reason.FORBIDDEN, "the setup code was good for 30 minutes: restart the node, it prints a new one");
        if (tries >= MOST_TRIES)
            throw new RequestRefused(Reason.FORBIDDEN, "the setup code was tried " + MOST_TRIES + " times: restart the node, it prints a new one");
        tries++;
        if (!MessageDigest.isEqual(bytes(code), bytes(canonical(given))))
            throw new RequestRefused(Reason.FORBIDDEN, "that is not the setup code that the node printed at its start (" + (MOST_TRIES - tries) + " tries left)");
    }

    private static String canonical(String given) {
        return given.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "").replace('O', '0').replace('I', '1').replace('L', '1');
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
