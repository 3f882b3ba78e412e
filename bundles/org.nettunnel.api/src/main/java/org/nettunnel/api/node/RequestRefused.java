package org.nettunnel.api.node;

import java.time.Duration;

/// What was asked for cannot be done as asked; nothing was changed.
public final class RequestRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /// What kind of mistake it was.
    public enum Reason { INVALID, NOT_FOUND, CONFLICT, FORBIDDEN, TOO_MANY }

    private final Reason reason;
    private final Duration retryAfter;

    /// @param sentence names the value and the remedy
    public RequestRefused(Reason reason, String sentence) {
        this(reason, sentence, Duration.ZERO);
    }

    /// @param retryAfter how long to wait, for TOO_MANY
    public RequestRefused(Reason reason, String sentence, Duration retryAfter) {
        super(sentence);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
