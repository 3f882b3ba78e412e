package org.nettunnel.api.tunnel;

import java.nio.ByteBuffer;
import java.util.UUID;

/// An endpoint, the same at both ends of its tunnel.
public record EndpointId(UUID value) {
    public static EndpointId random() {
        return new EndpointId(UUID.randomUUID());
    }

    /// @throws IllegalArgumentException when `text` is no UUID
    public static EndpointId parse(String text) {
        return new EndpointId(UUID.fromString(text));
    }

    /// @param bytes 16 of them, as they travel
    public static EndpointId of(byte[] bytes) {
        if (bytes.length != 16) throw new IllegalArgumentException("an endpoint id has 16 bytes, not " + bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new EndpointId(new UUID(buffer.getLong(), buffer.getLong()));
    }

    /// 16 bytes, as they travel.
    public byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits()).array();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
