package org.nettunnel.api.admin.peer;

import org.jspecify.annotations.Nullable;

/// Has an operation done by the node at the other end of a tunnel, as one who is logged in there.
///
/// Logging in there goes the same way: `POST /login`. The session is kept here beside the caller's own, and never shown.
///
/// @param method  `GET`, `POST` or `DELETE`
/// @param path    of the operation below `/api/v1`, with its query: `/endpoints?limit=5`
/// @param body    the JSON text of its body; null for none
/// @param ifMatch the header of that name; null without
public record PeerRequest(String method, String path, @Nullable String body, @Nullable String ifMatch) {
    /// Without the body, which may be a password.
    @Override
    public String toString() {
        return "PeerRequest[" + method + " " + path + "]";
    }
}
