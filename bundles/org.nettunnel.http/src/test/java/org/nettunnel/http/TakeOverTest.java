package org.nettunnel.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.transport.SocketAcceptor;

@Timeout(60)
class TakeOverTest {
    private static final Duration DEADLINE = Duration.ofMillis(300);
    @TempDir
    Path data;

    record Taken(SocketChannel channel, String early) {}

    /// Keeps what it gets.
    static final class Keeper implements SocketAcceptor {
        final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();

        @Override
        public byte[] preface() {
            return "NTUN/1\r\n".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void accept(SocketChannel channel, byte[] early) {
            taken.add(new Taken(channel, new String(early, StandardCharsets.ISO_8859_1)));
        }

        Taken next() throws InterruptedException {
            return taken.poll(20, TimeUnit.SECONDS);
        }
    }

    private TestDoor open(Keeper keeper) throws Exception {
        var test = TestDoor.open(data, TestDoor.limits(DEADLINE, DEADLINE));
        test.door().add(keeper);
        return test;
    }

    private static String read(SocketChannel channel, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) continue;
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void givesTheBytesBehindThePreface() throws Exception {
        var keeper = new Keeper();
        try (var test = open(keeper); var socket = test.plain()) {
            TestDoor.send(socket, "NTUN/1\r\nhello");
            Taken taken = keeper.next();
            assertEquals("hello", taken.early() + read(taken.channel(), 5 - taken.early().length()));
            assertTrue(taken.channel().isBlocking());
            taken.channel().close();
        }
    }

    @Test
    void understandsAPrefaceThatComesByteByByte() throws Exception {
        var keeper = new Keeper();
        try (var test = open(keeper); var socket = test.plain()) {
            socket.setTcpNoDelay(true);
            for (char c : "NTUN/1\r\nx".toCharArray()) TestDoor.send(socket, String.valueOf(c));
            Taken taken = keeper.next();
            assertEquals("x", taken.early() + read(taken.channel(), 1 - taken.early().length()));
            taken.channel().close();
        }
    }

    @Test
    void doesNotTouchAConnectionThatItGaveAway() throws Exception {
        var keeper = new Keeper();
        var test = open(keeper);
        try (var socket = test.plain()) {
            TestDoor.send(socket, "NTUN/1\r\n");
            try (SocketChannel channel = keeper.next().channel()) {
                try (var other = test.plain()) {
                    assertEquals(-1, other.getInputStream().read(), "deadline and idle timeout have passed");
                }
                test.awaitNoConnections();
                test.close();
                TestDoor.send(socket, "still");
                assertEquals("still", read(channel, 5));
                channel.write(ByteBuffer.wrap(new byte[] { 42 }));
                assertEquals(42, socket.getInputStream().read());
            }
        } finally {
            test.close();
        }
    }

    @Test
    void closesTunnelsWhenTheirAcceptorIsGone() throws Exception {
        var keeper = new Keeper();
        try (var test = open(keeper); var socket = test.plain()) {
            test.door().remove(keeper);
            TestDoor.send(socket, "NTUN/1\r\n");
            assertEquals("", TestDoor.rest(socket));
        }
    }

    @Test
    void losesNoByteInManyTakeOvers() throws Exception {
        var keeper = new Keeper();
        try (var test = open(keeper)) {
            for (int i = 0; i < 200; i++) {
                try (var socket = test.plain()) {
                    String text = "tunnel number " + i;
                    TestDoor.send(socket, "NTUN/1\r\n" + text.substring(0, i % 7));
                    TestDoor.send(socket, text.substring(i % 7));
                    Taken taken = keeper.next();
                    assertEquals(text, taken.early() + read(taken.channel(), text.length() - taken.early().length()));
                    taken.channel().close();
                }
            }
        }
    }
}
