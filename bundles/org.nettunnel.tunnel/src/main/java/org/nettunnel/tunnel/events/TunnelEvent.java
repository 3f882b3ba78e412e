package org.nettunnel.tunnel.events;

import java.time.Duration;

import org.nettunnel.api.tunnel.CloseCode;

/// Something that happened to a tunnel and that people look for when they ask why it was slow or away.
///
/// `tunnel` is its name, `lane` counts from 0. None of them holds a secret; none is told for a frame or for a stream that goes well.
public sealed interface TunnelEvent {
    /// Both ends have keys in common and the peer has proved that it has them.
    record SessionEstablished(String tunnel, String peer) implements TunnelEvent {}

    /// Nothing of the session is left; what streams it still had were reset.
    ///
    /// @param lasted  since it was established
    /// @param streams it ever carried
    record SessionEnded(String tunnel, CloseCode code, String reason, Duration lasted, long streams) implements TunnelEvent {}

    /// A lane has a link.
    record LinkEstablished(String tunnel, int lane, String transport, String remote, String suite) implements TunnelEvent {}

    /// A lane has no link any more; its streams wait.
    ///
    /// @param code why, when it was not just the wire; [CloseCode#SESSION_GONE] when it was
    record LinkLost(String tunnel, int lane, CloseCode code, String reason) implements TunnelEvent {}

    /// A lane whose link was lost goes on over another.
    ///
    /// @param gap     how long its streams waited
    /// @param streams that go on
    record Resumed(String tunnel, int lane, Duration gap, long streams) implements TunnelEvent {}

    /// A link has new keys.
    ///
    /// @param epoch of the new keys
    /// @param took  from the first message of the exchange to the new keys
    record Rekeyed(String tunnel, int lane, int epoch, String suite, Duration took) implements TunnelEvent {}

    /// A link has another suite, by new keys.
    record SuiteChanged(String tunnel, int lane, String from, String to) implements TunnelEvent {}

    /// A new stream was refused because a limit was reached; what runs is not hurt.
    ///
    /// @param limit which one, in a word or two
    record StreamRefused(String tunnel, String limit, String reason) implements TunnelEvent {}

    /// There was a wire, and no link came of it; or there was not even a wire.
    ///
    /// @param tunnel empty where the peer did not get as far as to name one
    /// @param remote the address that was dialled, or that dialled
    /// @param dialled whether this end dialled
    record HandshakeFailed(String tunnel, String remote, boolean dialled, String reason) implements TunnelEvent {}
}
