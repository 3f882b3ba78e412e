package org.nettunnel.api.tunnel;

/// An invite cannot be used (any more).
public final class InviteUsedUp extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param reason a sentence with the remedy
    public InviteUsedUp(String reason) {
        super(reason);
    }
}
