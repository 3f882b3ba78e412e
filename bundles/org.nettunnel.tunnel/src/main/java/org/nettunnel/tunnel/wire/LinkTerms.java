package org.nettunnel.tunnel.wire;

import java.util.List;
import java.util.function.Predicate;

import org.nettunnel.api.compression.Compression;

/// What a handshake settled besides keys.
///
/// @param compressions    those both ends have, in the order agreed; a DATA frame names one by its place
/// @param isStillThere    whether a compression may still begin new contexts: its bundle has not left
/// @param peerStreams     streams the peer lets us hold open
/// @param peerUnanswered  OPENs of one endpoint the peer lets wait
/// @param peerContexts    compression contexts the peer keeps for us
/// @param peerFrameBytes  most bytes of one DATA frame
public record LinkTerms(List<Compression> compressions, Predicate<Compression> isStillThere, int peerStreams, int peerUnanswered,
        int peerContexts, int peerFrameBytes) {
    public LinkTerms {
        compressions = List.copyOf(compressions);
    }

    /// The figures alone: a compression that leaves must not be kept by them.
    public LinkTerms figures() {
        return new LinkTerms(List.of(), isStillThere, peerStreams, peerUnanswered, peerContexts, peerFrameBytes);
    }

    /// The protocol's defaults, nothing compressed.
    public static LinkTerms plain() {
        return new LinkTerms(List.of(), _ -> true, Ceilings.STREAMS, Ceilings.UNANSWERED, Ceilings.CONTEXTS, FrameType.LONGEST_DATA);
    }
}
