package org.nettunnel.system.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.nettunnel.system.process.Ports;

/// Loads a relay: bulk, small echoes, short connections. One at a time; what is measured stands at the far side of the relay.
final class RelayLoad {
    private static final int MESSAGE_BYTES = 100;
    private static final int BLOCK_BYTES = 256 * 1024;
    private static final int CONNECTING_AT_ONCE = 4;
    private static final Duration SLOWEST = Duration.ofSeconds(20);

    private RelayLoad() {}

    /// Bytes per second and CPU seconds per GiB.
    record Bulk(double bytesPerSecond, double cpuSecondsPerGibibyte) {}

    /// Messages per second and the times of a round trip in microseconds.
    record Echo(double perSecond, double p50Micros, double p99Micros) {}

    /// What is pushed, and for how long.
    ///
    /// @param block sent again and again
    /// @param warm  before bytes and time count
    record Push(int streams, byte[] block, Duration warm, Duration measured) {
        /// Bytes that nothing can compress.
        static Push ofRandom(int streams, Duration warm, Duration measured) {
            byte[] block = new byte[BLOCK_BYTES];
            new java.util.Random(1).nextBytes(block);
            return new Push(streams, block, warm, measured);
        }
    }

    /// Pushes as much as goes through.
    ///
    /// @param cpuNanos of the relay's processes so far
    static Bulk bulk(int port, Sink sink, Push push, LongSupplier cpuNanos) throws IOException, InterruptedException {
        List<SocketChannel> connections = new ArrayList<>();
        try {
            for (int i = 0; i < push.streams(); i++) {
                SocketChannel connection = SocketChannel.open(Ports.loopback(port));
                connections.add(connection);
                Thread.ofPlatform().daemon().start(() -> push(connection, push.block()));
            }
            Thread.sleep(push.warm());
            long bytes = sink.received();
            long cpu = cpuNanos.getAsLong();
            long start = System.nanoTime();
            Thread.sleep(push.measured());
            // the slowest cipher needs long for its first record
            while (sink.received() == bytes && System.nanoTime() - start < SLOWEST.toNanos()) Thread.sleep(push.warm());
            long nanos = System.nanoTime() - start;
            bytes = sink.received() - bytes;
            cpu = cpuNanos.getAsLong() - cpu;
            if (bytes == 0) throw new IOException("nothing came through port " + port);
            return new Bulk(bytes * 1e9 / nanos, cpu / 1e9 / (bytes / (double) (1 << 30)));
        } finally {
            for (SocketChannel connection : connections) connection.close();
        }
    }

    private static void push(SocketChannel connection, byte[] bytes) {
        ByteBuffer block = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        try {
            while (true) {
                block.rewind();
                while (block.hasRemaining()) connection.write(block);
            }
        } catch (IOException _) {
            // closed at the end of the measurement
        }
    }

    /// One message under way at a time, from a blocking thread: what a person at a terminal feels.
    static Echo echoOnOneStream(int port, Duration warm, Duration measured) throws IOException {
        try (SocketChannel connection = SocketChannel.open(Ports.loopback(port))) {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
            Times times = new Times();
            long now = System.nanoTime();
            long from = now + warm.toNanos();
            long until = from + measured.toNanos();
            while (now < until) {
                message.clear();
                while (message.hasRemaining()) connection.write(message);
                message.clear();
                while (message.hasRemaining()) if (connection.read(message) < 0) throw new IOException("the connection ended");
                long after = System.nanoTime();
                if (now >= from) times.add(after - now);
                now = after;
            }
            return times.result(measured);
        }
    }

    /// One message under way on each of many streams, all from one thread.
    static Echo echoOnStreams(int port, int streams, Duration warm, Duration measured) throws IOException {
        try (Selector selector = Selector.open()) {
            List<SocketChannel> connections = new ArrayList<>();
            try {
                for (int i = 0; i < streams; i++) {
                    SocketChannel connection = SocketChannel.open(Ports.loopback(port));
                    connections.add(connection);
                    connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    connection.configureBlocking(false).register(selector, SelectionKey.OP_READ, new Flight());
                }
                return fly(selector, warm, measured);
            } finally {
                for (SocketChannel connection : connections) connection.close();
            }
        }
    }

    private static Echo fly(Selector selector, Duration warm, Duration measured) throws IOException {
        Times times = new Times();
        long from = System.nanoTime() + warm.toNanos();
        long until = from + measured.toNanos();
        for (SelectionKey key : selector.keys()) ((Flight) key.attachment()).depart((SocketChannel) key.channel());
        while (System.nanoTime() < until) {
            int ready = selector.select(5_000);
            if (ready == 0) throw new IOException("nothing came back for 5 s");
            for (SelectionKey key : selector.selectedKeys()) {
                SocketChannel connection = (SocketChannel) key.channel();
                Flight flight = (Flight) key.attachment();
                if (connection.read(flight.message) < 0) throw new IOException("a connection ended");
                if (flight.message.hasRemaining()) continue;
                if (flight.started >= from) times.add(System.nanoTime() - flight.started);
                flight.depart(connection);
            }
            selector.selectedKeys().clear();
        }
        return times.result(measured);
    }

    /// Connects, has a message echoed and closes, again and again; returns how many a second.
    static double connectionsPerSecond(int port, int count) throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(count);
        ConcurrentLinkedQueue<IOException> failures = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTING_AT_ONCE; i++) threads.add(Thread.ofPlatform().daemon().start(() -> {
            ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
            while (left.getAndDecrement() > 0) {
                try (SocketChannel connection = SocketChannel.open(Ports.loopback(port))) {
                    connection.write(message.clear());
                    message.clear();
                    while (message.hasRemaining()) if (connection.read(message) < 0) throw new IOException("the connection ended before its echo");
                } catch (IOException failure) {
                    failures.add(failure);
                }
            }
        }));
        for (Thread thread : threads) thread.join();
        if (!failures.isEmpty()) throw new IOException(failures.size() + " of " + count + " connections failed", failures.peek());
        return count * 1e9 / (System.nanoTime() - start);
    }

    /// A message under way on one stream.
    private static final class Flight {
        final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        long started;

        void depart(SocketChannel connection) throws IOException {
            message.clear();
            started = System.nanoTime();
            while (message.hasRemaining()) connection.write(message);
            message.clear();
        }
    }

    /// Times of round trips.
    private static final class Times {
        private long[] nanos = new long[1 << 16];
        private int count;

        void add(long time) {
            if (count == nanos.length) nanos = Arrays.copyOf(nanos, count * 2);
            nanos[count++] = time;
        }

        Echo result(Duration measured) throws IOException {
            if (count == 0) throw new IOException("no message came back in time");
            Arrays.sort(nanos, 0, count);
            return new Echo(count * 1e9 / measured.toNanos(), nanos[count / 2] / 1e3, nanos[(int) (count * 0.99)] / 1e3);
        }
    }
}
