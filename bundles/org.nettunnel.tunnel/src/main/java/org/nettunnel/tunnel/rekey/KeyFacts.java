package org.nettunnel.tunnel.rekey;

import java.time.Duration;
import java.util.List;

/// What a link's records are sealed with just now.
///
/// @param suite  name of the suite this end sends under
/// @param epoch  how many keys came before it on this link
/// @param rekeys how many times both directions got new keys
/// @param last   the last of these times
/// @param theirs the suites of the peer, as it last said
public record KeyFacts(String suite, int epoch, long rekeys, Exchange last, List<String> theirs) {
    /// One exchange of keys.
    ///
    /// @param from suite before it
    /// @param took from its first message to the new keys
    public record Exchange(String from, Duration took) {}
}
