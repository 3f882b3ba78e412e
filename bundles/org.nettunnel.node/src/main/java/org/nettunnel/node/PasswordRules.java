package org.nettunnel.node;

import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;

/// What a new password must be: long; nothing else helps as much.
public final class PasswordRules {
    static final int SHORTEST = 12;
    static final int LONGEST = 1_024;
    private static final int FEWEST_DIFFERENT = 5;

    private PasswordRules() {}

    public static void check(char[] password) throws RequestRefused {
        if (password.length < SHORTEST)
            throw new RequestRefused(Reason.INVALID, "the password has " + password.length + " characters: it must have at least " + SHORTEST);
        if (password.length > LONGEST)
            throw new RequestRefused(Reason.INVALID, "the password has " + password.length + " characters: it may have at most " + LONGEST);
        if (new String(password).chars().distinct().count() < FEWEST_DIFFERENT)
            throw new RequestRefused(Reason.INVALID, "the password repeats too few characters: use at least " + FEWEST_DIFFERENT + " different ones");
    }
}
