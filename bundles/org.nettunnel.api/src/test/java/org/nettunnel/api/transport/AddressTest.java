package org.nettunnel.api.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"vpn.example.org:52845", "10.0.0.7:22", "[2001:db8::1]:443", "[::1]:1", "h:65535"})
    void readsWhatItPrints(String text) {
        assertEquals(text, Address.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":80", "host:0", "host:65536", "host:-1", "host:http", "2001:db8::1:443", "a b:80", "a/b:80", "[]:80",
            "host\n:80"})
    void refusesWhatIsNoAddress(String text) {
        assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
    }

    @Test
    void saysHowAnIPv6AddressIsWritten() {
        var refused = assertThrows(IllegalArgumentException.class, () -> Address.parse("::1:80"));
        assertTrue(String.valueOf(refused.getMessage()).contains("[::1]:PORT"), refused.getMessage());
    }
}
