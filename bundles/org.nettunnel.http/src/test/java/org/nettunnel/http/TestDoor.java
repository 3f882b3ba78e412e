package org.nettunnel.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.nettunnel.api.crypto.Certificates;
import org.nettunnel.api.crypto.KeyMaterial;
import org.nettunnel.crypto.bouncycastle.BouncyCertificates;
import org.nettunnel.http.DoorSettings.Limits;
import org.nettunnel.http.DoorSettings.PemPair;

/// A door on a free port of the loopback, and clients for it.
record TestDoor(JettyFrontDoor door, InetSocketAddress address) implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(20);
    /// One key for all tests: making one takes a while.
    private static final KeyMaterial MATERIAL = new BouncyCertificates().selfSigned(List.of("localhost", "127.0.0.1"), Duration.ofDays(1));

    static final Certificates CERTIFICATES = new BouncyCertificates() {
        @Override
        public KeyMaterial selfSigned(List<String> names, Duration validity) {
            return MATERIAL;
        }
    };

    static Limits limits(Duration headers, Duration idle) {
        return new Limits(100, 50, 1000, 1000, headers, idle);
    }

    static DoorSettings settings(int port, Limits limits) {
        return new DoorSettings("127.0.0.1", port, Optional.<PemPair>empty(), limits);
    }

    static TestDoor open(Path data, Limits limits) throws Exception {
        return of(new JettyFrontDoor(settings(0, limits), CERTIFICATES, data));
    }

    static TestDoor of(JettyFrontDoor door) throws Exception {
        return new TestDoor(door, door.listening().toCompletableFuture().get(20, TimeUnit.SECONDS));
    }

    Socket plain() throws IOException {
        var socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) LONG.toMillis());
        return socket;
    }

    SSLSocket tls(String... protocols) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] { new Anyone() }, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) LONG.toMillis());
        if (protocols.length > 0) socket.setEnabledProtocols(protocols);
        return socket;
    }

    /// Sends a whole request on a connection of its own and returns the whole answer.
    String ask(String head) throws IOException, GeneralSecurityException {
        try (var socket = tls()) {
            send(socket, head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return rest(socket);
        }
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /// All that comes until the end.
    static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// The door counts a connection out a moment after its client saw the end.
    void awaitNoConnections() {
        long until = System.nanoTime() + LONG.toNanos();
        while (door.connections() > 0 && System.nanoTime() < until) Thread.onSpinWait();
        assertEquals(0, door.connections());
    }

    static Handler says(String text) {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Content.Sink.write(response, true, text, callback);
                return true;
            }
        };
    }

    @Override
    public void close() {
        door.close();
    }

    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
