package org.nettunnel.api.admin;

/// Makes the first administrator of a node.
///
/// @param code what the node printed at its first start
public record SetupRequest(String code, String user, String password) {
    /// Without the secrets.
    @Override
    public String toString() {
        return "SetupRequest[user=" + user + "]";
    }
}
