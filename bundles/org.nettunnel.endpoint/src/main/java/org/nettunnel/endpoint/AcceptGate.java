package org.nettunnel.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.AcceptRate;
import org.nettunnel.api.transport.Source;

/// Keeps one address from taking a listener for itself. What runs on this machine is trusted with it: its connections are not counted.
final class AcceptGate {
    private final @Nullable AcceptRate rate;

    AcceptGate(EndpointSettings.Accepts accepts, LongSupplier nanoTime) {
        rate = accepts.perSecond() == 0 ? null : new AcceptRate(accepts.perSecond(), accepts.burst(), nanoTime);
    }

    boolean admits(SocketChannel edge) {
        try {
            return !(edge.getRemoteAddress() instanceof InetSocketAddress from) || admits(from.getAddress());
        } catch (IOException gone) {
            // who takes it finds out
            return true;
        }
    }

    boolean admits(InetAddress from) {
        AcceptRate counted = rate;
        return counted == null || from.isLoopbackAddress() || counted.takes(Source.of(from));
    }
}
