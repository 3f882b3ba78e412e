package org.nettunnel.node.store;

import java.time.Instant;

import org.nettunnel.api.tunnel.PeerIdentity;

/// `identity.json`.
///
/// @param identity the public half, for people and to find a seed that does not belong to it
/// @param seed     sealed
record IdentityForm(int schema, PeerIdentity identity, String seed, Instant made) implements Form {
    IdentityForm {
        Form.checkSchema(schema);
        Form.required(identity, "identity");
        Form.required(seed, "seed");
        Form.required(made, "made");
    }
}
