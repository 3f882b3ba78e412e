package org.nettunnel.endpoint;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointStatus;

/// Listens: accepts the connections of local applications and passes each on.
///
/// A port that cannot be had is tried again, each time a little later, until it can be or the half is closed.
/// **Threads:** one platform thread binds and accepts; status and close from any.
final class InboundHalf implements RunningHalf {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.endpoint");
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
    /// When the process has no file descriptor left, accepting again at once would only spin.
    private static final Duration AFTER_FAILED_ACCEPT = Duration.ofMillis(100);

    private final EndpointConfig config;
    private final int backlog;
    private final Consumer<SocketChannel> accepted;
    private final Consumer<EndpointStatus> changed;
    /// No virtual thread: that one would be woken through a poller and a carrier for each connection. With a thread of its own a listener takes
    /// half as many connections again each second, for a fifth less CPU (`connects` of `./dev bench relay`).
    private final Thread thread = Thread.ofPlatform().daemon().name("listen").unstarted(this::listen);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private Optional<ServerSocketChannel> listener = Optional.empty(); // guarded by lock
    private boolean closed; // guarded by lock
    private volatile EndpointStatus status = new EndpointStatus.Waiting("", Instant.now());

    private InboundHalf(EndpointConfig config, int backlog, Consumer<SocketChannel> accepted, Consumer<EndpointStatus> changed) {
        this.config = config;
        this.backlog = backlog;
        this.accepted = accepted;
        this.changed = changed;
    }

    /// Starts to listen, at once or as soon as the port can be had.
    ///
    /// @param accepted takes each connection over, in blocking mode, on the accepting thread
    static InboundHalf open(EndpointConfig config, int backlog, Consumer<SocketChannel> accepted, Consumer<EndpointStatus> changed) {
        var half = new InboundHalf(config, backlog, accepted, changed);
        half.thread.start();
        return half;
    }

    @Override
    public EndpointStatus status() {
        return status;
    }

    /// Returns when the port is free again: the thread may still be in accept.
    @Override
    public void close() {
        closeListener();
        try {
            if (!thread.join(LONGEST_CLOSE)) LOG.log(System.Logger.Level.WARNING, "listener is slow to close endpoint=\"" + config.name() + "\"");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeListener() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
            if (listener.isPresent()) listener.get().close();
        } catch (IOException unclosable) {
            LOG.log(System.Logger.Level.WARNING, "listener did not close endpoint=\"" + config.name() + "\"", unclosable);
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        Duration retry = FIRST_RETRY;
        while (!isClosed()) {
            try (ServerSocketChannel bound = bind()) {
                if (!adopt(bound)) return;
                retry = FIRST_RETRY;
                acceptUntilClosed(bound);
            } catch (IOException failure) {
                become(new EndpointStatus.Waiting(sentence(failure), Instant.now().plus(retry)));
                if (awaitClose(retry)) return;
                retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
            }
        }
    }

    private ServerSocketChannel bind() throws IOException {
        EndpointConfig.Listen listen = config.listen();
        InetAddress address = InetAddress.getByName(listen.bind());
        // a channel of the dual-stack kind would take 0.0.0.0 for all of IPv6 too
        var bound = address instanceof Inet4Address
                ? ServerSocketChannel.open(StandardProtocolFamily.INET)
                : ServerSocketChannel.open(StandardProtocolFamily.INET6);
        try {
            return bound.bind(new InetSocketAddress(address, listen.port()), backlog);
        } catch (IOException failure) {
            bound.close();
            throw failure;
        }
    }

    private boolean adopt(ServerSocketChannel bound) throws IOException {
        lock.lock();
        try {
            if (closed) return false;
            listener = Optional.of(bound);
        } finally {
            lock.unlock();
        }
        int port = ((InetSocketAddress) bound.getLocalAddress()).getPort();
        become(new EndpointStatus.Listening(config.listen().bind(), port));
        return true;
    }

    private void acceptUntilClosed(ServerSocketChannel bound) {
        int failed = 0;
        while (!isClosed()) {
            try {
                take(bound.accept());
                if (failed > 0) LOG.log(System.Logger.Level.INFO, "connections are accepted again endpoint=\"" + config.name() + "\" failed=" + failed);
                failed = 0;
            } catch (IOException failure) {
                if (isClosed()) return;
                // the same again is no news
                if (failed++ == 0) LOG.log(System.Logger.Level.WARNING, "connections are not accepted endpoint=\"" + config.name() + "\" reason=\""
                        + failure.getMessage() + "\"");
                if (awaitClose(AFTER_FAILED_ACCEPT)) return;
            }
        }
    }

    private void take(SocketChannel connection) throws IOException {
        try {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connection.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            accepted.accept(connection);
        } catch (IOException | RuntimeException failed) {
            Edges.reset(connection);
            if (failed instanceof RuntimeException mistake)
                LOG.log(System.Logger.Level.ERROR, "a connection was not carried; please report this endpoint=\"" + config.name() + "\"", mistake);
            else throw failed;
        }
    }

    private String sentence(IOException failure) {
        String where = config.listen().bind() + " port " + config.listen().port();
        return switch (failure) {
            case BindException _ -> where + " cannot be opened: " + failure.getMessage()
                    + " (free it, or give the endpoint another port)";
            default -> where + " cannot be opened: " + failure;
        };
    }

    private void become(EndpointStatus now) {
        boolean same = status instanceof EndpointStatus.Waiting before && now instanceof EndpointStatus.Waiting after
                && before.reason().equals(after.reason());
        status = now;
        if (same) return;
        switch (now) {
            case EndpointStatus.Listening(String bind, int port) ->
                LOG.log(System.Logger.Level.INFO, "listening endpoint=\"" + config.name() + "\" bind=" + bind + " port=" + port);
            case EndpointStatus.Waiting(String reason, Instant _) ->
                LOG.log(System.Logger.Level.WARNING, "not listening endpoint=\"" + config.name() + "\" reason=\"" + reason + "\"");
            case EndpointStatus.Ready() -> {}
            case EndpointStatus.Stopped() -> {}
        }
        changed.accept(now);
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for `time` at most; whether the half was closed meanwhile.
    private boolean awaitClose(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!closed && left > 0) left = closing.awaitNanos(left);
            return closed;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
