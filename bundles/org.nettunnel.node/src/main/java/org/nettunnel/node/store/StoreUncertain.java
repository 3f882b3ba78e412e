package org.nettunnel.node.store;

import java.io.IOException;

/// A write failed in such a way that the file's content is not what the node holds; the disk needs a person.
public final class StoreUncertain extends IOException {
    private static final long serialVersionUID = 1L;

    StoreUncertain(String sentence, IOException cause) {
        super(sentence, cause);
    }
}
