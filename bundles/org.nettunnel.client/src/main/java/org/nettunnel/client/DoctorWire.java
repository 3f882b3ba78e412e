package org.nettunnel.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;

/// One connection on the way that a [Doctor] walks. It believes every certificate, for it tells no secrets and only looks.
final class DoctorWire {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_HEAD = 16 * 1024;

    private DoctorWire() {}

    /// What a server showed.
    record Shown(Fingerprint fingerprint, String subject, String issuer, boolean isSelfSigned) {}

    /// @throws IOException with a sentence
    static Socket open(Doctor.Way way) throws IOException {
        ProxyDoor proxy = way.proxy();
        String host = way.to().host();
        Socket socket = proxy == null ? new Socket(Proxy.NO_PROXY)
                : new Socket(new Proxy(proxy.isSocks() ? Proxy.Type.SOCKS : Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())));
        try {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            InetSocketAddress to = proxy == null ? new InetSocketAddress(host, way.to().port()) : InetSocketAddress.createUnresolved(host, way.to().port());
            socket.connect(to, Math.toIntExact(PATIENCE.toMillis()));
            return socket;
        } catch (SocketTimeoutException late) {
            socket.close();
            throw new IOException("Nothing answered at " + host + ":" + way.to().port() + " within " + PATIENCE.toSeconds() + " s: a firewall on the way drops it.", late);
        } catch (IOException failed) {
            socket.close();
            throw new IOException((proxy == null ? "No connection to " : "The proxy made no connection to ") + host + ":" + way.to().port() + ": " + failed.getMessage() + ".", failed);
        }
    }

    static SSLSocket tls(Doctor.Way way) throws IOException {
        Socket socket = open(way);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, way.to().host(), way.to().port(), true);
            tls.startHandshake();
            return tls;
        } catch (SSLException failed) {
            socket.close();
            throw new IOException("There is no TLS: " + failed.getMessage() + ".", failed);
        } catch (SocketTimeoutException late) {
            socket.close();
            throw new IOException("TLS did not begin within " + PATIENCE.toSeconds() + " s.", late);
        } catch (IOException failed) {
            socket.close();
            throw new IOException("TLS was broken off: " + failed.getMessage() + ".", failed);
        } catch (GeneralSecurityException missing) {
            socket.close();
            throw new IllegalStateException("this Java has no TLS", missing);
        }
    }

    static Shown certificate(SSLSocket tls) throws IOException {
        X509Certificate first = (X509Certificate) tls.getSession().getPeerCertificates()[0];
        try {
            return new Shown(Fingerprint.of(first.getEncoded()), first.getSubjectX500Principal().getName(), first.getIssuerX500Principal().getName(),
                    first.getSubjectX500Principal().equals(first.getIssuerX500Principal()));
        } catch (CertificateEncodingException broken) {
            throw new IOException("The certificate cannot be read.", broken);
        }
    }

    /// The lines of the answer's head.
    static List<String> ask(Doctor.Way way, String path, String headers) throws IOException {
        try (SSLSocket tls = tls(way)) {
            tls.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + way.to().host() + ":" + way.to().port() + "\r\n" + headers + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return head(tls.getInputStream());
        } catch (SocketTimeoutException late) {
            throw new IOException("No answer came within " + PATIENCE.toSeconds() + " s.", late);
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.length() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) throw new EOFException("The connection was closed in the middle of the answer.");
            head.append((char) next);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) return head.toString().lines().toList();
        }
        throw new IOException("The answer was no HTTP.");
    }

    static String statusOf(List<String> head) throws IOException {
        String[] words = head.getFirst().split(" ");
        if (words.length < 2 || !words[0].startsWith("HTTP/")) throw new IOException("The answer was no HTTP.");
        return words[1];
    }

    /// Null without it.
    static @Nullable String header(List<String> head, String name) {
        for (String line : head) if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) return line.substring(name.length() + 1).strip();
        return null;
    }

    static String meaning(String status) {
        return switch (status) {
            case "407" -> "a proxy on the way wants a login";
            case "426" -> "the node there speaks another version of the tunnel protocol";
            case "429", "503" -> "the node is busy, or what is in front of it cannot reach it";
            case "502", "504" -> "something is in front of the node and cannot reach it";
            default -> "a web server or a proxy is there, or something took the upgrade out";
        };
    }

    @SuppressWarnings("null") // the JDK does not say which of its parameters may be null
    private static final class Anybody implements X509TrustManager {
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
