package org.nettunnel.transport.https;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.concurrent.Executors;

import org.nettunnel.api.transport.Wire;

/// Sends random bytes through a wire in pieces of odd sizes, and compares the hashes of what went in and came out.
final class Bulk {
    private static final int LARGEST_PIECE = 150_000;

    private Bulk() {}

    static void blocking(Wire from, Wire to, int length) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = threads.submit(() -> {
                var source = new Source(length, 1);
                while (!source.isDone()) source.writeTo(from);
                while (!from.flush()) continue;
                return source.hash();
            });
            var sink = new Sink(length);
            while (!sink.isDone()) sink.readFrom(to);
            assertArrayEquals(sent.get(), sink.hash());
        }
    }

    /// Both directions at once, on one thread with a selector; a wire with unread bytes is read without waiting for it.
    static void looped(Wire left, Wire right, int length) throws Exception {
        try (var selector = Selector.open()) {
            var ends = new End[] { new End(left, new Source(length, 1), new Sink(length)), new End(right, new Source(length, 2), new Sink(length)) };
            for (End end : ends) {
                end.wire().channel().configureBlocking(false);
                end.wire().channel().register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, end);
            }
            while (!ends[0].isDone() || !ends[1].isDone()) {
                selector.select(key -> ((End) key.attachment()).turn(key), ends[0].wire().hasUnread() || ends[1].wire().hasUnread() ? 1 : 0);
                for (End end : ends) if (end.wire().hasUnread()) end.sink().readFrom(end.wire());
            }
            assertArrayEquals(ends[0].source().hash(), ends[1].sink().hash());
            assertArrayEquals(ends[1].source().hash(), ends[0].sink().hash());
        }
    }

    private record End(Wire wire, Source source, Sink sink) {
        boolean isDone() {
            return source.isDone() && sink.isDone();
        }

        void turn(SelectionKey key) {
            try {
                if (key.isReadable()) sink.readFrom(wire);
                if (!key.isWritable()) return;
                source.writeTo(wire);
                if (wire.flush() && source.isDone()) key.interestOps(SelectionKey.OP_READ);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static final class Source {
        private final Random random;
        private final MessageDigest digest = sha256();
        private final byte[] piece = new byte[LARGEST_PIECE];
        private int offset;
        private int end;
        private int left;

        Source(int length, long seed) {
            random = new Random(seed);
            left = length;
        }

        boolean isDone() {
            return left == 0 && offset == end;
        }

        void writeTo(Wire wire) throws IOException {
            if (offset == end) next();
            offset += wire.write(piece, offset, end - offset);
        }

        private void next() {
            random.nextBytes(piece);
            offset = 0;
            end = Math.min(left, 1 + random.nextInt(LARGEST_PIECE));
            left -= end;
            digest.update(piece, 0, end);
        }

        byte[] hash() {
            return digest.digest();
        }
    }

    private static final class Sink {
        private final Random sizes = new Random(3);
        private final MessageDigest digest = sha256();
        private final byte[] piece = new byte[LARGEST_PIECE];
        private int left;

        Sink(int length) {
            left = length;
        }

        boolean isDone() {
            return left == 0;
        }

        void readFrom(Wire wire) throws IOException {
            int got = wire.read(piece, 0, 1 + sizes.nextInt(LARGEST_PIECE - 1));
            if (got < 0) throw new IOException("ended with " + left + " bytes to come");
            digest.update(piece, 0, got);
            left -= got;
        }

        byte[] hash() {
            return digest.digest();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
