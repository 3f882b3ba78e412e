package org.nettunnel.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// The port itself: accepts what [Admission] lets in.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class DoorConnector extends ServerConnector {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.http");
    private static final long WARN_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final Admission admission;
    private final Duration headers;
    /// Only the accepting thread uses these.
    private long warned = System.nanoTime() - WARN_EVERY_NANOS;
    private long refused;

    DoorConnector(Server server, DoorSettings.Limits limits, ConnectionFactory... factories) {
        super(server, null, null, null, 1, -1, factories);
        this.admission = new Admission(limits, System::nanoTime);
        this.headers = limits.headers();
        setIdleTimeout(limits.idle().toMillis());
        setDefaultProtocol(factories[0].getProtocol());
        getSelectorManager().addEventListener(new SelectorManager.AcceptListener() {
            @Override
            public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
                admission.leave(channel);
            }
        });
    }

    @Override
    public void accept(int acceptor) throws IOException {
        var listening = (ServerSocketChannel) getTransport();
        if (listening == null || !listening.isOpen()) return;
        SocketChannel channel = listening.accept();
        try {
            if (!admission.enter(channel, ((InetSocketAddress) channel.getRemoteAddress()).getAddress())) {
                refuse(channel);
                return;
            }
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            channel.socket().setKeepAlive(true);
            getSelectorManager().accept(channel);
        } catch (IOException | RuntimeException gone) {
            // the client left between accept and here
            admission.leave(channel);
            channel.close();
        }
    }

    /// How many connections Jetty has now.
    int present() {
        return admission.present();
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var endPoint = new DoorEndPoint(channel, selector, key, getScheduler(), headers, admission::leave);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    private void refuse(SocketChannel channel) throws IOException {
        refused++;
        long now = System.nanoTime();
        if (now - warned >= WARN_EVERY_NANOS) {
            LOG.log(Level.WARNING, "connections over the limit are refused remote=" + channel.getRemoteAddress()
                    + " open=" + admission.present() + " refused=" + refused);
            warned = now;
        }
        channel.close();
    }
}
