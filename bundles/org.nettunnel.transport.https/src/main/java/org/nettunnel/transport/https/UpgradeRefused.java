package org.nettunnel.transport.https;

import java.io.IOException;

/// The other side answered the upgrade request with something else than `101`.
final class UpgradeRefused extends IOException {
    private static final long serialVersionUID = 1L;

    UpgradeRefused(String sentence) {
        super(sentence);
    }
}
