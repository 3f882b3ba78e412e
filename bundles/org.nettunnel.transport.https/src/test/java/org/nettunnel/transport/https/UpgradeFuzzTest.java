package org.nettunnel.transport.https;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever is at the other end of TLS instead of a node: the dial goes on right behind a `101`, or fails with a sentence.
class UpgradeFuzzTest {
    /// Many times what any answer needs on a busy machine.
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final UpgradeRequest REQUEST = new UpgradeRequest(new Address("outer.example", 52845));

    static Stream<byte[]> answers() {
        String switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: nettunnel/1\r\n\r\n";
        return Stream.of(switching, switching + "x", "HTTP/1.1 404 Not Found\r\n\r\n", "HTTP/1.1 101\r\n\r\n", "\r\n\r\n", "\r\r\n\r\n", "HTTP/1.1 101\r\n \r\n\r\n",
                "HTTP/1.1 101\r\nconnection: keep-alive, upgrade\r\nupgrade: websocket,nettunnel/1\r\n\r\n", "HTTP/1.1 302 x\u0085y\r\n\r\n",
                "HTTP/1.1 101\r\nX:" + " ".repeat(8_000) + "x\r\n\r\n", "HTTP/1.1 101\r\nX:" + "\t".repeat(8_000) + "\u0085\r\n\r\n",
                "HTTP/1.1 101\r\nConnection:" + ",".repeat(8_000) + "\r\n\r\n", "x".repeat(9_000)).map(answer -> answer.getBytes(ISO_8859_1));
    }

    @MethodSource("answers")
    @FuzzTest
    void anyAnswerIsAnUpgradeOrIsRefused(byte[] said) {
        var wire = new Said(said);
        long start = System.nanoTime();
        try {
            REQUEST.ask(wire);
            String head = new String(said, 0, wire.at, ISO_8859_1);
            assertTrue(head.startsWith("HTTP/1.1 101") && head.endsWith("\r\n\r\n") && head.indexOf("\r\n\r\n") == head.length() - 4, head);
        } catch (IOException refused) {
            assertTrue(!refused.getMessage().isBlank() && refused.getMessage().chars().noneMatch(Character::isISOControl), refused.getMessage());
        }
        assertTrue(System.nanoTime() - start < LONGEST.toNanos());
    }

    /// A wire whose other end has said all it will ever say.
    private static final class Said implements Wire {
        private final byte[] said;
        int at;

        Said(byte[] said) {
            this.said = said;
        }

        @Override
        public String transport() {
            return "https";
        }

        @Override
        public SocketChannel channel() {
            throw new UnsupportedOperationException("a script has no socket");
        }

        @Override
        public byte[] binding() {
            return new byte[32];
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = Math.min(length, said.length - at);
            System.arraycopy(said, at, bytes, offset, count);
            at += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public boolean hasUnread() {
            return at < said.length;
        }

        @Override
        public int write(byte[] bytes, int offset, int length) {
            return length;
        }

        @Override
        public boolean flush() {
            return true;
        }

        @Override
        public void close() {}
    }
}
