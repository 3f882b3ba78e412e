package org.nettunnel.system.framework;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Ports;

/// A connection to an echo that has bytes under way both ways until it is finished, and knows whether each came back as it was sent.
///
/// **Threads:** two virtual ones of its own; one other at a time.
public final class SteadyStream implements AutoCloseable {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final String name;
    private final Duration pace;
    private final Socket socket = new Socket();
    private final MessageDigest sent = sha256();
    private final MessageDigest echoed = sha256();
    private final CompletableFuture<Long> sentBytes = new CompletableFuture<>();
    private final CompletableFuture<Long> echoedBytes = new CompletableFuture<>();
    private volatile long echoedSoFar;
    private volatile boolean isEnding;

    /// @param port at which connections go to the echo
    /// @param pace between two chunks of 16 KiB; zero for as fast as it goes
    public SteadyStream(String name, int port, Duration pace) throws IOException {
        this.name = name;
        this.pace = pace;
        socket.connect(Ports.loopback(port), (int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().name(name + " sends").start(() -> run(sentBytes, () -> send(new SplittableRandom(name.hashCode()))));
        Thread.ofVirtual().name(name + " hears").start(() -> run(echoedBytes, this::hear));
    }

    /// One direction to its end.
    private interface Direction {
        long run() throws IOException;
    }

    private static void run(CompletableFuture<Long> result, Direction direction) {
        try {
            result.complete(direction.run());
        } catch (IOException | RuntimeException broken) {
            result.completeExceptionally(broken);
        }
    }

    /// Half of each chunk can be compressed and half cannot.
    private long send(SplittableRandom random) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        byte[] noise = new byte[CHUNK_BYTES / 2];
        long total = 0;
        while (!isEnding) {
            random.nextBytes(noise);
            System.arraycopy(noise, 0, chunk, 0, noise.length);
            Arrays.fill(chunk, noise.length, chunk.length, noise[0]);
            out.write(chunk);
            sent.update(chunk);
            total += chunk.length;
            if (!pace.isZero()) LockSupport.parkNanos(pace.toNanos()); // nothing is waited for: so much load, and no more
        }
        socket.shutdownOutput();
        return total;
    }

    private long hear() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4 * CHUNK_BYTES];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            echoed.update(buffer, 0, read);
            total += read;
            echoedSoFar = total;
        }
        return total;
    }

    /// Bytes that came back so far.
    public long echoed() {
        return echoedSoFar;
    }

    /// Waits until more than so many came back.
    public void awaitEchoed(long bytes) throws InterruptedException {
        Await.until(name + " goes on after " + echoedSoFar + " bytes", PATIENCE, () -> {
            if (echoedBytes.isDone() || sentBytes.isCompletedExceptionally()) throw new AssertionError(name + " ended after " + echoedSoFar + " bytes", failure());
            return echoedSoFar > bytes;
        });
    }

    private Throwable failure() {
        if (sentBytes.isCompletedExceptionally()) return sentBytes.exceptionNow();
        return echoedBytes.isCompletedExceptionally() ? echoedBytes.exceptionNow() : new IOException("the other end said that it has no more");
    }

    /// Says that there is no more, and waits for the rest of the echo.
    ///
    /// @return how many bytes went there and back
    /// @throws AssertionError when not every byte came back, in order
    public long finish() throws InterruptedException {
        isEnding = true;
        try {
            long there = sentBytes.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            long back = echoedBytes.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String sentHash = HexFormat.of().formatHex(sent.digest());
            String backHash = HexFormat.of().formatHex(echoed.digest());
            if (there != back || !sentHash.equals(backHash))
                throw new AssertionError(name + " sent " + there + " bytes " + sentHash + " and got back " + back + " bytes " + backHash);
            return back;
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError(name + " did not end as it should, after " + echoedSoFar + " bytes", failed);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
