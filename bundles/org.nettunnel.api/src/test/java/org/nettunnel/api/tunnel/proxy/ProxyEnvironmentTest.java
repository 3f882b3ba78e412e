package org.nettunnel.api.tunnel.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;

class ProxyEnvironmentTest {
    private static final Address PEER = new Address("outer.example", 443);

    private static String proxy(Map<String, String> variables) throws Exception {
        return String.valueOf(new ProxyEnvironment(variables).choose(PEER).proxy());
    }

    @Test
    void thereIsNoneUnlessItIsSaid() throws Exception {
        assertEquals("null", proxy(Map.of()));
        assertEquals("null", proxy(Map.of("https_proxy", "", "HTTPS_PROXY", "", "http_proxy", "http://other:1")));
    }

    @Test
    void lowerCaseGoesFirstAndTheSpecialBeforeTheGeneral() throws Exception {
        var variables = new java.util.HashMap<>(Map.of("https_proxy", "a:1", "HTTPS_PROXY", "b:2", "all_proxy", "c:3", "ALL_PROXY", "socks5h://d"));
        for (String expected : new String[] { "http://a:1", "http://b:2", "http://c:3", "socks5://d:1080", "null" }) {
            assertEquals(expected, proxy(variables));
            for (String first : new String[] { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" }) if (variables.remove(first) != null) break;
        }
    }

    @Test
    void exceptionsAreHeeded() throws Exception {
        assertEquals("null", proxy(Map.of("https_proxy", "a:1", "NO_PROXY", "example")));
        assertEquals("http://a:1", proxy(Map.of("https_proxy", "a:1", "NO_PROXY", "example", "no_proxy", "elsewhere")));
    }

    @Test
    void thisMachineIsNeverReachedThroughAProxy() throws Exception {
        var environment = new ProxyEnvironment(Map.of("ALL_PROXY", "a:1"));
        for (String host : new String[] { "localhost", "LocalHost", "x.localhost", "127.0.0.1", "127.1.2.3", "::1" })
            assertNull(environment.choose(new Address(host, 1)).proxy(), host);
        for (String host : new String[] { "notlocalhost", "128.0.0.1", "::2" }) assertNotNull(environment.choose(new Address(host, 1)).proxy(), host);
    }

    @Test
    void userAndPasswordStandInTheUrl() throws Exception {
        ProxyConfig.Server proxy = new ProxyEnvironment(Map.of("https_proxy", "http://m%C3%BCller:p%40ss:w+rd@proxy.example:3128/")).choose(PEER).proxy();
        assertEquals("http://m%C3%BCller@proxy.example:3128", proxy.toString());
        assertEquals("müller", proxy.login().user());
        assertArrayEquals("p@ss:w+rd".getBytes(), proxy.login().password().bytes());
    }

    @Test
    void whatIsNoProxyIsSaidWithoutItsPassword() {
        for (String value : new String[] { "https://u:hunter2@a:1", "socks4://u:hunter2@a:1", "u:hunter2@", "http://u:hunter2@a:99999", "http://u:hunter2%@a:1",
                "u:hunter2@a b:1", "http://:hunter2@a:1" }) {
            String said = assertThrows(IllegalArgumentException.class, () -> proxy(Map.of("HTTPS_PROXY", value)), value).getMessage();
            assertTrue(said.contains("HTTPS_PROXY"), said);
            assertFalse(said.contains("hunter2"), said);
        }
    }
}
