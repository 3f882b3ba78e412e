package org.nettunnel.api.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Connects sockets the way every transport does: all addresses of the host in turn, within one deadline.
public final class Dialling {
    private Dialling() {}

    /// Connects by TCP; blocks, so it runs on a virtual thread.
    ///
    /// @return a channel in blocking mode, without Nagle's delay and with keep-alive
    /// @throws IOException with a sentence that names the address and what happened
    public static SocketChannel connect(Address address, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        InetAddress[] found = resolve(address);
        IOException last = null;
        for (int tried = 0; tried < found.length; tried++) {
            // an address that never answers leaves the others their share of the time
            long share = (end - System.nanoTime()) / (found.length - tried);
            if (share <= 0) break;
            try {
                return connect(new InetSocketAddress(found[tried], address.port()), share);
            } catch (IOException failed) {
                if (last != null) failed.addSuppressed(last);
                last = failed;
            }
        }
        if (last == null || last instanceof SocketTimeoutException)
            throw new IOException(address + " did not answer within " + seconds(timeout) + " s: is the port open in every firewall on the way?", last);
        throw new IOException("cannot connect to " + address + ": " + last.getMessage(), last);
    }

    /// Closes `channel` after `timeout` unless the returned guard is closed first: the way to end any blocking call in time.
    ///
    /// What waits on the channel then gets an [java.nio.channels.AsynchronousCloseException].
    public static Deadline deadline(SocketChannel channel, Duration timeout) {
        return new Deadline(channel, timeout);
    }

    private static InetAddress[] resolve(Address address) throws IOException {
        try {
            return InetAddress.getAllByName(address.host());
        } catch (UnknownHostException unknown) {
            throw new IOException("host '" + address.host() + "' is not known to the name service", unknown);
        }
    }

    private static SocketChannel connect(InetSocketAddress to, long nanos) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(to, Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, Integer.MAX_VALUE));
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static String seconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? Long.toString(timeout.toSeconds()) : Double.toString(timeout.toMillis() / 1000.0);
    }

    /// A guard over a dialogue on one channel: either it is met or the channel is closed, never both.
    public static final class Deadline implements AutoCloseable {
        private enum State { RUNNING, MET, PASSED }

        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

        private Deadline(SocketChannel channel, Duration timeout) {
            Thread.ofVirtual().name("deadline").start(() -> {
                try {
                    if (over.await(timeout.toNanos(), TimeUnit.NANOSECONDS) || !state.compareAndSet(State.RUNNING, State.PASSED)) return;
                    channel.close();
                } catch (InterruptedException | IOException nothingLeftToDo) {
                    // the channel is closed or its owner closes it
                }
            });
        }

        /// Ends the guard.
        ///
        /// @return whether it was in time; if so the channel stays open
        public boolean met() {
            state.compareAndSet(State.RUNNING, State.MET);
            over.countDown();
            return !hasPassed();
        }

        /// Whether time ran out, so that the channel is closed or about to be.
        public boolean hasPassed() {
            return state.get() == State.PASSED;
        }

        @Override
        public void close() {
            met();
        }
    }
}
