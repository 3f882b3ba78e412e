package org.nettunnel.endpoint;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamRefused;

/// Connects: dials the target of an endpoint for each stream that comes from the other end.
///
/// **Threads:** any; dialling blocks the (virtual) thread that asks.
record OutboundHalf(Address target, Duration timeout) implements RunningHalf {
    @Override
    public EndpointStatus status() {
        return new EndpointStatus.Ready();
    }

    @Override
    public void close() {
        // there is nothing to close between two dials
    }

    /// Resolves the target, once, and tries those of its addresses in turn that may be dialled, all within the timeout.
    ///
    /// @return connected, in blocking mode
    SocketChannel dial(Predicate<InetAddress> mayDial) throws StreamRefused {
        long deadline = System.nanoTime() + timeout.toNanos();
        InetAddress[] addresses = resolve();
        StreamRefused last = null;
        boolean barred = false;
        for (InetAddress address : addresses) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (last != null && !left.isPositive()) break;
            if (!mayDial.test(address)) {
                barred = true;
                continue;
            }
            try {
                return connect(new InetSocketAddress(address, target.port()), left);
            } catch (StreamRefused failed) {
                last = failed;
            }
        }
        if (last == null && barred) throw new StreamRefused(CloseCode.POLICY, "target " + target + " may not be dialled from here: whose endpoint it is was not granted what it stands for, or it was made"
                + " at the other end and stands for this node itself or for addresses that nobody else is given; an administrator here may change it, to say that it is meant");
        if (last == null) throw unreachable("it has no address");
        throw last;
    }

    private InetAddress[] resolve() throws StreamRefused {
        try {
            return InetAddress.getAllByName(target.host());
        } catch (UnknownHostException unknown) {
            throw unreachable("no such host is known here");
        }
    }

    private SocketChannel connect(InetSocketAddress address, Duration left) throws StreamRefused {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(address, (int) Math.max(1, left.toMillis()));
            return channel;
        } catch (IOException failure) {
            closeQuietly(channel);
            throw switch (failure) {
                case SocketTimeoutException _ -> unreachable("no answer within " + timeout.toSeconds() + " s");
                case ConnectException _ -> new StreamRefused(CloseCode.TARGET_REFUSED,
                        "target " + target + " refused the connection: is it listening there?");
                default -> unreachable(failure.getMessage());
            };
        }
    }

    private StreamRefused unreachable(String why) {
        return new StreamRefused(CloseCode.TARGET_UNREACHABLE, "target " + target + " cannot be reached: " + why);
    }

    private static void closeQuietly(@Nullable SocketChannel channel) {
        try {
            if (channel != null) channel.close();
        } catch (IOException alreadyBroken) {
            System.getLogger("org.nettunnel.endpoint").log(System.Logger.Level.DEBUG, "close after a failed dial", alreadyBroken);
        }
    }
}
