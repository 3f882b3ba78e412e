package org.nettunnel.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.nettunnel.api.transport.AcceptRate;

/// How the door is set up.
///
/// @param bind        an address or host name of this machine; empty for all addresses
/// @param port        0 for any free one
/// @param certificate the user's own PEM pair, or none: then the node makes one
/// @param limits      what a stranger may use up, at each port
/// @param admin       where the administration is apart from tunnels, or none for the same port
public record DoorSettings(String bind, int port, Optional<PemPair> certificate, Limits limits, Optional<Place> admin) {
    public static final int DEFAULT_PORT = 52845;

    /// With everything at one port.
    public DoorSettings(String bind, int port, Optional<PemPair> certificate, Limits limits) {
        this(bind, port, certificate, limits, Optional.empty());
    }

    public DoorSettings {
        if (port < 0 || port > 65535) throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }

    /// Where to listen.
    ///
    /// @param port 0 for any free one
    public record Place(String bind, int port) {
        /// @param listen HOST:PORT, or nothing
        /// @throws IllegalArgumentException when it is neither
        public static Optional<Place> of(String listen) {
            if (listen.isBlank()) return Optional.empty();
            int colon = listen.lastIndexOf(':');
            String host = colon < 0 ? "" : listen.substring(0, colon).replaceAll("^\\[|]$", "");
            String port = listen.substring(colon + 1);
            if (host.isBlank() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535)
                throw new IllegalArgumentException("admin.listen '" + listen + "' is not HOST:PORT, such as 127.0.0.1:52846");
            return Optional.of(new Place(host, Integer.parseInt(port)));
        }
    }

    /// Two files: the certificate with its chain, and its private key.
    public record PemPair(Path certificates, Path key) {
        /// @param certificates a path or nothing
        /// @param key          a path or nothing
        /// @throws IllegalArgumentException when only one of them is given
        public static Optional<PemPair> of(String certificates, String key) {
            if (certificates.isBlank() && key.isBlank()) return Optional.empty();
            if (certificates.isBlank() || key.isBlank())
                throw new IllegalArgumentException("certificate '" + certificates + "' and key '" + key + "' belong together: give both or neither");
            return Optional.of(new PemPair(Path.of(certificates), Path.of(key)));
        }
    }

    /// What a stranger may use up. Connections that left HTTP (tunnels) are no longer counted.
    ///
    /// @param connections       open at once
    /// @param perAddress        of them, from one IPv4 address or IPv6 /64
    /// @param acceptsPerSecond  new ones from one such address
    /// @param acceptBurst       how many of those may come at once
    /// @param headers           for the TLS handshake and the first request together, and for each later request
    /// @param idle              between two requests, or without progress in one
    public record Limits(int connections, int perAddress, int acceptsPerSecond, int acceptBurst, Duration headers, Duration idle) {
        public static final int CONNECTIONS = 4096;
        public static final int PER_ADDRESS = 100;
        public static final int HEADER_SECONDS = 10;
        public static final int IDLE_SECONDS = 30;
        public static final Limits DEFAULT = new Limits(CONNECTIONS, PER_ADDRESS, AcceptRate.PORT_PER_SECOND, AcceptRate.PORT_BURST,
                Duration.ofSeconds(HEADER_SECONDS), Duration.ofSeconds(IDLE_SECONDS));

        public Limits {
            atLeastOne("connections", connections);
            atLeastOne("connections per address", perAddress);
            atLeastOne("accepts per second", acceptsPerSecond);
            atLeastOne("accept burst", acceptBurst);
            if (headers.toMillis() < 1) throw new IllegalArgumentException("header deadline " + headers + " is not at least 1 ms");
            if (idle.toMillis() < 1) throw new IllegalArgumentException("idle timeout " + idle + " is not at least 1 ms");
        }

        private static void atLeastOne(String name, int value) {
            if (value < 1) throw new IllegalArgumentException(name + " " + value + " is not at least 1");
        }
    }

}
