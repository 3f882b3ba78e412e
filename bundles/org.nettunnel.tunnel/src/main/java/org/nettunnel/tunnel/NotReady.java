package org.nettunnel.tunnel;

/// Something that another bundle offers is missing just now; it may come back at any moment.
final class NotReady extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param sentence for people, with the remedy
    NotReady(String sentence) {
        super(sentence);
    }
}
