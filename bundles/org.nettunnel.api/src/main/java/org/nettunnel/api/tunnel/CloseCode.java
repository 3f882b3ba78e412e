package org.nettunnel.api.tunnel;

/// Why a stream, link or session ended; the number is what travels (protocol section 9).
public enum CloseCode {
    NORMAL("normal end"),
    PROTOCOL("the peer broke the protocol"),
    AUTHENTICATION("the peer did not prove who it is"),
    POLICY("not allowed"),
    BUSY("too much at once"),
    FLOW_CONTROL("more was sent than there was credit for"),
    SIZE("something was too large"),
    KEY_LIMIT("a key was used up"),
    NO_COMMON_SUITE("no cipher suite in common"),
    TIMEOUT("timed out, or overtaken by a newer attempt"),
    SHUTTING_DOWN("the tunnel was stopped, or its node is shutting down"),
    SESSION_GONE("the session is gone"),
    RIGHTS_CHANGED("rights or configuration changed"),
    MEMORY("out of memory budget"),
    TARGET_REFUSED("the target refused the connection"),
    TARGET_UNREACHABLE("the target cannot be reached"),
    INTERNAL("internal error");

    private final String sentence;

    CloseCode(String sentence) {
        this.sentence = sentence;
    }

    /// The number on the wire, 0 to 16.
    public int number() {
        return ordinal();
    }

    /// What to tell people.
    public String sentence() {
        return sentence;
    }

    /// The code with this number; numbers of a later protocol read as [#INTERNAL].
    public static CloseCode of(int number) {
        return number >= 0 && number < values().length ? values()[number] : INTERNAL;
    }
}
