package org.nettunnel.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.eclipse.jetty.io.CyclicTimeout;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/// A socket of the door while Jetty has it: it can be taken out of Jetty whole, and it does not wait for slow requests.
///
/// Jetty's own idle timeout starts anew with every byte, so a client that trickles holds its connection for ever;
/// here a request's headers, with the TLS handshake before the first, have one deadline, and so has each part of a body.
///
/// **Threads:** Jetty's, one at a time for reading; deadlines run on its scheduler.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class DoorEndPoint extends SocketChannelEndPoint {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.http");
    /// A body must bring this many bytes within each deadline.
    private static final int BODY_STEP_BYTES = 16 * 1024;

    private enum Phase { HEADERS, BODY, ANSWER, BETWEEN }

    private final ManagedSelector selector;
    private final Duration limit;
    private final Consumer<SocketChannel> onLeave;
    private final AtomicBoolean released = new AtomicBoolean();
    private final CyclicTimeout deadline;
    /// Guarded by deadline, as is the next.
    private Phase phase = Phase.HEADERS;
    private int bodyBytes;

    DoorEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Duration limit, Consumer<SocketChannel> onLeave) {
        super(channel, selector, key, scheduler);
        this.selector = selector;
        this.limit = limit;
        this.onLeave = onLeave;
        this.deadline = new CyclicTimeout(scheduler) {
            @Override
            public void onTimeoutExpired() {
                tooSlow();
            }
        };
    }

    @Override
    public void onOpen() {
        super.onOpen();
        deadline.schedule(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (released.get()) throw new EofException("taken out");
        int filled = super.fill(buffer);
        if (filled > 0) arrived(filled);
        return filled;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (released.get()) throw new EofException("taken out");
        return super.flush(buffers);
    }

    /// A request's headers are complete; its body, if it has one, comes next.
    void headersComplete(boolean body) {
        synchronized (deadline) {
            bodyBytes = 0;
            enter(body ? Phase.BODY : Phase.ANSWER, body);
        }
    }

    /// The whole body was read.
    void bodyComplete() {
        synchronized (deadline) {
            if (phase == Phase.BODY) enter(Phase.ANSWER, false);
        }
    }

    /// The answer is complete; the next request may come.
    void answered() {
        synchronized (deadline) {
            enter(Phase.BETWEEN, false);
        }
    }

    /// Takes the socket out of Jetty: its key is cancelled and flushed from the selector, its timers end, and this end
    /// point, closed for Jetty, leaves the socket open. Nobody may be reading or writing it now.
    ///
    /// @param owner gets it in blocking mode on a virtual thread, unless it was closed meanwhile
    void release(Consumer<SocketChannel> owner) {
        if (!released.compareAndSet(false, true)) return;
        SocketChannel channel = getChannel();
        selector.submit(selecting -> {
            cancelKey(channel, selecting);
            // by the next round the selector has let go of a cancelled key
            selector.submit(_ -> Thread.ofVirtual().name("taken-out").start(() -> give(channel, owner)));
        });
        close();
    }

    @Override
    public void doClose() {
        if (!released.get()) super.doClose();
    }

    @Override
    protected void doShutdownOutput() {
        if (!released.get()) super.doShutdownOutput();
    }

    @Override
    public void onClose(Throwable cause) {
        deadline.cancel();
        deadline.destroy();
        onLeave.accept(getChannel());
        super.onClose(cause);
    }

    private void arrived(int bytes) {
        synchronized (deadline) {
            switch (phase) {
                case BETWEEN -> enter(Phase.HEADERS, true);
                case BODY -> {
                    bodyBytes += bytes;
                    if (bodyBytes < BODY_STEP_BYTES) return;
                    bodyBytes = 0;
                    enter(Phase.BODY, true);
                }
                case HEADERS, ANSWER -> {
                    // headers have one deadline for all their bytes; an answer is the handler's matter
                }
            }
        }
    }

    private void enter(Phase next, boolean timed) {
        phase = next;
        if (timed && !released.get()) deadline.schedule(limit.toMillis(), TimeUnit.MILLISECONDS);
        else deadline.cancel();
    }

    private void tooSlow() {
        LOG.log(Level.DEBUG, () -> "closed, no complete request in time remote=" + getRemoteSocketAddress() + " limit=" + limit);
        // quiet: strangers must not fill the log with stack traces
        close(new EofException("no complete request in time"));
    }

    private static void cancelKey(SocketChannel channel, Selector selector) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null) key.cancel();
    }

    private static void give(SocketChannel channel, Consumer<SocketChannel> owner) {
        try {
            channel.configureBlocking(true);
            owner.accept(channel);
        } catch (IOException | RuntimeException failed) {
            LOG.log(Level.DEBUG, "a connection was lost while it was taken over", failed);
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException nothingLeftToDo) {
            // it is closed for us
        }
    }
}
