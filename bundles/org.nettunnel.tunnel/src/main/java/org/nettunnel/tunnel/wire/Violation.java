package org.nettunnel.tunnel.wire;

import java.io.IOException;

import org.nettunnel.api.tunnel.CloseCode;

/// The peer did what the protocol does not allow: the link ends with this code.
public final class Violation extends IOException {
    private static final long serialVersionUID = 1L;
    private final CloseCode code;

    public Violation(CloseCode code, String what) {
        super(what);
        this.code = code;
    }

    public Violation(String what) {
        this(CloseCode.PROTOCOL, what);
    }

    /// A suite failed at work: its bundle was stopped or uninstalled before its links had other keys. Not the peer's doing, and the next link
    /// takes what is there.
    public static Violation suiteIsGone(Throwable gone) {
        return new Violation(CloseCode.NO_COMMON_SUITE, "the suite failed, or was uninstalled under this link: " + gone);
    }

    /// Whether the session goes on with another link after this code.
    public static boolean endsLinkOnly(CloseCode code) {
        return code == CloseCode.KEY_LIMIT || code == CloseCode.NO_COMMON_SUITE || code == CloseCode.TIMEOUT;
    }

    public CloseCode code() {
        return code;
    }
}
