package org.nettunnel.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.transport.SocketAcceptor;

class FirstBytesTest {
    private static final SocketAcceptor TUNNEL = new SocketAcceptor() {
        @Override
        public byte[] preface() {
            return "NTUN/1\r\n".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void accept(SocketChannel channel, byte[] early) {}
    };

    private static FirstBytes of(String text) {
        return FirstBytes.of(text.getBytes(StandardCharsets.ISO_8859_1), List.of(TUNNEL));
    }

    @Test
    void knowsTlsByItsFirstByte() {
        assertInstanceOf(FirstBytes.Tls.class, of("\u0016"));
    }

    @Test
    void knowsATunnelByItsWholePreface() {
        assertEquals(new FirstBytes.Tunnel(TUNNEL, 8), of("NTUN/1\r\nmore"));
    }

    @Test
    void knowsATunnelOfAnotherVersion() {
        assertEquals(new FirstBytes.OtherVersion("NTUN/2", "NTUN/1"), of("NTUN/2\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "N", "NTUN/1\r", "G", "GET", "OPTIONS" })
    void waitsForMore(String text) {
        assertInstanceOf(FirstBytes.Undecided.class, of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = { "GET / HTTP/1.1", "POST /x", "CONNECT a:1" })
    void knowsHttpInClear(String text) {
        assertInstanceOf(FirstBytes.ClearHttp.class, of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = { "\u0000", "SSH-2.0-x", "get /", "AB ", "ABCDEFGHIJ", "\u0080\u002e\u0001" })
    void callsTheRestGarbage(String text) {
        assertInstanceOf(FirstBytes.Garbage.class, of(text));
    }

    @Test
    void knowsNoTunnelWithoutAnAcceptor() {
        assertInstanceOf(FirstBytes.Garbage.class, FirstBytes.of("NTUN/1\r\n".getBytes(StandardCharsets.US_ASCII), List.of()));
    }
}
