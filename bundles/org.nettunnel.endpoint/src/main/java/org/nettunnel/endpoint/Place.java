package org.nettunnel.endpoint;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

import org.nettunnel.api.endpoint.EndpointConfig.Listen;

/// Where an endpoint listens, or would: an address and a port of this machine.
record Place(String bind, int port) {
    static Place of(Listen listen) {
        return new Place(listen.bind(), listen.port());
    }

    ServerSocketChannel open(int backlog) throws IOException {
        InetAddress address = InetAddress.getByName(bind);
        // a channel of the dual-stack kind would take 0.0.0.0 for all of IPv6 too
        var bound = address instanceof Inet4Address
                ? ServerSocketChannel.open(StandardProtocolFamily.INET)
                : ServerSocketChannel.open(StandardProtocolFamily.INET6);
        try {
            return bound.bind(new InetSocketAddress(address, port), backlog);
        } catch (IOException failure) {
            bound.close();
            throw failure;
        }
    }

    /// Why it cannot be had, for people.
    String sentence(IOException failure) {
        String where = this + " cannot be opened: ";
        return switch (failure) {
            case BindException _ -> where + failure.getMessage() + " (free it, or give the endpoint another port)";
            default -> where + failure;
        };
    }

    @Override
    public String toString() {
        return bind + " port " + port;
    }
}
