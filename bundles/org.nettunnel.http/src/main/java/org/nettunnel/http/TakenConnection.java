package org.nettunnel.http;

import java.nio.ByteBuffer;

import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;

/// What Jetty puts in the place of its HTTP connection when the `101` is out: it ends Jetty's part at once.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class TakenConnection extends AbstractConnection implements Connection.UpgradeTo {
    private final TakeableTls tls;
    private final TlsAcceptor acceptor;
    private boolean surplus;

    TakenConnection(TakeableTls tls, TlsAcceptor acceptor) {
        super(tls.getSslEndPoint(), Runnable::run);
        this.tls = tls;
        this.acceptor = acceptor;
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        surplus |= buffer.hasRemaining();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        tls.takeOut(acceptor, surplus);
    }

    @Override
    public void onFillable() {
        throw new IllegalStateException("a connection that was taken out is not read here");
    }
}
