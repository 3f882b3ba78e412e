package org.nettunnel.api.crypto;

import java.io.IOException;

/// A sealed record failed its tag: it was changed, repeated, moved, or sealed under another key.
public final class ForgedRecord extends IOException {
    private static final long serialVersionUID = 1L;

    public ForgedRecord() {
        super("a record failed its tag: it was changed on the way or sealed under another key");
    }
}
