package org.nettunnel.transport.https;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Dialling;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.transport.Way;
import org.nettunnel.api.transport.Wire;

/// Dials a peer by TLS 1.3 with an HTTP upgrade: the way through firewalls that only pass HTTPS.
///
/// Any certificate is accepted, on purpose. The handshake inside proves the peer's pinned identity and takes the
/// channel binding of this very TLS connection into account (protocol sections 1 and 2): whoever sits in between with a
/// certificate of his own, even a valid one, makes that handshake fail.
public class HttpsTransport implements Transport {
    public static final String NAME = "https";

    private final SSLContext context;

    public HttpsTransport() {
        try {
            context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] { new AnyCertificate() }, null);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no TLS 1.3", missing);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Wire dial(Address address, Way way, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        SocketChannel channel = way.connect(address, timeout);
        try (var deadline = Dialling.deadline(channel, Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
            Wire wire = converse(channel, address, deadline, timeout);
            if (!deadline.met()) throw late(address, timeout, null);
            return wire;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private Wire converse(SocketChannel channel, Address address, Dialling.Deadline deadline, Duration timeout) throws IOException {
        try {
            TlsWire wire = TlsWire.dialled(channel, engine(address));
            new UpgradeRequest(address).ask(wire);
            return wire;
        } catch (UpgradeRefused refused) {
            throw refused;
        } catch (IOException failed) {
            if (deadline.hasPassed()) throw late(address, timeout, failed);
            String step = failed instanceof SSLException ? "TLS 1.3 with " + address + " failed" : address + " broke off before the tunnel began";
            throw new IOException(step + ": " + failed.getMessage(), failed);
        }
    }

    private SSLEngine engine(Address address) {
        SSLEngine engine = context.createSSLEngine(address.host(), address.port());
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] { "TLSv1.3" });
        parameters.setServerNames(serverNames(address.host()));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /// None for addresses and for names that a server name indication cannot carry (RFC 6066 §3).
    private static List<SNIServerName> serverNames(String host) {
        if (host.contains(":") || host.matches("[0-9.]+")) return List.of();
        try {
            return List.of(new SNIHostName(host.endsWith(".") ? host.substring(0, host.length() - 1) : host));
        } catch (IllegalArgumentException noHostName) {
            return List.of();
        }
    }

    private static IOException late(Address address, Duration timeout, @Nullable Throwable cause) {
        return new IOException(address + " took the connection but did not finish TLS and upgrade within " + timeout.toMillis() + " ms", cause);
    }
}
