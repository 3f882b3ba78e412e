package org.nettunnel.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.crypto.bouncycastle.BouncyCertificates;
import org.nettunnel.http.DoorSettings.PemPair;

class FrontDoorTest {
    @TempDir
    Path data;

    private TestDoor open() throws Exception {
        return TestDoor.open(data, TestDoor.limits(TestDoor.LONG, TestDoor.LONG));
    }

    @Test
    void answersFromTheLongestPrefixAndHandlersComeAndGo() throws Exception {
        try (var test = open()) {
            assertTrue(test.ask("GET /api/x HTTP/1.1").startsWith("HTTP/1.1 404 "));
            try (var _ = test.door().handle("/", TestDoor.says("root"))) {
                try (var _ = test.door().handle("/api/", TestDoor.says("api"))) {
                    assertTrue(test.ask("GET /api/x HTTP/1.1").endsWith("\r\n\r\napi"));
                    assertTrue(test.ask("GET /apix HTTP/1.1").endsWith("\r\n\r\nroot"));
                }
                assertTrue(test.ask("GET /api/x HTTP/1.1").endsWith("\r\n\r\nroot"));
            }
            assertTrue(test.ask("GET / HTTP/1.1").startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void isNotReadyWhileNobodyIsThereToSaySo() throws Exception {
        try (var test = open(); var _ = test.door().handle("/", TestDoor.says("root"))) {
            assertTrue(test.ask("GET /readyz HTTP/1.1").startsWith("HTTP/1.1 503 "));
            try (var _ = test.door().handle("/readyz", TestDoor.says("ok"))) {
                assertTrue(test.ask("GET /readyz HTTP/1.1").endsWith("\r\n\r\nok"));
            }
            assertTrue(test.ask("GET /readyz HTTP/1.1").startsWith("HTTP/1.1 503 "));
            assertTrue(test.ask("GET /readyzx HTTP/1.1").endsWith("\r\n\r\nroot"));
        }
    }

    @Test
    void refusesAPrefixThatIsTaken() throws Exception {
        try (var test = open(); var _ = test.door().handle("/a", TestDoor.says("a"))) {
            assertThrows(IllegalArgumentException.class, () -> test.door().handle("/a", TestDoor.says("b")));
        }
    }

    @Test
    void everyAnswerHasTheSecurityHeadersAndNamesNoServer() throws Exception {
        try (var test = open(); var _ = test.door().handle("/", TestDoor.says("x"))) {
            for (String answer : List.of(test.ask("GET / HTTP/1.1"), test.ask("GET /../../x HTTP/1.1"), test.ask("GE(T / HTTP/1.1"))) {
                assertTrue(answer.contains("X-Content-Type-Options: nosniff"), answer);
                assertTrue(answer.contains("Cache-Control: no-store"), answer);
                assertFalse(answer.toLowerCase().contains("jetty"), answer);
                assertFalse(answer.contains("Server:"), answer);
            }
            assertTrue(test.ask("GET / HTTP/1.1").contains("Strict-Transport-Security: max-age="));
        }
    }

    @Test
    void tellsNothingOfTheCodeWhenAHandlerFails() throws Exception {
        var failing = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                throw new IllegalStateException("secret inside");
            }
        };
        try (var test = open(); var _ = test.door().handle("/api/", failing); var _ = test.door().handle("/", failing)) {
            String problem = test.ask("GET /api/x HTTP/1.1");
            assertTrue(problem.startsWith("HTTP/1.1 500 "), problem);
            assertTrue(problem.contains("application/problem+json") && problem.contains("\"status\":500"), problem);
            String plain = test.ask("GET /x HTTP/1.1");
            assertTrue(plain.endsWith("500 Server Error\n"), plain);
            assertFalse(problem.contains("secret") || plain.contains("secret"));
        }
    }

    @Test
    void refusesHeadersOver8KiB() throws Exception {
        try (var test = open()) {
            assertTrue(test.ask("GET / HTTP/1.1\r\nX: " + "a".repeat(8192)).startsWith("HTTP/1.1 431 "));
        }
    }

    @Test
    void refusesTls12() throws Exception {
        try (var test = open(); var socket = test.tls("TLSv1.2")) {
            assertThrows(SSLException.class, socket::startHandshake);
        }
    }

    @Test
    void saysInClearThatItIsAnHttpsPort() throws Exception {
        try (var test = open(); var socket = test.plain()) {
            TestDoor.send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            String answer = TestDoor.rest(socket);
            assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n") && answer.contains("This is an HTTPS port"), answer);
        }
    }

    @Test
    void closesGarbageWithoutAWord() throws Exception {
        try (var test = open(); var socket = test.plain()) {
            TestDoor.send(socket, "\u0001");
            assertEquals("", TestDoor.rest(socket));
        }
    }

    @Test
    void keepsTheCertificateItMade() throws Exception {
        Fingerprint first;
        try (var test = open()) {
            first = test.door().fingerprint();
            var socket = test.tls();
            socket.startHandshake();
            assertEquals(first, Fingerprint.of(socket.getSession().getPeerCertificates()[0].getEncoded()));
            socket.close();
        }
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(data.resolve("https-key.pem")));
        var settings = TestDoor.settings(0, TestDoor.limits(TestDoor.LONG, TestDoor.LONG));
        try (var again = new JettyFrontDoor(settings, new BouncyCertificates(), data)) {
            assertEquals(first, again.fingerprint());
        }
    }

