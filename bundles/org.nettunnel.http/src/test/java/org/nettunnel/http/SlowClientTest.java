package org.nettunnel.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Those who take their time; the idle timeout is far away, so only the deadline can end them.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT) // they all only wait
class SlowClientTest {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    @TempDir
    Path data;

    /// A fresh JVM takes seconds for its first TLS handshake.
    @BeforeAll
    static void warmUp(@TempDir Path data) throws Exception {
        try (var test = TestDoor.open(data, TestDoor.limits(TestDoor.LONG, TestDoor.LONG))) {
            test.ask("GET / HTTP/1.1");
        }
    }

    private TestDoor open() throws Exception {
        return TestDoor.open(data, TestDoor.limits(DEADLINE, TestDoor.LONG.multipliedBy(3)));
    }

    /// Sends `text` and then a byte about every 20 ms, until the other side has had enough; leaves the socket closed.
    private static void trickle(Socket socket, String text) {
        try (socket) {
            socket.setSoTimeout(20);
            TestDoor.send(socket, text);
            while (!isEnded(socket)) socket.getOutputStream().write('a');
        } catch (IOException dropped) {
            // also while TLS said good-bye
        }
    }

    private static boolean isEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException notYet) {
            return false;
        }
    }

    @Test
    void dropsAClientThatSaysNothing() throws Exception {
        try (var test = open(); var socket = test.plain()) {
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void dropsATlsHelloCutShort() throws Exception {
        try (var test = open(); var socket = test.plain()) {
            TestDoor.send(socket, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001");
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void dropsHeadersThatTrickle() throws Exception {
        try (var test = open(); var socket = test.tls()) {
            trickle(socket, "GET / HTTP/1.1\r\nX-Slow: ");
        }
    }

    @Test
    void dropsTheNextRequestsHeadersThatTrickle() throws Exception {
        try (var test = open(); var _ = test.door().handle("/", TestDoor.says("x")); var socket = test.tls()) {
            TestDoor.send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            readUntil(socket, "\r\n\r\nx");
            trickle(socket, "GET / HTTP/1.1\r\nX-Slow: ");
        }
    }

    @Test
    void dropsABodyThatTrickles() throws Exception {
        var reads = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                Content.Source.asString(request);
                callback.succeeded();
                return true;
            }
        };
        try (var test = open(); var _ = test.door().handle("/", reads); var socket = test.tls()) {
            trickle(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
        }
    }

    @Test
    void keepsAConnectionBetweenRequestsPastTheDeadline() throws Exception {
        try (var test = open(); var _ = test.door().handle("/", TestDoor.says("x")); var socket = test.tls()) {
            TestDoor.send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            readUntil(socket, "\r\n\r\nx");
            dropsAnother(test);
            TestDoor.send(socket, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertTrue(TestDoor.rest(socket).endsWith("x"));
        }
    }

    @Test
    void keepsAnAnswerThatTakesItsTime() throws Exception {
        try (var test = open()) {
            var slow = new Handler.Abstract() {
                @Override
                public boolean handle(Request request, Response response, Callback callback) throws Exception {
                    dropsAnother(test);
                    Content.Sink.write(response, true, "late", callback);
                    return true;
                }
            };
            try (var _ = test.door().handle("/", slow)) {
                String answer = test.ask("GET / HTTP/1.1");
                assertTrue(answer.endsWith("late"), answer);
            }
        }
    }

    /// A clock without a sleep: when a connection that was opened now has met its deadline, so would have an older one.
    private static void dropsAnother(TestDoor test) throws IOException {
        try (var other = test.plain()) {
            assertEquals(-1, other.getInputStream().read());
        }
    }

    private static void readUntil(Socket socket, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) text.append((char) socket.getInputStream().read());
    }
}
