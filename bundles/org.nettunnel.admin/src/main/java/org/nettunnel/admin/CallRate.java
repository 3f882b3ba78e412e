package org.nettunnel.admin;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;

import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.transport.AcceptRate;
import org.nettunnel.api.transport.Source;

/// How fast one address may call, commands of this machine excepted.
///
/// **Threads:** any.
final class CallRate {
    static final int PER_SECOND = 10;
    static final int BURST = 20;
    private final AcceptRate rate;

    CallRate(LongSupplier nanoTime) {
        rate = new AcceptRate(PER_SECOND, BURST, nanoTime);
    }

    /// @param from an address as text, or a tunnel
    /// @throws Refusal 429
    void count(String from) throws Refusal {
        if (!rate.takes(source(from)))
            throw Refusal.tooMany("more than " + PER_SECOND + " requests a second came from " + from + "; wait a second", Duration.ofSeconds(1));
    }

    /// A tunnel is one of those that no IPv4 address is.
    private static Source source(String from) {
        return from.startsWith(Caller.TUNNEL) ? new Source((1L << Integer.SIZE) + Integer.toUnsignedLong(from.hashCode()), false) : Source.of(address(from));
    }

    /// Whoever has none that can be read shares one.
    private static InetAddress address(String from) {
        try {
            return InetAddress.ofLiteral(from);
        } catch (IllegalArgumentException unreadable) {
            return InetAddress.ofLiteral("0.0.0.0");
        }
    }
}
