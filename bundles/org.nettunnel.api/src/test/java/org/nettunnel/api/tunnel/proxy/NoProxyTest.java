package org.nettunnel.api.tunnel.proxy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NoProxyTest {
    private static void covers(String list, String... hosts) {
        for (String host : hosts) assertTrue(NoProxy.parse(list).covers(host), list + " should cover " + host);
    }

    private static void spares(String list, String... hosts) {
        for (String host : hosts) assertFalse(NoProxy.parse(list).covers(host), list + " should not cover " + host);
    }

    @Test
    void aNameCoversItselfAndAllBelowIt() {
        covers("example.org", "example.org", "www.example.org", "a.b.EXAMPLE.org", "example.org.");
        covers(".example.org", "example.org", "www.example.org");
        covers("Example.ORG.", "example.org");
        spares("example.org", "anexample.org", "example.org.evil.net", "org");
        spares(".", "example.org");
    }

    @Test
    void entriesStandBetweenCommasAndBlanks() {
        covers("a.example, b.example\tc.example,,", "a.example", "b.example", "c.example");
        spares("", "a.example");
        spares(" , ", "a.example");
    }

    @Test
    void aStarAloneCoversAll() {
        covers("*", "example.org", "10.0.0.1", "::1");
        spares("*.example.org", "www.example.org");
        spares("a.example,*", "b.example");
    }

    @Test
    void anAddressCoversItselfHoweverItIsWritten() {
        covers("10.0.0.1", "10.0.0.1");
        covers("2001:db8::1", "2001:db8:0:0::1");
        covers("[2001:db8::1]", "2001:DB8::1");
        spares("10.0.0.1", "10.0.0.10", "110.0.0.1");
        spares("0.0.1", "10.0.0.1");
    }

    @Test
    void aBlockCoversItsAddresses() {
        covers("192.168.0.0/16", "192.168.0.1", "192.168.255.255");
        spares("192.168.0.0/16", "192.169.0.0", "192.167.255.255");
        covers("10.1.2.128/25", "10.1.2.128", "10.1.2.255");
        spares("10.1.2.128/25", "10.1.2.127");
        covers("0.0.0.0/0", "8.8.8.8");
        spares("0.0.0.0/0", "::1", "example.org");
        covers("2001:db8::/33", "2001:db8:7fff::1");
        spares("2001:db8::/33", "2001:db8:8000::1");
    }

    @Test
    void anImpossibleBlockCoversNothing() {
        for (String list : new String[] { "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/8/8", "::/129", "300.0.0.0/8" })
            spares(list, "10.0.0.1", "::1");
    }
}