    @Test
    void doesNotReplaceHalfAPair() throws Exception {
        open().close();
        Files.delete(data.resolve("https-key.pem"));
        byte[] certificate = Files.readAllBytes(data.resolve("https-certificate.pem"));
        var settings = TestDoor.settings(0, TestDoor.limits(TestDoor.LONG, TestDoor.LONG));
        var refused = assertThrows(IOException.class, () -> new JettyFrontDoor(settings, new BouncyCertificates(), data).close());
        assertTrue(String.valueOf(refused.getMessage()).contains("bring the other file back"), refused.getMessage());
        assertArrayEquals(certificate, Files.readAllBytes(data.resolve("https-certificate.pem")));
    }

    @Test
    void showsTheUsersOwnCertificate() throws Exception {
        var own = new BouncyCertificates();
        var material = own.selfSigned(List.of("own.example"), Duration.ofDays(2));
        Path certificates = data.resolve("own.pem"), key = data.resolve("own-key.pem");
        own.write(material, certificates, key);
        var settings = new DoorSettings("127.0.0.1", 0, PemPair.of(certificates.toString(), key.toString()), TestDoor.limits(TestDoor.LONG, TestDoor.LONG));
        try (var test = TestDoor.of(new JettyFrontDoor(settings, own, data)); var socket = test.tls()) {
            socket.startHandshake();
            assertEquals(material.chain().getFirst(), socket.getSession().getPeerCertificates()[0]);
            assertFalse(Files.exists(data.resolve("https-certificate.pem")));
        }
    }

    @Test
    void wantsCertificateAndKeyTogether() {
        assertEquals(Optional.empty(), PemPair.of("", ""));
        assertThrows(IllegalArgumentException.class, () -> PemPair.of("a.pem", ""));
        assertThrows(IllegalArgumentException.class, () -> PemPair.of("", "b.pem"));
    }

