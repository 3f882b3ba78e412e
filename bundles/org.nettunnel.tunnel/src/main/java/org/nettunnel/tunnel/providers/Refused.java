package org.nettunnel.tunnel.providers;

/// A service did not do what its kind must, and is not used; the message is a sentence for administrators.
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String sentence) {
        super(sentence);
    }
}
