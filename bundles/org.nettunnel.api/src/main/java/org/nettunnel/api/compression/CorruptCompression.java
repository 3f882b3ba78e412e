package org.nettunnel.api.compression;

import java.io.IOException;

/// A compressed frame is malformed or does not have the length it states.
public final class CorruptCompression extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptCompression(String message) {
        super(message);
    }
}
