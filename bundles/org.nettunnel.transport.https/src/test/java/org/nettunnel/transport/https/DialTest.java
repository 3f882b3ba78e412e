package org.nettunnel.transport.https;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Dialling;
import org.nettunnel.api.transport.Wire;

/// What people are told when a dial fails.
@Timeout(60)
class DialTest {
    @TempDir
    Path data;

    private static String failure(Address address, Duration timeout) {
        return assertThrows(IOException.class, () -> new HttpsTransport().dial(address, timeout)).getMessage();
    }

    @ParameterizedTest
    @CsvSource({ "404,no tunnel", "200,web page", "302,elsewhere", "503,busy", "426,another version" })
    void saysWhatAnotherServerAnswered(int status, String expected) throws Exception {
        var other = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(status);
                callback.succeeded();
                return true;
            }
        };
        try (var pair = new WirePair(data)) {
            pair.acceptor.close();
            try (var _ = pair.door.handle("/", other)) {
                String sentence = failure(pair.address, WirePair.TIMEOUT);
                assertTrue(sentence.contains(pair.address + " answered " + status + " " + HttpStatus.getMessage(status)) && sentence.contains(expected), sentence);
            }
        }
    }

    @Test
    void dialsByTheWayItIsGiven() throws Exception {
        var asked = new ArrayList<Address>();
        try (var pair = new WirePair(data); Wire wire = new HttpsTransport().dial(new Address("outer.invalid", 443), (address, timeout) -> {
            asked.add(address);
            return Dialling.connect(pair.address, timeout);
        }, WirePair.TIMEOUT); Wire accepted = pair.accepted.poll(20, TimeUnit.SECONDS)) {
            assertEquals(List.of(new Address("outer.invalid", 443)), asked);
            assertArrayEquals(accepted.binding(), wire.binding());
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (var gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = gone.getLocalPort();
        }
        assertTrue(failure(new Address("127.0.0.1", port), WirePair.TIMEOUT).startsWith("cannot connect to 127.0.0.1:" + port));
    }

    @Test
    void saysThatAHostIsUnknown() {
        assertTrue(failure(new Address("no-such-host.invalid", 1), WirePair.TIMEOUT).contains("'no-such-host.invalid' is not known"));
    }

    @Test
    void saysThatTheOtherSideSpeaksNoTls() throws Exception {
        try (var server = new Answering("SSH-2.0-OpenSSH_9.2\r\n")) {
            String sentence = failure(server.address(), WirePair.TIMEOUT);
            assertTrue(sentence.startsWith("TLS 1.3 with " + server.address() + " failed"), sentence);
        }
    }

    @Test
    void givesUpAtItsDeadlineWhenTheOtherSideIsSilent() throws Exception {
        try (var server = new Answering("")) {
            long start = System.nanoTime();
            String sentence = failure(server.address(), Duration.ofMillis(300));
            assertTrue(sentence.contains("did not finish TLS and upgrade within 300 ms"), sentence);
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "POST /tunnel/1", "GET /tunnel/1/x", "GET /tunnel/10" })
    void theDoorUpgradesNothingElse(String request) throws Exception {
        try (var pair = new WirePair(data)) {
            String answer = pair.answer(request + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: nettunnel/1\r\n\r\n");
            assertTrue(answer.matches("HTTP/1.1 4(26|04) .*"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "Connection: Upgrade\r\nUpgrade: nettunnel/2\r\n", "", "Connection: Upgrade\r\nUpgrade: nettunnel/1\r\nContent-Length: 1\r\n" })
    void theDoorWantsTheUpgradeToBeAskedFor(String fields) throws Exception {
        try (var pair = new WirePair(data)) {
            assertEquals("HTTP/1.1 426 Upgrade Required", pair.answer("GET /tunnel/1 HTTP/1.1\r\nHost: x\r\n" + fields + "\r\nx"), fields);
        }
    }

    @Test
    void anUpgradeThatConnectionDoesNotNameIsABadRequest() throws Exception {
        try (var pair = new WirePair(data)) {
            assertEquals("HTTP/1.1 400 Bad Request", pair.answer("GET /tunnel/1 HTTP/1.1\r\nHost: x\r\nUpgrade: nettunnel/1\r\n\r\n"));
        }
    }

    @Test
    void theDoorClosesOnBytesThatComeTooEarly() throws Exception {
        try (var pair = new WirePair(data); var client = pair.tls()) {
            client.send("GET /tunnel/1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: nettunnel/1\r\n\r\ntoo early");
            byte[] rest = new byte[1000];
            int got = 0;
            for (int now = 0; now >= 0; got += Math.max(0, now)) now = client.read(rest, got, rest.length - got);
            assertTrue(new String(rest, 0, got, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 101"));
            assertTrue(pair.accepted.isEmpty());
        }
    }

    @Test
    void acceptsAgainAfterTheEngineCameBack() throws Exception {
        try (var pair = new WirePair(data)) {
            pair.acceptor.close();
            assertTrue(failure(pair.address, WirePair.TIMEOUT).contains("404"));
            try (var _ = new HttpsAcceptor(pair.door, pair.accepted::add); var ends = pair.dial("https")) {
                Wire wire = ends.accepted();
                assertEquals("https", wire.transport());
            }
        }
    }

    /// Takes one connection, says its text and then nothing.
    private static final class Answering implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));

        Answering(String text) throws IOException {
            Thread.startVirtualThread(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                    while (socket.getInputStream().read() >= 0) continue;
                } catch (IOException closed) {
                    // the test is over
                }
            });
        }

        Address address() {
            return new Address("127.0.0.1", server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
