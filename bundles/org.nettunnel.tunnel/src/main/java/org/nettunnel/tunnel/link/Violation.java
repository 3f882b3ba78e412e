package org.nettunnel.tunnel.link;

import java.io.IOException;

import org.nettunnel.api.tunnel.CloseCode;

/// The peer did what the protocol does not allow: the link ends with this code.
final class Violation extends IOException {
    private static final long serialVersionUID = 1L;
    private final CloseCode code;

    Violation(CloseCode code, String what) {
        super(what);
        this.code = code;
    }

    Violation(String what) {
        this(CloseCode.PROTOCOL, what);
    }

    CloseCode code() {
        return code;
    }
}
