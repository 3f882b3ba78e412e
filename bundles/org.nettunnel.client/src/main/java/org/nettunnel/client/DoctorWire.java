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
import org.nettunnel.api.tunnel.ProxyConfig.Server;

/// One connection on the way that a [Doctor] walks. It believes every certificate, for it tells no secrets and only looks.
///
/// @param proxy null for none
record DoctorWire(NodeAddress to, @Nullable Server proxy, Duration patience) {
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int LONGEST_BODY = 1 << 20;

    /// What a server showed.
    record Shown(Fingerprint fingerprint, String subject, String issuer, boolean isSelfSigned) {}

    DoctorWire within(Duration otherPatience) {
        return new DoctorWire(to, proxy, otherPatience);
    }

    private String where() {
        return to.host() + ":" + to.port();
    }

    /// Connects to the proxy and no further.
    ///
    /// @throws IOException with a sentence
    static void reach(Server proxy, Duration patience) throws IOException {
        connected(new InetSocketAddress(proxy.address().host(), proxy.address().port()), proxy.address().toString(), patience).close();
    }

    /// Connects to the node, through the proxy where there is one.
    ///
    /// @throws IOException with a sentence
    Socket open() throws IOException {
        Server by = proxy;
        if (by == null) return connected(new InetSocketAddress(to.host(), to.port()), where(), patience);
        Socket socket = connected(new InetSocketAddress(by.address().host(), by.address().port()), "the proxy " + by, patience);
        try {
            new DoctorProxy(by, to).ask(socket);
            return socket;
        } catch (DoctorFinding finding) {
            socket.close();
            throw finding;
        } catch (SocketTimeoutException late) {
            socket.close();
            throw new IOException("The proxy " + by + " did not say within " + patience.toSeconds() + " s whether it connected to " + where() + ".", late);
        } catch (IOException failed) {
            socket.close();
            throw new IOException("The proxy " + by + " made no connection to " + where() + ": " + failed.getMessage(), failed);
        }
    }

    private static Socket connected(InetSocketAddress address, String name, Duration patience) throws IOException {
        if (address.isUnresolved()) throw new IOException("The name service does not know '" + address.getHostString() + "'.");
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.setTcpNoDelay(true);
            socket.connect(address, Math.toIntExact(patience.toMillis()));
            return socket;
        } catch (SocketTimeoutException late) {
            socket.close();
            throw new IOException("Nothing answered at " + name + " within " + patience.toSeconds() + " s: a firewall on the way drops it.", late);
        } catch (IOException failed) {
            socket.close();
            throw new IOException("No connection to " + name + ": " + failed.getMessage() + ".", failed);
        }
    }

    SSLSocket tls() throws IOException {
        Socket socket = open();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, to.host(), to.port(), true);
            tls.startHandshake();
            return tls;
        } catch (SSLException failed) {
            socket.close();
            throw new IOException("There is no TLS: " + failed.getMessage() + ".", failed);
        } catch (SocketTimeoutException late) {
            socket.close();
            throw new IOException("TLS did not begin within " + patience.toSeconds() + " s.", late);
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

    /// What was answered.
    ///
    /// @param bytes of all of it, so far as it was read
    record Answered(List<String> head, int bytes) {}

    /// Asks over a connection of its own, which is closed afterwards.
    Answered ask(String path, String headers) throws IOException {
        try (SSLSocket tls = tls()) {
            say(tls, path, "Connection: close\r\n" + headers);
            List<String> head = head(tls.getInputStream());
            int bytes = head.stream().mapToInt(line -> line.length() + 2).sum();
            return new Answered(head, bytes + tls.getInputStream().readNBytes(LONGEST_BODY).length);
        }
    }

    private void say(Socket socket, String path, String headers) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + where() + "\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Asks for the tunnel's protocol; what is said next is the tunnel's.
    List<String> upgrade(SSLSocket tls) throws IOException {
        say(tls, "/tunnel/1", "Connection: Upgrade\r\nUpgrade: nettunnel/1\r\n");
        return head(tls.getInputStream());
    }

    static List<String> head(InputStream in) throws IOException {
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
            case "407" -> "a proxy on the way wants a login: name it, with its user, by --proxy";
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
