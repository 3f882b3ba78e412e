package org.nettunnel.http;

import java.util.Collection;
import java.util.function.Supplier;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.nettunnel.api.transport.SocketAcceptor;

/// Starts each connection of the port: by looking at its first bytes.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class FirstBytesFactory extends AbstractConnectionFactory {
    private final SslConnectionFactory tls;
    private final Supplier<Collection<SocketAcceptor>> acceptors;

    FirstBytesFactory(SslConnectionFactory tls, Supplier<Collection<SocketAcceptor>> acceptors) {
        super("first-bytes");
        this.tls = tls;
        this.acceptors = acceptors;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return new FirstBytesConnection(connector, (DoorEndPoint) endPoint, tls, acceptors);
    }
}
