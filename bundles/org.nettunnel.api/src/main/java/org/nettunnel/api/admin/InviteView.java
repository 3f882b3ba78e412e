package org.nettunnel.api.admin;

import java.time.Instant;

/// An invite, shown this once.
public record InviteView(String invite, String tunnel, Instant expires) {
    /// Without the invite, which is a secret.
    @Override
    public String toString() {
        return "InviteView[tunnel=" + tunnel + ", expires=" + expires + "]";
    }
}