    @Test
    void opensAPortInUseAsSoonAsItIsFree() throws Exception {
        JettyFrontDoor door;
        try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            door = new JettyFrontDoor(TestDoor.settings(other.getLocalPort(), TestDoor.limits(TestDoor.LONG, TestDoor.LONG)), TestDoor.CERTIFICATES, data);
            assertFalse(door.listening().toCompletableFuture().isDone());
        }
        try (var test = TestDoor.of(door); var _ = door.handle("/", TestDoor.says("up"))) {
            assertTrue(test.ask("GET / HTTP/1.1").endsWith("up"));
        }
    }

    @Test
    void closesWhileItWaitsForItsPort() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var door = new JettyFrontDoor(TestDoor.settings(other.getLocalPort(), TestDoor.limits(TestDoor.LONG, TestDoor.LONG)), TestDoor.CERTIFICATES, data);
            door.close();
            assertFalse(door.listening().toCompletableFuture().isDone());
        }
    }

    @Test
    void freesThePortWhenClosed() throws Exception {
        var test = open();
        test.close();
        try (var other = new ServerSocket(test.address().getPort(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertEquals(test.address().getPort(), other.getLocalPort());
        }
    }

    @Test
    void refusesAnAddressThatIsNotOurs() {
        var settings = new DoorSettings("192.0.2.1", 0, Optional.empty(), TestDoor.limits(TestDoor.LONG, TestDoor.LONG));
        var refused = assertThrows(IOException.class, () -> new JettyFrontDoor(settings, TestDoor.CERTIFICATES, data));
        assertTrue(refused.getMessage().contains("192.0.2.1"), refused.getMessage());
    }

    @Test
    void theAdministrationMayHaveAPortApart() throws Exception {
        var apart = new DoorSettings("127.0.0.1", 0, Optional.empty(), TestDoor.limits(TestDoor.LONG, TestDoor.LONG), DoorSettings.Place.of("127.0.0.1:0"));
        try (var door = new JettyFrontDoor(apart, TestDoor.CERTIFICATES, data); var _ = door.handle("/", TestDoor.says("console"));
                var _ = door.handle("/livez", TestDoor.says("alive")); var _ = door.upgrade("/tunnel", "nettunnel", (_, _) -> {})) {
            var tunnels = TestDoor.of(door);
            var admin = new TestDoor(door, door.administration().toCompletableFuture().get(20, TimeUnit.SECONDS));
            assertNotEquals(tunnels.address().getPort(), admin.address().getPort());
            assertEquals(Set.of(tunnels.address().getPort(), admin.address().getPort()), door.ports(), "no endpoint of a limited user connects to either");
            assertTrue(tunnels.ask("GET / HTTP/1.1").startsWith("HTTP/1.1 404 "));
            assertTrue(tunnels.ask("GET /livez HTTP/1.1").endsWith("alive"));
            assertTrue(tunnels.ask("GET /tunnel HTTP/1.1").startsWith("HTTP/1.1 426 "));
            assertTrue(admin.ask("GET / HTTP/1.1").endsWith("console"));
            assertTrue(admin.ask("GET /livez HTTP/1.1").endsWith("alive"));
            assertTrue(admin.ask("GET /tunnel HTTP/1.1").startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void aPlaceForTheAdministrationIsHostAndPort() {
        assertEquals(Optional.empty(), DoorSettings.Place.of(""));
        assertEquals(new DoorSettings.Place("::1", 8443), DoorSettings.Place.of("[::1]:8443").orElseThrow());
        for (String wrong : new String[] {"52846", ":52846", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:x"})
            assertThrows(IllegalArgumentException.class, () -> DoorSettings.Place.of(wrong), wrong);
    }

    @Test
    void letsAnAddressHaveOnlySoManyConnections() throws Exception {
        var limits = new DoorSettings.Limits(100, 2, 1000, 1000, TestDoor.LONG, TestDoor.LONG);
        try (var test = TestDoor.open(data, limits); var _ = test.door().handle("/", TestDoor.says("x"))) {
            try (var first = test.tls(); var second = test.tls(); var third = test.plain()) {
                first.startHandshake();
                second.startHandshake();
                assertEquals(-1, third.getInputStream().read());
            }
            test.awaitNoConnections();
            assertTrue(test.ask("GET / HTTP/1.1").endsWith("x"));
        }
    }
}
