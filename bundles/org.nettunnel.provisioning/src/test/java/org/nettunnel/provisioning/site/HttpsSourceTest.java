package org.nettunnel.provisioning.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.provisioning.trust.Signers;
import org.nettunnel.provisioning.trust.SiteRefused;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

class HttpsSourceTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    @TempDir
    Path folder;
    private HttpsServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(Signers.GOOD.serverContext()));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsFromTheServerWhoseCertificateIsNamed() throws Exception {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        assertArrayEquals(CONTENT, Files.readAllBytes(fetch(Signers.GOOD.fingerprint(), 100)));
    }

    @Test
    void refusesAServerThatNobodyVouchesFor() {
        answer(exchange -> exchange.sendResponseHeaders(200, -1));
        assertTrue(assertThrows(IOException.class, () -> fetch(null, 100)).getMessage().contains("is not trusted"));
    }

    @Test
    void refusesAnotherCertificateThanTheOneNamed() {
        answer(exchange -> exchange.sendResponseHeaders(200, -1));
        String sentence = assertThrows(IOException.class, () -> fetch(Signers.OTHER.fingerprint(), 100)).getMessage();
        assertTrue(sentence.contains("is not trusted"), sentence);
    }

    @Test
    void followsNoRedirect() {
        for (String target : new String[] {"http://127.0.0.1:1/", "https://elsewhere.test/", "/other"}) {
            answer(exchange -> {
                exchange.getResponseHeaders().add("Location", target);
                exchange.sendResponseHeaders(302, -1);
            });
            String sentence = assertThrows(SiteRefused.class, () -> fetch(Signers.GOOD.fingerprint(), 100)).getMessage();
            assertTrue(sentence.contains("redirects to '" + target + "'"), sentence);
        }
    }

    @Test
    void stopsReadingAnAnswerWithoutEnd() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                while (true) body.write(new byte[1 << 16]);
            } catch (IOException hungUp) {
                // as it should be
            }
        });
        assertTrue(assertThrows(SiteRefused.class, () -> fetch(Signers.GOOD.fingerprint(), 1 << 20)).getMessage().contains("is longer than the"));
    }

    @Test
    @Timeout(20)
    void doesNotWaitForAServerThatTrickles() throws Exception {
        var end = new CountDownLatch(1);
        answer(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            boolean isQuick = exchange.getRequestURI().getPath().endsWith("quick");
            exchange.getResponseBody().write(CONTENT, 0, isQuick ? CONTENT.length : 1);
            exchange.getResponseBody().flush();
            try {
                if (!isQuick) end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        var base = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/site/");
        try (var source = new HttpsSource(base, Signers.GOOD.fingerprint(), Duration.ofSeconds(2))) {
            source.copy("quick", folder.resolve("quick"), CONTENT.length);
            String sentence = assertThrows(IOException.class, () -> source.copy("slow", folder.resolve("slow"), CONTENT.length)).getMessage();
            assertTrue(sentence.contains("/site/slow was not complete within") && sentence.contains("less than 128 KiB per second"), sentence);
        } finally {
            end.countDown();
        }
    }

    @Test
    void saysThatAFileIsMissing() {
        answer(exchange -> exchange.sendResponseHeaders(404, -1));
        assertThrows(IOException.class, () -> fetch(Signers.GOOD.fingerprint(), 100));
    }

    private void answer(HttpHandler handler) {
        try {
            server.removeContext("/site/");
        } catch (IllegalArgumentException none) {
            // the first
        }
        server.createContext("/site/", handler);
    }

    private Path fetch(Fingerprint pinned, long most) throws SiteRefused, IOException {
        Path target = folder.resolve("file");
        Files.deleteIfExists(target);
        String location = "https://127.0.0.1:" + server.getAddress().getPort() + "/site" + (pinned == null ? "" : "#server=" + pinned.text().replace(":", ""));
        try (SiteSource source = SiteLocation.of(location).open()) {
            source.copy("index.jar", target, most);
        }
        return target;
    }
}
