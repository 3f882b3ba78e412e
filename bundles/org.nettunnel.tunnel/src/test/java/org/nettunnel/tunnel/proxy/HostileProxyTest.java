package org.nettunnel.tunnel.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.tunnel.proxy.OwnProxy.Script;

@Timeout(60)
class HostileProxyTest {
    private static final Address PEER = new Address("outer.example", 443);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String GREETING_OK = "\5\0", REPLY_OK = "\5\0\0\1\0\0\0\0\0\0";

    private static SocketChannel connect(OwnProxy proxy, String scheme, boolean login, Duration patience) throws IOException {
        var server = ProxyConfig.server(scheme + "://" + (login ? "us%20er@" : "") + proxy.address(), login ? Secret.of("hunter2".getBytes()) : null);
        return Ways.of(Map.of()).through(server).connect(PEER, patience);
    }

    /// What a person is told; the socket must be gone.
    private static String refused(String scheme, boolean login, Script script) throws Exception {
        try (var proxy = new OwnProxy(script)) {
            String said = assertThrows(IOException.class, () -> connect(proxy, scheme, login, PATIENCE)).getMessage();
            proxy.over.get(20, TimeUnit.SECONDS);
            assertTrue(said.contains(proxy.address().toString()), said);
            assertFalse(said.contains("hunter2") || said.chars().anyMatch(Character::isISOControl), said);
            return said;
        }
    }

    private static String answered(String head) throws Exception {
        return refused("http", false, (proxy, client) -> {
            proxy.hearRequest(client);
            OwnProxy.say(client, head);
            OwnProxy.awaitEnd(client);
        });
    }

    private static void contains(String said, String part) {
        assertTrue(said.contains(part), said);
    }

    private static String read(SocketChannel channel, int bytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(bytes);
        while (read.hasRemaining() && channel.read(read) >= 0) continue;
        return new String(read.array(), 0, read.position());
    }

