package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nettunnel.system.process.NodePair.Endpoint;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.server.OwnServer;

/// What anybody may send to the node's port: it is told apart, answered where there is an answer, and disturbs nobody.
class StrangersTest extends OnSharedPair {
    /// Longer than the node gives anybody to say who he is.
    private static final int PATIENCE_MILLIS = 40_000;
    private OwnServer echo;
    private Endpoint endpoint;
    private Socket running;
    private String before;

    @BeforeEach
    void startAStream() throws Exception {
        echo = OwnServer.echo();
        endpoint = pair.endpoint(echo.port());
        running = new Socket();
        running.connect(Ports.loopback(endpoint.port()), PATIENCE_MILLIS);
        running.setSoTimeout(PATIENCE_MILLIS);
        before = pair.outer().log();
        assertStillRuns();
    }

    @AfterEach
    void theStreamStillRuns() throws Exception {
        assertStillRuns();
        assertEquals(1, pair.outer().api().get("/streams").path("streams").size(), "streams at the outer node");
        running.close();
        endpoint.remove();
        echo.close();
    }

    @Test
    void garbageIsClosed() throws Exception {
        byte[] garbage = new byte[10_000];
        new Random(3).nextBytes(garbage);
        garbage[0] = (byte) 0x99;
        assertEquals("", answer(garbage));
    }

    @Test
    void anHttpRequestIsToldThatThisIsAnHttpsPort() throws Exception {
        String answer = answer("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertTrue(answer.startsWith("HTTP/1.1 400") && answer.contains("https://"), answer);
    }

    @Test
    void aTlsHelloCutShortIsClosedInTime() throws Exception {
        assertCloses(HexFormat.of().parseHex("160301020001"));
    }

    @Test
    void aTunnelHelloCutShortIsClosedInTime() throws Exception {
        logs.allow("handshake .*from=127"); // that somebody failed to shake hands may be worth a warning
        assertCloses("NTUN/1\r\n\u0001".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void garbageBehindTheTunnelsFirstBytesIsClosed() throws Exception {
        logs.allow("handshake");
        byte[] garbage = new byte[10_000];
        new Random(4).nextBytes(garbage);
        System.arraycopy("NTUN/1\r\n".getBytes(StandardCharsets.US_ASCII), 0, garbage, 0, 8);
        assertCloses(garbage);
    }

    @Test
    void aPeerOfAnotherProtocolVersionIsExplained() throws Exception {
        logs.allow("(?i)version");
        answer("NTUN/7\r\n".getBytes(StandardCharsets.US_ASCII));
        String said = pair.outer().log().substring(before.length());
        assertTrue(said.toLowerCase(java.util.Locale.ROOT).contains("version"), () -> "the log does not name the version: " + said);
    }

    private void assertStillRuns() throws IOException {
        running.getOutputStream().write(9);
        assertEquals(9, running.getInputStream().read(), "the stream of others goes on");
    }

    /// What the node says until it closes.
    private String answer(byte[] sent) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.loopback(pair.outer().port()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(sent);
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            try {
                for (int c = in.read(); c >= 0; c = in.read()) answer.append((char) c);
            } catch (SocketException reset) {
                // it did not read all of ours: as good as an end
            }
            return answer.toString();
        }
    }

    private void assertCloses(byte[] sent) throws IOException {
        answer(sent); // fails by a timeout when it stays open
    }
}
