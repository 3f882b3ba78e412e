package org.nettunnel.node.sync;

import java.time.Instant;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

/// Entries for tests.
public final class Entries {
    public static final TunnelId TUNNEL = TunnelId.parse("11111111-1111-1111-1111-111111111111");
    public static final TunnelId OTHER = TunnelId.parse("22222222-2222-2222-2222-222222222222");
    public static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");

    private Entries() {}

    public static PeerIdentity peer(int number) {
        byte[] key = new byte[32];
        key[31] = (byte) number;
        return PeerIdentity.of(key);
    }

    public static EndpointId id(int number) {
        byte[] id = new byte[16];
        id[15] = (byte) number;
        id[14] = (byte) (number >> 8);
        return EndpointId.of(id);
    }

    public static EndpointEntry live(EndpointId id, long revision, PeerIdentity editor, String name) {
        var config = new EndpointConfig(id, TUNNEL, name, new EndpointConfig.Listen(TunnelSide.INBOUND, "127.0.0.1", 8080),
                new Address("web", 80), "off");
        return new EndpointEntry.Live(config, new Version(revision, editor));
    }

    public static EndpointEntry gone(EndpointId id, long revision, PeerIdentity editor, Instant at) {
        return new EndpointEntry.Removed(id, TUNNEL, new Version(revision, editor), at);
    }
}
