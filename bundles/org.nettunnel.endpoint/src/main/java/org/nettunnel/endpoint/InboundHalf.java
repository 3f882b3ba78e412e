package org.nettunnel.endpoint;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointStatus;

/// Listens: accepts the connections of local applications and passes each on.
///
/// A port that cannot be had is tried again, each time a little later, until it can be or the half is closed; until then another half may listen
/// in its stead, where the endpoint listened before.
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
    private @Nullable InboundHalf meanwhile; // guarded by lock
    private volatile EndpointStatus status = new EndpointStatus.Waiting("", Instant.now());

    /// Whom the listener of one endpoint tells what.
    ///
    /// @param accepted takes each connection over, in blocking mode, on the accepting thread
    record Hearers(Consumer<SocketChannel> accepted, Consumer<EndpointStatus> changed) {}

    private InboundHalf(EndpointConfig config, int backlog, Hearers hearers, @Nullable InboundHalf meanwhile) {
        this.config = config;
        this.backlog = backlog;
        this.accepted = hearers.accepted;
        this.changed = hearers.changed;
        this.meanwhile = meanwhile;
    }

    /// Starts to listen, at once or as soon as the port can be had.
    ///
    /// @param meanwhile listens until this one does, and is closed by it; null where nobody does
    static InboundHalf open(EndpointConfig config, int backlog, Hearers hearers, @Nullable InboundHalf meanwhile) {
        var half = new InboundHalf(config, backlog, hearers, meanwhile);
        half.thread.start();
        return half;
    }

    @Override
    public EndpointStatus status() {
        return status;
    }

    Place place() {
        return Place.of(config.listen());
    }

    /// Whether that could not be had only because the endpoint listens already.
    boolean isInTheWayOf(Place wanted) {
        lock.lock();
        try {
            InboundHalf before = meanwhile;
            if (before != null) return before.isInTheWayOf(wanted);
            return status instanceof EndpointStatus.Listening(String _, int port) && port == wanted.port();
        } finally {
            lock.unlock();
        }
    }

    /// Ends this half but for what listens, which is from now on for who asks to close; null where nothing listens.
    @Nullable InboundHalf handOver() {
        InboundHalf heir;
        lock.lock();
        try {
            if (listener.isPresent()) return this;
            heir = meanwhile;
            meanwhile = null;
            closed = true;
        } finally {
            lock.unlock();
        }
        close();
        return heir;
    }

    /// Returns when the port is free again: the thread may still be in accept.
    @Override
    public void close() {
        closeMeanwhile();
        closeListener();
        try {
            if (!thread.join(LONGEST_CLOSE)) LOG.log(System.Logger.Level.WARNING, "listener is slow to close endpoint=\"" + config.name() + "\"");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeMeanwhile() {
        InboundHalf standIn;
        lock.lock();
        try {
            standIn = meanwhile;
            meanwhile = null;
        } finally {
            lock.unlock();
        }
        if (standIn != null) standIn.close();
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
            try (ServerSocketChannel bound = place().open(backlog)) {
                if (!adopt(bound)) return;
                retry = FIRST_RETRY;
                acceptUntilClosed(bound);
            } catch (IOException failure) {
                become(new EndpointStatus.Waiting(place().sentence(failure) + standIn(), Instant.now().plus(retry)));
                if (awaitClose(retry)) return;
                retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
            }
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
        // who hears that it listens here finds that it does nowhere else
        closeMeanwhile();
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

    private String standIn() {
        lock.lock();
        try {
            InboundHalf before = meanwhile;
            return before == null ? "" : "; until then it listens on " + before.place() + " as before";
        } finally {
            lock.unlock();
        }
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
