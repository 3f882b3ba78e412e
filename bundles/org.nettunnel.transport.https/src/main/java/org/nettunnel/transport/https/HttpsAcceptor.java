package org.nettunnel.transport.https;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import org.nettunnel.api.transport.WireAcceptor;
import org.nettunnel.http.FrontDoor;
import org.nettunnel.http.TlsAcceptor;

/// Takes connections that were upgraded on the node's port, and gives them to the tunnel engine.
public class HttpsAcceptor implements TlsAcceptor, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.transport.https");

    private final WireAcceptor engine;
    private final FrontDoor.Registration registration;

    /// Accepts until closed; without it the door answers 404.
    @SuppressWarnings("this-escape") // registered as the last act
    public HttpsAcceptor(FrontDoor door, WireAcceptor engine) {
        this.engine = engine;
        this.registration = door.upgrade(UpgradeRequest.PATH, UpgradeRequest.PROTOCOL, this);
    }

    @Override
    public void accept(SocketChannel channel, SSLEngine tls) {
        try {
            engine.accept(TlsWire.accepted(channel, tls));
        } catch (SSLException unbound) {
            LOG.log(Level.WARNING, "a TLS connection without channel binding was closed", unbound);
            closeQuietly(channel);
        }
    }

    @Override
    public void close() {
        registration.close();
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException nothingLeftToDo) {
            // the descriptor is gone either way
        }
    }
}
