package org.nettunnel.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.admin.diagnosis.DoctorView;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.ProxyConfig;

@Timeout(60)
class DoctorTest {
    private static Check named(DoctorView view, String name) {
        return view.checks().stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> results(DoctorView view) {
        return view.checks().stream().map(Check::result).toList();
    }

    private static DoctorView examine(NodeAddress to, Fingerprint pinned) {
        return Doctor.examine(new Doctor.Way(to, new ProxyConfig.None(), "https", pinned));
    }

    @Test
    void aWebServerIsNoNodeAndAllElseIsGood() throws Exception {
        try (var server = new TestServer(404, "text/plain", "nothing here")) {
            DoctorView view = examine(server.address(), TestServer.fingerprint());
            assertEquals(List.of("good", "good", "good", "good", "bad", "skipped", "good", "good"), results(view), view.toString());
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
            DoctorView view = Doctor.examine(new Doctor.Way(server.address(), new ProxyConfig.None(), "https", TestServer.fingerprint()),
                    new Doctor.Surroundings(ahead, Map.of(), Duration.ofSeconds(20)));
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
        assertEquals(List.of("good", "good", "bad", "skipped", "skipped", "skipped", "skipped", "skipped"), results(view), view.toString());
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
            assertEquals(List.of("good", "good", "good", "bad", "skipped", "skipped", "skipped", "skipped"), results(other), other.toString());
        }
    }

    private static DoctorView by(ProxyConfig proxy, NodeAddress to, Map<String, String> environment) throws Exception {
        return Doctor.examine(new Doctor.Way(to, proxy, "https", TestServer.fingerprint()), new Doctor.Surroundings(Clock.systemUTC(), environment, Duration.ofSeconds(20)));
    }

    private static ProxyConfig named(String scheme, TestProxy proxy, String user) {
        return ProxyConfig.parse(scheme + "://" + (user.isEmpty() ? "" : user + "@") + "127.0.0.1:" + proxy.port(), user.isEmpty() ? null : Secret.of("secret word".getBytes()));
    }

    @Test
    void aProxyIsATwoStepAffairOfReachingItAndOfWhatItSays() throws Exception {
        try (var server = new TestServer(200, "text/plain", "x"); var proxy = new TestProxy("me", "secret word")) {
            for (String scheme : List.of("http", "socks5")) {
                DoctorView view = by(named(scheme, proxy, "me"), server.address(), Map.of());
                assertEquals("good", named(view, "connection").result(), view.toString());
                assertEquals("good", named(view, "clock").result(), view.toString());
                assertTrue(named(view, "proxy").found().contains("it was named"), view.toString());
                assertFalse(view.toString().contains("secret word"));
                DoctorView without = by(named(scheme, proxy, ""), server.address(), Map.of());
                assertEquals("good", named(without, "proxy").result(), without.toString());
                assertEquals("bad", named(without, "connection").result(), without.toString());
                assertTrue(named(without, "connection").remedy().contains("USER@HOST:PORT"), without.toString());
                DoctorView wrong = by(named(scheme, proxy, "you"), server.address(), Map.of());
                assertTrue(named(wrong, "connection").remedy().contains("user and password"), wrong.toString());
            }
            assertTrue(named(by(named("http", proxy, ""), server.address(), Map.of()), "connection").found().contains("407"));
        }
    }

    @Test
    void whyAProxyIsTakenOrNotIsSaid() throws Exception {
        try (var proxy = new TestProxy("", "")) {
            Map<String, String> environment = Map.of("https_proxy", "http://127.0.0.1:" + proxy.port(), "no_proxy", "near.invalid");
            DoctorView far = by(new ProxyConfig.FromEnvironment(), new NodeAddress("far.invalid", 443), environment);
            assertTrue(named(far, "proxy").found().contains("https_proxy of the environment says so; it takes connections"), far.toString());
            assertEquals("skipped", named(far, "name").result());
            assertEquals("bad", named(far, "connection").result());
            assertTrue(named(far, "connection").remedy().contains("does not reach the node"), far.toString());
            DoctorView near = by(new ProxyConfig.FromEnvironment(), new NodeAddress("near.invalid", 443), environment);
            assertEquals("No proxy: no_proxy of the environment says so.", named(near, "proxy").found());
            DoctorView wrong = by(new ProxyConfig.FromEnvironment(), new NodeAddress("far.invalid", 443), Map.of("https_proxy", "ftp://x"));
            assertEquals("bad", named(wrong, "proxy").result(), wrong.toString());
            assertTrue(named(wrong, "proxy").remedy().contains("Set the variable right"), wrong.toString());
        }
        DoctorView gone = by(ProxyConfig.parse("http://127.0.0.1:1", null), new NodeAddress("far.invalid", 443), Map.of());
        assertEquals("bad", named(gone, "proxy").result(), gone.toString());
    }

    @Test
    void whatIsNoNodeByPlainTcpDoesNotAnswerTheHello() throws Exception {
        try (var web = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try {
                    for (;;) try (Socket one = web.accept()) {
                        one.getInputStream().readNBytes(1200);
                        one.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                    }
                } catch (IOException over) {
                    // the test is over
                }
            });
            DoctorView view = Doctor.examine(new Doctor.Way(new NodeAddress("127.0.0.1", web.getLocalPort()), new ProxyConfig.None(), "tcp", null));
            assertEquals(List.of("good", "good", "good", "bad", "skipped"), results(view), view.toString());
        }
    }
}
