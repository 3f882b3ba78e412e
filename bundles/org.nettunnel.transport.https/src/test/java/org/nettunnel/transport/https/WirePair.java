package org.nettunnel.transport.https;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import org.nettunnel.api.crypto.KeyMaterial;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Dialling;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.crypto.bouncycastle.BouncyCertificates;
import org.nettunnel.http.DoorSettings;
import org.nettunnel.http.JettyFrontDoor;
import org.nettunnel.transport.tcp.TcpAcceptor;
import org.nettunnel.transport.tcp.TcpTransport;

/// A front door that accepts wires of both transports, and dials itself.
final class WirePair implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(20);
    /// One key for all tests: making one takes a while.
    private static final KeyMaterial MATERIAL = new BouncyCertificates().selfSigned(List.of("localhost"), Duration.ofDays(1));

    final BlockingQueue<Wire> accepted = new LinkedBlockingQueue<>();
    final JettyFrontDoor door;
    final HttpsAcceptor acceptor;
    final Address address;

    WirePair(Path data) throws Exception {
        var limits = new DoorSettings.Limits(1000, 1000, 10_000, 10_000, Duration.ofSeconds(10), Duration.ofSeconds(30));
        door = new JettyFrontDoor(new DoorSettings("127.0.0.1", 0, Optional.empty(), limits), new BouncyCertificates() {
            @Override
            public KeyMaterial selfSigned(List<String> names, Duration validity) {
                return MATERIAL;
            }
        }, data);
        door.add(new TcpAcceptor(accepted::add));
        acceptor = new HttpsAcceptor(door, accepted::add);
        InetSocketAddress where = door.listening().toCompletableFuture().get(20, TimeUnit.SECONDS);
        address = new Address("127.0.0.1", where.getPort());
    }

    static Transport transport(String name) {
        return name.equals(HttpsTransport.NAME) ? new HttpsTransport() : new TcpTransport();
    }

    /// The two ends of one wire.
    record Ends(Wire dialled, Wire accepted) implements AutoCloseable {
        @Override
        public void close() {
            dialled.close();
            accepted.close();
        }
    }

    Ends dial(Transport transport) throws Exception {
        Wire dialled = transport.dial(address, TIMEOUT);
        Wire other = accepted.poll(20, TimeUnit.SECONDS);
        if (other == null) throw new AssertionError("nothing was accepted");
        return new Ends(dialled, other);
    }

    Ends dial(String name) throws Exception {
        return dial(transport(name));
    }

    /// A TLS client that says what it is told to.
    Client tls() throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] { new AnyCertificate() }, null);
        var engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        return new Client(TlsWire.dialled(Dialling.connect(address, TIMEOUT), engine));
    }

    /// The status line that comes for `request`.
    String answer(String request) throws Exception {
        try (var client = tls()) {
            client.send(request);
            var line = new StringBuilder();
            for (byte[] b = new byte[1]; client.read(b, 0, 1) > 0 && b[0] != '\r'; ) line.append((char) b[0]);
            return line.toString();
        }
    }

    record Client(Wire wire) implements AutoCloseable {
        void send(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            wire.write(bytes, 0, bytes.length);
            wire.flush();
        }

        int read(byte[] bytes, int offset, int length) throws IOException {
            return wire.read(bytes, offset, length);
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    @Override
    public void close() {
        acceptor.close();
        door.close();
    }
}
