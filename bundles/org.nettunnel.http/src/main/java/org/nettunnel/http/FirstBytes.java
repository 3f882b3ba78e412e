package org.nettunnel.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

import org.nettunnel.api.transport.SocketAcceptor;

/// What a new connection turned out to be, told by its first bytes.
sealed interface FirstBytes {
    /// A TLS record of the handshake (RFC 8446 §5.1: content type 22).
    byte TLS_HANDSHAKE = 0x16;
    int SHORTEST_METHOD = 3;

    record Tls() implements FirstBytes {}

    /// @param length of the acceptor's preface
    record Tunnel(SocketAcceptor acceptor, int length) implements FirstBytes {}

    /// HTTP in clear: someone forgot the s.
    record ClearHttp() implements FirstBytes {}

    record Garbage() implements FirstBytes {}

    /// A tunnel of a protocol version that nobody here speaks.
    ///
    /// @param expected what a tunnel of ours starts with
    record OtherVersion(String said, String expected) implements FirstBytes {}

    /// More bytes are needed.
    record Undecided() implements FirstBytes {}

    /// @param bytes at least one
    static FirstBytes of(byte[] bytes, Collection<? extends SocketAcceptor> acceptors) {
        if (bytes[0] == TLS_HANDSHAKE) return new Tls();
        boolean begins = false;
        for (SocketAcceptor acceptor : acceptors) {
            byte[] preface = acceptor.preface();
            int common = Math.min(preface.length, bytes.length);
            if (!Arrays.equals(preface, 0, common, bytes, 0, common)) continue;
            if (common == preface.length) return new Tunnel(acceptor, common);
            begins = true;
        }
        return begins ? new Undecided() : otherVersion(bytes, acceptors).orElseGet(() -> method(bytes));
    }

    /// A preface has the protocol's name, a slash and the version.
    private static Optional<FirstBytes> otherVersion(byte[] bytes, Collection<? extends SocketAcceptor> acceptors) {
        for (SocketAcceptor acceptor : acceptors) {
            String preface = new String(acceptor.preface(), StandardCharsets.ISO_8859_1);
            String said = new String(bytes, 0, Math.min(bytes.length, preface.length()), StandardCharsets.ISO_8859_1);
            String protocol = preface.substring(0, preface.indexOf('/') + 1);
            if (!protocol.isEmpty() && said.startsWith(protocol)) return Optional.of(new OtherVersion(said.strip(), preface.strip()));
        }
        return Optional.empty();
    }

    private static FirstBytes method(byte[] bytes) {
        int letters = 0;
        while (letters < bytes.length && bytes[letters] >= 'A' && bytes[letters] <= 'Z') letters++;
        if (letters == bytes.length) return letters <= "CONNECT".length() ? new Undecided() : new Garbage();
        return letters >= SHORTEST_METHOD && bytes[letters] == ' ' ? new ClearHttp() : new Garbage();
    }
}
