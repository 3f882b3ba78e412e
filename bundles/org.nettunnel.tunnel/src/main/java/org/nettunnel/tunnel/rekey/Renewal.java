package org.nettunnel.tunnel.rekey;

import java.util.List;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.tunnel.wire.LinkKeys;

/// What an exchange gives a link: each direction enters it behind that direction's switch frame.
///
/// @param compressions those agreed, in order; a DATA frame names one by its place
public record Renewal(LinkKeys keys, List<Compression> compressions) {
    public Renewal {
        compressions = List.copyOf(compressions);
    }

    /// Once both directions have entered it nothing needs the key bytes any more.
    void wipe() {
        keys.wipe();
    }
}
