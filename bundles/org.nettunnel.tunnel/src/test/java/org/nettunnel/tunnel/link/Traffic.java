package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongUnaryOperator;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// What applications do with their sockets, on virtual threads.
final class Traffic {
    private Traffic() {}

    interface Work<T> {
        T run() throws Exception;
    }

    static <T> CompletableFuture<T> async(Work<T> work) {
        Supplier<T> supplier = () -> {
            try {
                return work.run();
            } catch (Exception failed) {
                throw new java.util.concurrent.CompletionException(failed);
            }
        };
        return CompletableFuture.supplyAsync(supplier, Executors.newVirtualThreadPerTaskExecutor());
    }

    /// Writes `length` bytes that depend on `seed`, then closes the output; returns their SHA-256.
    static CompletableFuture<String> send(SocketChannel to, long length, long seed) {
        return send(to, sent -> length - sent, seed);
    }

    /// The same.
    ///
    /// @param left how much more it is to be, by how much was sent
    static CompletableFuture<String> send(SocketChannel to, LongUnaryOperator left, long seed) {
        return async(() -> {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Random random = new Random(seed);
            byte[] block = new byte[40_000];
            for (long sent = 0, more = left.applyAsLong(0); more > 0; more = left.applyAsLong(sent)) {
                int count = (int) Math.min(more, 1 + random.nextInt(block.length));
                random.nextBytes(block);
                digest.update(block, 0, count);
                write(to, ByteBuffer.wrap(block, 0, count));
                sent += count;
            }
            to.shutdownOutput();
            return HexFormat.of().formatHex(digest.digest());
        });
    }

    /// Reads to the end; returns the SHA-256.
    static CompletableFuture<String> receive(SocketChannel from) {
        return async(() -> {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(60_000);
            while (from.read(buffer.clear()) >= 0) digest.update(buffer.flip());
            return HexFormat.of().formatHex(digest.digest());
        });
    }

    /// Writes `length` bytes, each eight of which are their own offset; then closes the output.
    static CompletableFuture<Void> count(SocketChannel to, long length) {
        return async(() -> {
            ByteBuffer block = ByteBuffer.allocate(128 * 1024);
            for (long at = 0; at < length;) {
                for (block.clear(); block.hasRemaining() && at < length; at += Long.BYTES) block.putLong(at);
                write(to, block.flip());
            }
            to.shutdownOutput();
            return null;
        });
    }

    /// Reads what [#count] writes, to its end; returns how many bytes stood where they belong.
    static CompletableFuture<Long> countInOrder(SocketChannel from) {
        return async(() -> {
            ByteBuffer buffer = ByteBuffer.allocate(128 * 1024);
            long at = 0;
            while (from.read(buffer) >= 0) {
                for (buffer.flip(); buffer.remaining() >= Long.BYTES; at += Long.BYTES) if (buffer.getLong() != at) return at;
                buffer.compact();
            }
            return at;
        });
    }

    static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) to.write(bytes);
    }

    static void write(SocketChannel to, String text) throws IOException {
        write(to, ByteBuffer.wrap(text.getBytes()));
    }

    static String read(SocketChannel from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) if (from.read(buffer) < 0) throw new IOException("ended after " + buffer.position() + " of " + length);
        return new String(buffer.array());
    }

    /// The bytes up to the end, or to the reset.
    static byte[] readAll(SocketChannel from) {
        var all = new java.io.ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(60_000);
        try {
            while (from.read(buffer.clear()) >= 0) all.write(buffer.array(), 0, buffer.position());
        } catch (IOException reset) {
            // what was read until then counts
        }
        return all.toByteArray();
    }

    /// Up to the end, or to the reset.
    static void readAllAndForget(SocketChannel from) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(128 * 1024);
        try {
            while (from.read(buffer.clear()) >= 0) continue;
        } catch (IOException reset) {
            // an end like any other
        }
    }

    /// Closes so that the other side sees a reset.
    static void reset(SocketChannel channel) throws IOException {
        channel.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    static boolean seesReset(SocketChannel channel) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(60_000);
            while (channel.read(buffer.clear()) >= 0) continue;
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
