package org.nettunnel.tunnel.rekey;

import java.time.Duration;

/// What a link's records are sealed with just now.
///
/// @param suite  name of the suite this end sends under
/// @param epoch  how many keys came before it on this link
/// @param rekeys how many times both directions got new keys
/// @param last   the last of these times
public record KeyFacts(String suite, int epoch, long rekeys, Exchange last) {
    /// One exchange of keys.
    ///
    /// @param from suite before it
    /// @param took from its first message to the new keys
    public record Exchange(String from, Duration took) {}
}
