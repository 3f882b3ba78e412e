package org.nettunnel.provisioning.trust;

/// What a site holds is not to be used; nothing of it was.
public final class SiteRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param sentence names what it is about, and the remedy
    public SiteRefused(String sentence) {
        super(sentence);
    }
}
