package org.nettunnel.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Jetty's TLS on a socket of the door, which can be taken out of Jetty with the socket.
///
/// The order is what keeps every byte: reading from the socket stops *before* the `101` is written, so what the client
/// sends after the `101` stays in the kernel; what it sent before must have been its request and nothing else.
///
/// **Threads:** Jetty's, one at a time.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class TakeableTls extends SslConnection {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.http");

    private final DoorEndPoint socket;
    /// Written by the thread that handles the upgrade request, read by those that read and write after it.
    private volatile boolean stopped;
    private volatile int undecrypted;

    private TakeableTls(Factory factory, Connector connector, DoorEndPoint socket, SSLEngine engine) {
        super(connector.getByteBufferPool(), connector.getExecutor(), factory.getSslContextFactory(), socket, engine,
                factory.isDirectBuffersForEncryption(), factory.isDirectBuffersForDecryption());
        this.socket = socket;
    }

    /// Makes them in place of Jetty's.
    static final class Factory extends SslConnectionFactory {
        Factory(SslContextFactory.Server context, String next) {
            super(context, next);
        }

        @Override
        protected SslConnection newSslConnection(Connector connector, EndPoint endPoint, SSLEngine engine) {
            return new TakeableTls(this, connector, (DoorEndPoint) endPoint, engine);
        }
    }

    /// Nothing is read from the socket any more.
    void stopReading() {
        stopped = true;
    }

    /// Takes socket and engine out of Jetty; the `101` is on the socket and reading was stopped before it was written.
    ///
    /// @param surplus whether the HTTP connection was left with bytes that it had read
    void takeOut(TlsAcceptor acceptor, boolean surplus) {
        if (surplus || undecrypted > 0 || hasDecrypted()) {
            LOG.log(Level.DEBUG, () -> "closed, bytes between an upgrade request and its answer remote=" + socket.getRemoteSocketAddress());
            socket.close();
            return;
        }
        socket.release(channel -> acceptor.accept(channel, getSSLEngine()));
    }

    @Override
    protected int networkFill(ByteBuffer input) throws IOException {
        return stopped ? 0 : super.networkFill(input);
    }

    @Override
    protected SSLEngineResult unwrap(SSLEngine engine, ByteBuffer input, ByteBuffer output) throws SSLException {
        SSLEngineResult result = super.unwrap(engine, input, output);
        undecrypted = input.remaining();
        return result;
    }

    private boolean hasDecrypted() {
        try {
            return getSslEndPoint().fill(BufferUtil.allocate(1)) != 0;
        } catch (IOException broken) {
            return true;
        }
    }
}
