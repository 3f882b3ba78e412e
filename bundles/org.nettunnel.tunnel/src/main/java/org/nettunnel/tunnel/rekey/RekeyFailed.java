package org.nettunnel.tunnel.rekey;

import org.nettunnel.api.tunnel.CloseCode;

/// An exchange of new keys came to nothing, and so does its link, with this code.
public final class RekeyFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final CloseCode code;

    RekeyFailed(CloseCode code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public CloseCode code() {
        return code;
    }
}
