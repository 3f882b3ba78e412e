package org.nettunnel.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.admin.diagnosis.DoctorView;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.crypto.Fingerprint;

@Timeout(60)
class DoctorTest {
    private static Check named(DoctorView view, String name) {
        return view.checks().stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> results(DoctorView view) {
        return view.checks().stream().map(Check::result).toList();
    }

    private static DoctorView examine(NodeAddress to, Fingerprint pinned) {
        return Doctor.examine(new Doctor.Way(to, null, pinned));
    }

    @Test
    void aWebServerIsNoNodeAndAllElseIsGood() throws Exception {
        try (var server = new TestServer(404, "text/plain", "nothing here")) {
            DoctorView view = examine(server.address(), TestServer.fingerprint());
            assertEquals(List.of("good", "good", "good", "bad", "good", "good"), results(view), view.toString());
            assertTrue(named(view, "tunnel").found().contains("404"), view.toString());
            assertFalse(named(view, "tunnel").remedy().isEmpty());
            assertTrue(named(view, "certificate").found().contains("TLSv1.3"));
            assertFalse(view.isGood());
        }
    }

    @Test
    void aCertificateThatIsNotTheNodesShowsWhoEndsTls() throws Exception {
        try (var server = new TestServer(404, "text/plain", "x")) {
            DoctorView view = examine(server.address(), Fingerprint.of(new byte[] {1}));
            assertEquals("bad", named(view, "certificate").result());
            assertTrue(named(view, "certificate").found().contains("something on the way ends TLS"), view.toString());
            assertEquals("skipped", named(view, "tunnel").result());
        }
    }

    @Test
    void aClockThatIsWrongIsFound() throws Exception {
        try (var server = new TestServer(200, "text/plain", "x")) {
            var ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
            DoctorView view = Doctor.examine(new Doctor.Way(server.address(), null, TestServer.fingerprint()), ahead);
            assertEquals("bad", named(view, "clock").result());
            assertTrue(named(view, "clock").found().matches("This machine's clock is (59\\d|60\\d) s before the other's\\."), view.toString());
        }
    }

    @Test
    void whereNobodyListensOrNobodySpeaksTlsTheRestIsSkipped() throws Exception {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        DoctorView view = examine(new NodeAddress("127.0.0.1", port), TestServer.fingerprint());
        assertEquals(List.of("good", "bad", "skipped", "skipped", "skipped", "skipped"), results(view), view.toString());
        assertTrue(named(view, "connection").remedy().contains("firewall"));
        try (var plain = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try {
                    for (;;) try (Socket one = plain.accept()) {
                        one.getOutputStream().write("SSH-2.0-other\r\n".getBytes());
                    }
                } catch (IOException over) {
                    // the test is over
                }
            });
            DoctorView other = examine(new NodeAddress("127.0.0.1", plain.getLocalPort()), TestServer.fingerprint());
            assertEquals(List.of("good", "good", "bad", "skipped", "skipped", "skipped"), results(other), other.toString());
        }
    }

    @Test
    void proxiesAreReadAsPeopleWriteThem() {
        assertEquals(new ProxyDoor(false, "10.0.0.1", 3128), ProxyDoor.parse("http://10.0.0.1:3128"));
        assertEquals(new ProxyDoor(true, "::1", 1080), ProxyDoor.parse("socks5://[::1]:1080"));
        for (String wrong : List.of("10.0.0.1:3128", "http://proxy", "ftp://a:1", "http://me@a:1"))
            assertThrows(IllegalArgumentException.class, () -> ProxyDoor.parse(wrong), wrong);
    }
}
