package org.nettunnel.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Supplier;

import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.nettunnel.api.transport.SocketAcceptor;

/// Reads a connection's first bytes and sends it where they belong: to TLS, to a tunnel, or away.
///
/// **Threads:** one at a time, Jetty's.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class FirstBytesConnection extends AbstractConnection implements Connection.UpgradeFrom {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.http");
    private static final int BUFFER_BYTES = 4096;
    private static final String SENTENCE = "This is an HTTPS port: use https:// in front of the address.\n";
    private static final byte[] ANSWER = ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
            + SENTENCE.length() + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n" + SENTENCE).getBytes(StandardCharsets.US_ASCII);

    private final Connector connector;
    private final DoorEndPoint endPoint;
    private final SslConnectionFactory tls;
    private final Supplier<Collection<SocketAcceptor>> acceptors;
    private final ByteBuffer buffer = BufferUtil.allocate(BUFFER_BYTES);

    FirstBytesConnection(Connector connector, DoorEndPoint endPoint, SslConnectionFactory tls, Supplier<Collection<SocketAcceptor>> acceptors) {
        super(endPoint, connector.getExecutor());
        this.connector = connector;
        this.endPoint = endPoint;
        this.tls = tls;
        this.acceptors = acceptors;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        fillInterested();
    }

    @Override
    public void onFillable() {
        try {
            int filled = endPoint.fill(buffer);
            if (filled < 0) close();
            else if (filled == 0) fillInterested();
            else decide();
        } catch (IOException broken) {
            close();
        }
    }

    @Override
    public ByteBuffer onUpgradeFrom() {
        return buffer;
    }

    private void decide() {
        byte[] bytes = BufferUtil.toArray(buffer);
        switch (FirstBytes.of(bytes, acceptors.get())) {
            case FirstBytes.Tls() -> endPoint.upgrade(tls.newConnection(connector, endPoint));
            case FirstBytes.Tunnel(var acceptor, int length) -> handOver(acceptor, Arrays.copyOfRange(bytes, length, bytes.length));
            case FirstBytes.ClearHttp() -> endPoint.write(Callback.from(endPoint::close, _ -> endPoint.close()), ByteBuffer.wrap(ANSWER));
            case FirstBytes.Garbage() -> {
                LOG.log(Level.DEBUG, () -> "closed, neither TLS nor a tunnel remote=" + endPoint.getRemoteSocketAddress());
                close();
            }
            case FirstBytes.OtherVersion(String said, String expected) -> {
                LOG.log(Level.INFO, "closed: a node of another protocol version, update the older of the two remote="
                        + endPoint.getRemoteSocketAddress() + " said=\"" + said + "\" expected=\"" + expected + "\"");
                close();
            }
            case FirstBytes.Undecided() -> fillInterested();
        }
    }

    private void handOver(SocketAcceptor acceptor, byte[] early) {
        endPoint.release(channel -> acceptor.accept(channel, early));
    }
}
