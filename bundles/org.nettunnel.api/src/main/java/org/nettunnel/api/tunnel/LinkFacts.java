package org.nettunnel.api.tunnel;

import java.time.Duration;
import java.time.Instant;

/// What is known of a live link.
///
/// @param lane      of the session, from 0
/// @param transport `https` or `tcp`
/// @param remote    the peer's socket address, as text
/// @param suite     name of the cipher suite
/// @param epoch     key epoch, 0 on a new link
/// @param roundTrip smoothed, by PING; zero until the first was measured
/// @param since     when the link began
public record LinkFacts(int lane, String transport, String remote, String suite, int epoch, Duration roundTrip, Instant since) {}
