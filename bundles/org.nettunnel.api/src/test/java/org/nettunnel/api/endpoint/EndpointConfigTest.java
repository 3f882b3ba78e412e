package org.nettunnel.api.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.endpoint.EndpointConfig.Listen;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

class EndpointConfigTest {
    private static EndpointConfig config(String name, String compression) {
        return new EndpointConfig(EndpointId.random(), TunnelId.random(), name, new Listen(TunnelSide.INBOUND, "127.0.0.1", 0),
                new Address("localhost", 80), compression);
    }

    @Test
    void takesNamesAsPeopleWriteThem() {
        assertEquals("Büro – Webseite <b>", config("Büro – Webseite <b>", EndpointConfig.ADAPTIVE).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\u0000"})
    void refusesNamesThatCannotBeShown(String name) {
        assertThrows(IllegalArgumentException.class, () -> config(name, EndpointConfig.OFF));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "De flate", "ZSTD", "../x"})
    void refusesWhatIsNoNameOfACompression(String compression) {
        assertThrows(IllegalArgumentException.class, () -> config("web", compression));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void refusesAPortOutOfRange(int port) {
        assertThrows(IllegalArgumentException.class, () -> new Listen(TunnelSide.OUTBOUND, "::1", port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "127.0.0.1;rm", "x\r\ny"})
    void refusesWhatIsNoBindAddress(String bind) {
        assertThrows(IllegalArgumentException.class, () -> new Listen(TunnelSide.INBOUND, bind, 80));
    }
}
