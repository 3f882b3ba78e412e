package org.nettunnel.api.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/// What travels as bytes and is written as text.
class IdsTest {
    @Test
    void idsTravelAsSixteenBytes() {
        var tunnel = TunnelId.random();
        assertEquals(tunnel, TunnelId.of(tunnel.bytes()));
        assertEquals(tunnel, TunnelId.parse(tunnel.toString()));
        var endpoint = EndpointId.random();
        assertEquals(endpoint, EndpointId.of(endpoint.bytes()));
        assertThrows(IllegalArgumentException.class, () -> TunnelId.of(new byte[15]));
        assertThrows(IllegalArgumentException.class, () -> EndpointId.of(new byte[17]));
    }

    @Test
    void identitiesAreEqualByTheirKey() {
        byte[] key = new byte[32];
        key[31] = 7;
        var identity = PeerIdentity.of(key);
        assertEquals(identity, PeerIdentity.parse(identity.toString()));
        key[31] = 8;
        assertEquals(7, identity.publicKey()[31]);
        assertThrows(IllegalArgumentException.class, () -> PeerIdentity.of(new byte[31]));
    }

    @Test
    void codesOfALaterProtocolReadAsInternal() {
        for (CloseCode code : CloseCode.values()) assertEquals(code, CloseCode.of(code.number()));
        assertEquals(16, CloseCode.INTERNAL.number());
        assertEquals(CloseCode.INTERNAL, CloseCode.of(17));
        assertEquals(CloseCode.INTERNAL, CloseCode.of(-1));
    }
}
