package org.nettunnel.tunnel.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.tunnel.fixtures.Bounded;
import org.nettunnel.tunnel.fixtures.LocalPair;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever a proxy answers, the dial goes on behind its answer or fails with a sentence.
class ProxyFuzzTest {
    private static final Bounded ANSWER = new Bounded(IOException.class, 32 << 20);
    private static final Address PEER = new Address("outer.example", 443);
    private static final int MOST_BYTES = 16 << 10;

    static Stream<byte[]> heads() {
        return Stream.of("HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200\r\nContent-Length: 5\r\nX:\r\n\r\n",
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n", "HTTP/1.1 503 \u0080\u0001\r\n\r\n", "\5\0", "SSH-2.0-x\r\n",
                "HTTP/1.1 200 OK\r\n : x\r\n\r\n", "HTTP/1.1 200 OK\r\nX:" + " ".repeat(8_000) + "x\r\n\r\n", "HTTP/1.1 200 OK\r\n" + "a:b\r\n".repeat(1_500) + "\r\n",
                "HTTP/1.1 200 OK\r\nX: " + "\t ".repeat(4_000) + "\n\r\n\r\n")
                .map(head -> head.getBytes(ISO_8859_1));
    }

    @MethodSource("heads")
    @FuzzTest
    void anHttpProxyIsUnderstoodOrRefused(byte[] said) {
        var proxy = ProxyConfig.server("http://me@127.0.0.1:3128", Secret.of("hunter2".getBytes(ISO_8859_1)));
        byte[] left = answered(said, talk -> new HttpConnect(proxy, PEER).ask(talk));
        if (left == null) return;
        String head = new String(said, ISO_8859_1).split("\r\n\r\n", 2)[0];
        assertTrue(head.startsWith("HTTP/1."));
        assertArrayEquals(Arrays.copyOfRange(said, head.length() + 4, Math.max(head.length() + 4, Math.min(said.length, MOST_BYTES))), left);
    }

    static Stream<byte[]> replies() {
        return Stream.of("\5\0\5\0\0\1\0\0\0\0\0\0", "\5\2\1\0\5\0\0\3\u0003abc\0\0", "\5\0\5\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "\5\u00ff", "\5\2\1\1",
                "\5\0\5\1", "\5\0\5\u00ff\0\1", "HTTP/1.1 400 Bad Request\r\n\r\n", "\5\0\5\0\0\7", "\5\0\5\0\0\3\0\0\0").map(head -> head.getBytes(ISO_8859_1));
    }

    @MethodSource("replies")
    @FuzzTest
    void aSocksProxyIsUnderstoodOrRefused(byte[] said) {
        var proxy = ProxyConfig.server("socks5://me@127.0.0.1:1080", Secret.of("hunter2".getBytes(ISO_8859_1)));
        byte[] left = answered(said, talk -> new Socks5(proxy, PEER).ask(talk));
        // the shortest answers: a choice, and a reply whose name is empty
        if (left != null) assertTrue(left.length <= said.length - 2 - 7);
    }

    /// How one kind of proxy is talked to.
    private interface Asking {
        void ask(Talk talk) throws IOException;
    }

    /// The proxy says all of it at once; of what was not asked for nothing is taken.
    ///
    /// @return what is left for the peer; null where the proxy was refused
    private static byte @Nullable [] answered(byte[] said, Asking asking) {
        var left = new byte[1][];
        boolean isReached = ANSWER.reads(() -> {
            LocalPair pair = LocalPair.open();
            try (var proxy = pair.app(); var channel = pair.edge()) {
                // a pair an input, at thousands a second: none waits for its port
                proxy.setOption(StandardSocketOptions.SO_LINGER, 0);
                proxy.write(ByteBuffer.wrap(said, 0, Math.min(said.length, MOST_BYTES)));
                proxy.shutdownOutput();
                asking.ask(new Talk(channel));
                left[0] = Channels.newInputStream(channel).readAllBytes();
            }
        });
        return isReached ? left[0] : null;
    }
}