    @Test
    void theNameAndTheLoginTravelToAnHttpProxy() throws Exception {
        try (var proxy = new OwnProxy((own, client) -> {
            own.hearRequest(client);
            OwnProxy.say(client, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\n");
        }); SocketChannel channel = connect(proxy, "http", true, PATIENCE)) {
            assertTrue(channel.isBlocking());
            assertEquals("CONNECT outer.example:443 HTTP/1.1\r\nHost: outer.example:443\r\nProxy-Authorization: Basic dXMgZXI6aHVudGVyMg==\r\n\r\n", proxy.heard());
        }
    }

    @Test
    void theNameAndTheLoginTravelToASocksProxy() throws Exception {
        try (var proxy = new OwnProxy((own, client) -> {
            own.hear(client, 4);
            OwnProxy.say(client, "\5\2");
            own.hear(client, 2 + 5 + 1 + 7);
            OwnProxy.say(client, "\1\0");
            own.hear(client, 5 + 13 + 2);
            OwnProxy.say(client, "\5\0\0\3\4name\0\1");
        }); SocketChannel _ = connect(proxy, "socks5", true, PATIENCE)) {
            assertEquals("\5\2\0\2" + "\1\5us er\7hunter2" + "\5\1\0\3\15outer.example\1\u00bb", proxy.heard());
        }
    }

    @Test
    void noByteOfTheTunnelIsTakenWhenItIsGluedToTheAnswer() throws Exception {
        Map<String, Script> scripts = Map.of("http", (own, client) -> {
            own.hearRequest(client);
            OwnProxy.say(client, "HTTP/1.0 200 Connection established\r\nA: b\r\n\r\nfirst of the tunnel");
        }, "socks5", (own, client) -> {
            own.hear(client, 3);
            OwnProxy.say(client, GREETING_OK);
            own.hear(client, 5 + 13 + 2);
            OwnProxy.say(client, "\5\0\0\4" + "x".repeat(18) + "first of the tunnel");
        });
        for (var script : scripts.entrySet())
            try (var proxy = new OwnProxy(script.getValue()); SocketChannel channel = connect(proxy, script.getKey(), false, PATIENCE)) {
                assertEquals("first of the tunnel", read(channel, 100), script.getKey());
            }
    }

    @Test
    void aRefusalSaysWhatToDo() throws Exception {
        contains(answered("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\nbody"), "wants a login: give its user");
        contains(answered("HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\r\n"), "wants a login by Negotiate, NTLM");
        contains(answered("HTTP/1.0 403 Filtered\r\n\r\n"), "forbids connections to outer.example:443");
        contains(answered("HTTP/1.1 502 Bad Gateway\r\n\r\n"), "cannot reach outer.example:443: its name service");
        contains(answered("HTTP/1.1 504 \r\n\r\n"), "did not answer it in time");
        contains(answered("HTTP/1.1 302 Found\r\nLocation: http://login\r\n\r\n"), "login page");
        contains(answered("HTTP/1.1 405 Method Not Allowed\r\n\r\n"), "is it a web server");
        contains(answered("HTTP/1.1 418 \33[31mteapot" + "t".repeat(500) + "\r\n\r\n"), "418 ?[31mteapot");
    }

    @Test
    void aWrongLoginIsNamedWithoutThePassword() throws Exception {
        contains(refused("http", true, (own, client) -> {
            own.hearRequest(client);
            OwnProxy.say(client, "HTTP/1.1 407 No\r\nProxy-Authenticate: basic\r\n\r\n");
        }), "does not accept the login of 'us er'");
        contains(refused("socks5", true, (own, client) -> {
            own.hear(client, 4);
            OwnProxy.say(client, "\5\2");
            own.hear(client, 15);
            OwnProxy.say(client, "\1\1");
        }), "does not accept the login of 'us er'");
    }

    @Test
    void garbageIsRefusedAtOnce() throws Exception {
        contains(answered("SSH-2.0-OpenSSH_10.0\r\n"), "does not answer in HTTP/1.1");
        contains(answered("HTTP/1.1 20 OK\r\n\r\n"), "does not answer in HTTP/1.1");
        contains(answered("HTTP/1.1 200 OK\r\nno field\r\n\r\n"), "malformed HTTP header");
        contains(answered("HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n"), "malformed HTTP header");
        contains(answered("HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n"), "malformed HTTP header");
        contains(answered("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(100_000)), "more than 8192 bytes");
        contains(answered("HTTP/1.1 200 " + "k".repeat(100_000)), "more than 8192 bytes");
    }

    @Test
    void everySocksReplyHasItsWords() throws Exception {
        List<String> words = List.of("general SOCKS server failure", "not allowed by its rules", "network unreachable", "host unreachable", "connection refused",
                "TTL expired", "command not supported", "address type not supported", "reply 9, which no standard defines");
        for (int code = 1; code <= words.size(); code++) {
            char reply = (char) code;
            contains(refused("socks5", false, (own, client) -> {
                own.hear(client, 3);
                OwnProxy.say(client, GREETING_OK);
                own.hear(client, 5 + 13 + 2);
                OwnProxy.say(client, "\5" + reply + "\0\1");
            }), words.get(code - 1));
        }
    }

    @Test
    void socksGarbageIsRefused() throws Exception {
        for (var wrong : Map.of("HTTP/1.1 400", "answers like an HTTP proxy", "\4\132", "does not speak SOCKS5", "\5\u00ff", "wants a login", "\5\2", "not offered",
                "\5\1", "not offered").entrySet())
            contains(refused("socks5", false, (own, client) -> {
                own.hear(client, 3);
                OwnProxy.say(client, wrong.getKey());
            }), wrong.getValue());
        for (String reply : List.of("\4\0\0\1", "\5\0\0\2"))
            contains(refused("socks5", false, (own, client) -> {
                own.hear(client, 3);
                OwnProxy.say(client, GREETING_OK);
                own.hear(client, 5 + 13 + 2);
                OwnProxy.say(client, reply);
            }), "SOCKS5");
    }

    @Test
    void closingAtAnyByteIsAFailureAndNeverAConnection() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n";
        for (int length = 0; length < head.length(); length++) {
            String part = head.substring(0, length);
            contains(refused("http", false, (own, client) -> {
                own.hearRequest(client);
                OwnProxy.say(client, part);
            }), "before it had reached outer.example:443");
        }
        String both = GREETING_OK + REPLY_OK;
        for (int length = 0; length < both.length(); length++) {
            String part = both.substring(0, length);
            contains(refused("socks5", false, (own, client) -> {
                own.hear(client, 3);
                OwnProxy.say(client, part.substring(0, Math.min(2, part.length())));
                if (part.length() < 2) return;
                own.hear(client, 5 + 13 + 2);
                OwnProxy.say(client, part.substring(2));
            }), "before it had reached outer.example:443");
        }
    }

    @Test
    void oneWhoTricklesOrIsSilentIsLeftAtTheDeadline() throws Exception {
        Script trickle = (own, client) -> {
            for (int sent = 0; ; sent++) {
                OwnProxy.say(client, sent < 9 ? "HTTP/1.1 ".substring(sent, sent + 1) : "2");
                // paced by a read that times out
                client.socket().setSoTimeout(20);
                try {
                    if (client.socket().getInputStream().read() < 0) return;
                } catch (java.net.SocketTimeoutException next) {
                    continue;
                }
            }
        };
        for (Script script : List.<Script>of(trickle, (own, client) -> OwnProxy.awaitEnd(client)))
            for (String scheme : List.of("http", "socks5"))
                try (var proxy = new OwnProxy(script)) {
                    if (script == trickle && scheme.equals("socks5")) continue;
                    String said = assertThrows(IOException.class, () -> connect(proxy, scheme, false, Duration.ofMillis(300))).getMessage();
                    contains(said, "did not reach outer.example:443 within 0.3 s");
                    proxy.over.get(20, TimeUnit.SECONDS);
                }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        Address gone;
        try (var closed = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            gone = new Address("127.0.0.1", ((InetSocketAddress) closed.getLocalAddress()).getPort());
        }
        String said = assertThrows(IOException.class, () -> Ways.of(Map.of()).through(ProxyConfig.parse("socks5://" + gone, null)).connect(PEER, PATIENCE)).getMessage();
        contains(said, "the proxy socks5://" + gone + " is not reached: ");
    }

    @Test
    void theEnvironmentsProxyIsTaken() throws Exception {
        try (var proxy = new OwnProxy((own, client) -> {
            own.hearRequest(client);
            OwnProxy.say(client, "HTTP/1.1 200\r\n\r\n");
        })) {
            var ways = Ways.of(Map.of("https_proxy", proxy.address().toString()));
            ways.through(new ProxyConfig.FromEnvironment()).connect(PEER, PATIENCE).close();
            proxy.over.get(20, TimeUnit.SECONDS);
            contains(proxy.heard(), "CONNECT outer.example:443");
        }
    }
}
