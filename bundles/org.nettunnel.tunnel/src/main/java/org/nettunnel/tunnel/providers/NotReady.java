package org.nettunnel.tunnel.providers;

/// Something that another bundle offers is missing just now; it may come back at any moment.
public final class NotReady extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param sentence for people, with the remedy
    public NotReady(String sentence) {
        super(sentence);
    }
}
