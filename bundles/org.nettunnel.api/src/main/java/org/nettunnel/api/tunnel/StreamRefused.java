package org.nettunnel.api.tunnel;

/// A stream is not accepted; the peer is told why.
public final class StreamRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private final CloseCode code;

    /// @param reason a sentence that names the value and the remedy; it travels to the peer
    public StreamRefused(CloseCode code, String reason) {
        super(reason);
        this.code = code;
    }

    public CloseCode code() {
        return code;
    }
}
