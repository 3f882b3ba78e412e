package org.nettunnel.tunnel.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.ProxyConfig;

class ProxyConfigTest {
    private static final Secret PASSWORD = Secret.of("hunter2".getBytes());

    private static String refused(String url, Secret password) {
        return assertThrows(IllegalArgumentException.class, () -> ProxyConfig.parse(url, password), url).getMessage();
    }

    @Test
    void whatWasWrittenCanBeReadBack() {
        for (String url : new String[] { "none", "environment", "http://proxy.example:3128", "socks5://10.0.0.1:1080", "http://[::1]:8080" })
            assertEquals(url, ProxyConfig.parse(url, null).toString());
        for (String url : new String[] { "http://user@proxy.example:3128", "socks5://a%20b%2B@proxy.example:1" })
            assertEquals(ProxyConfig.parse(url, PASSWORD), ProxyConfig.parse(ProxyConfig.parse(url, PASSWORD).toString(), PASSWORD));
    }

    @Test
    void schemeAndPortAreThoseOfCurlWhenLeftOut() {
        assertEquals("http://proxy.example:1080", ProxyConfig.parse("proxy.example", null).toString());
        assertEquals("http://[::1]:1080", ProxyConfig.parse("[::1]", null).toString());
        assertEquals("socks5://proxy.example:1080", ProxyConfig.parse("SOCKS5H://proxy.example/", null).toString());
    }

    @Test
    void aPasswordInTheUrlIsRefusedAndNotRepeated() {
        String said = refused("http://user:hunter2@proxy.example:3128", null);
        assertTrue(said.contains("password"), said);
        assertFalse(said.contains("hunter2"), said);
    }

    @Test
    void userAndPasswordGoTogether() {
        refused("http://user@proxy.example:3128", null);
        refused("http://proxy.example:3128", PASSWORD);
        refused("none", PASSWORD);
    }

    @Test
    void whatAProxyCannotCarryIsRefused() {
        for (String url : new String[] { "https://a:1", "socks4://a:1", "ftp://a:1", "http://a:0", "http://a:x", "http://", "", "http://a/b:1" }) refused(url, null);
        refused("http://a%3Ab@proxy:1", PASSWORD);
        refused("http://a%0Db@proxy:1", PASSWORD);
        refused("http://a%zz@proxy:1", PASSWORD);
        refused("http://@proxy:1", PASSWORD);
        refused("socks5://" + "u".repeat(256) + "@proxy:1", PASSWORD);
        refused("socks5://u@proxy:1", Secret.of(new byte[256]));
        refused("socks5://u@proxy:1", Secret.of(new byte[0]));
    }

    @Test
    void noPasswordIsShown() {
        assertFalse(ProxyConfig.parse("http://user@proxy:1", PASSWORD).toString().contains("hunter2"));
        assertFalse(new ProxyConfig.Login("user", PASSWORD).toString().contains("hunter2"));
    }
}
