package org.nettunnel.tunnel.squeeze;

import java.util.List;
import java.util.function.Predicate;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.tunnel.wire.LinkTerms;

/// What the streams of one link compress with: what both ends have, how many contexts there may be, and memory to work in.
///
/// @param compressions in the order agreed; a DATA frame names one by its place
/// @param isStillThere whether a compression may still begin new contexts: its bundle has not left
/// @param contexts     those of the link
/// @param entropy      the loop's
/// @param scratch      of the loop; a frame in it is used up at once
public record Agreement(List<Compression> compressions, Predicate<Compression> isStillThere, Contexts contexts, Entropy entropy, byte[] scratch) {
    /// @param contexts those of the link
    public static Agreement of(LinkTerms terms, Contexts contexts, Entropy entropy, byte[] scratch) {
        return new Agreement(terms.compressions(), terms.isStillThere(), contexts, entropy, scratch);
    }

    /// From the next key on.
    public Agreement with(List<Compression> agreed) {
        return new Agreement(List.copyOf(agreed), isStillThere, contexts, entropy, scratch);
    }
}
