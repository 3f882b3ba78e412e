package org.nettunnel.transport.https;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import org.nettunnel.api.crypto.KeyMaterial;
import org.nettunnel.api.transport.Address;

/// Ends TLS in front of a node, with a certificate that is valid for whoever trusts its CA, and passes on every byte: what an inspecting
/// proxy does, and a thief with a bought certificate.
final class EndingRelay implements AutoCloseable {
    private static final char[] PASSWORD = "relay".toCharArray();

    final AtomicLong passedForth = new AtomicLong();
    final AtomicLong passedBack = new AtomicLong();
    private final KeyMaterial material;
    private final SSLServerSocket listener;
    private final Address node;

    EndingRelay(KeyMaterial material, Address node) throws Exception {
        this.material = material;
        this.node = node;
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, PASSWORD);
        keys.setKeyEntry("relay", material.key(), PASSWORD, material.chain().toArray(java.security.cert.Certificate[]::new));
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        listener = (SSLServerSocket) context(own.getKeyManagers(), null).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, trust, null);
        return context;
    }

    Address address() {
        return new Address("127.0.0.1", listener.getLocalPort());
    }

    /// A strict client that has the relay's CA takes it for the host it says it is.
    void isTrusted() throws Exception {
        var anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, PASSWORD);
        anchors.setCertificateEntry("ca", material.chain().getLast());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        try (var socket = (SSLSocket) context(null, trust.getTrustManagers()).getSocketFactory().createSocket("localhost", listener.getLocalPort())) {
            SSLParameters strict = socket.getSSLParameters();
            strict.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(strict);
            socket.startHandshake();
        }
    }

    private void accept() {
        try {
            while (true) {
                var near = (SSLSocket) listener.accept();
                Thread.startVirtualThread(() -> pass(near));
            }
        } catch (IOException closed) {
            // the end of it
        }
    }

    private void pass(SSLSocket near) {
        try (near; var far = (SSLSocket) context(null, new TrustManager[] { new AnyCertificate() }).getSocketFactory().createSocket(node.host(), node.port())) {
            var back = Thread.startVirtualThread(() -> pump(far, near, passedBack));
            pump(near, far, passedForth);
            back.join();
        } catch (Exception gone) {
            // one of them closed
        }
    }

    private static void pump(SSLSocket from, SSLSocket to, AtomicLong passed) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[16_384];
            for (int count; (count = in.read(bytes)) >= 0; out.flush()) {
                out.write(bytes, 0, count);
                passed.addAndGet(count);
            }
        } catch (IOException gone) {
            // one of them closed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
