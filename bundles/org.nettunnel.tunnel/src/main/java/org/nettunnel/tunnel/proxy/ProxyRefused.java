package org.nettunnel.tunnel.proxy;

import java.io.IOException;

/// A proxy did not bring us to the peer; the message is one sentence for people, with the remedy.
final class ProxyRefused extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyRefused(String sentence) {
        super(sentence);
    }
}
