package org.nettunnel.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.crypto.KeyMaterial;
import org.nettunnel.crypto.bouncycastle.BouncyCertificates;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/// An HTTPS server of the JDK that gives one answer to all, and remembers what it was asked.
final class TestServer implements AutoCloseable {
    private static final KeyMaterial MATERIAL = new BouncyCertificates().selfSigned(List.of("elsewhere.example"), Duration.ofDays(1));
    private final HttpsServer server;
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    TestServer(int status, String type, String body) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("test", MATERIAL.key(), new char[0], MATERIAL.chain().toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " " + request);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    static Fingerprint fingerprint() throws Exception {
        return Fingerprint.of(MATERIAL.chain().getFirst().getEncoded());
    }

    NodeAddress address() {
        return new NodeAddress("127.0.0.1", server.getAddress().getPort());
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
    }
}
