package org.nettunnel.node.store;

import java.io.IOException;

/// The node cannot start with what is on disk; the message is for the person who starts it.
public final class BadStore extends IOException {
    private static final long serialVersionUID = 1L;

    BadStore(String sentences) {
        super(sentences);
    }
}
