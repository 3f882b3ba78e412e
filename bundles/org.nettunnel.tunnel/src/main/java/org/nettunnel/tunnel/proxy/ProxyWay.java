package org.nettunnel.tunnel.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.net.IDN;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Dialling;
import org.nettunnel.api.transport.Way;
import org.nettunnel.api.tunnel.ProxyConfig;

/// Connects to a proxy and has it connect to the peer.
record ProxyWay(ProxyConfig.Server proxy) implements Way {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");

    @Override
    public SocketChannel connect(Address address, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        SocketChannel channel = connect(timeout);
        try (var deadline = Dialling.deadline(channel, Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
            try {
                converse(new Talk(channel), ascii(address));
            } catch (IOException failed) {
                if (deadline.hasPassed()) throw late(address, timeout, failed);
                throw failed;
            }
            if (!deadline.met()) throw late(address, timeout, null);
            LOG.log(System.Logger.Level.DEBUG, "reached address=" + address + " proxy=" + proxy);
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private SocketChannel connect(Duration timeout) throws IOException {
        try {
            return Dialling.connect(proxy.address(), timeout);
        } catch (IOException failed) {
            throw new IOException("the proxy " + proxy + " is not reached: " + failed.getMessage(), failed);
        }
    }

    private void converse(Talk talk, Address address) throws IOException {
        try {
            switch (proxy.protocol()) {
                case HTTP -> new HttpConnect(proxy, address).ask(talk);
                case SOCKS5 -> new Socks5(proxy, address).ask(talk);
            }
        } catch (ProxyRefused refused) {
            throw refused;
        } catch (EOFException closed) {
            throw new IOException("the proxy " + proxy + " closed the connection before it had reached " + address, closed);
        } catch (IOException failed) {
            throw new IOException("the proxy " + proxy + " broke off before it had reached " + address + ": " + failed.getMessage(), failed);
        }
    }

    /// Names travel as the name service knows them.
    private static Address ascii(Address address) throws ProxyRefused {
        if (address.host().chars().allMatch(c -> c < 0x80)) return address;
        try {
            return new Address(IDN.toASCII(address.host()), address.port());
        } catch (IllegalArgumentException noName) {
            throw new ProxyRefused("host '" + address.host() + "' is no name that a proxy could resolve: write it in ASCII");
        }
    }

    private IOException late(Address address, Duration timeout, @Nullable Throwable cause) {
        return new IOException("the proxy " + proxy + " did not reach " + address + " within " + timeout.toMillis() / 1000.0 + " s", cause);
    }
}
