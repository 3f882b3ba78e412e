package org.nettunnel.api.admin.peer;

import org.jspecify.annotations.Nullable;

/// What the node at the other end answered.
///
/// @param status of HTTP; 401 when there is no session there (any more)
/// @param body   JSON text; null for none
/// @param etag   the header of that name; null without
public record PeerAnswer(int status, @Nullable String body, @Nullable String etag) {
    /// Without the body.
    @Override
    public String toString() {
        return "PeerAnswer[" + status + "]";
    }
}
