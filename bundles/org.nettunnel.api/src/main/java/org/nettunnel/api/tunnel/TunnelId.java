package org.nettunnel.api.tunnel;

import java.nio.ByteBuffer;
import java.util.UUID;

/// A tunnel, the same at both ends.
public record TunnelId(UUID value) {
    public static TunnelId random() {
        return new TunnelId(UUID.randomUUID());
    }

    /// @throws IllegalArgumentException when `text` is no UUID
    public static TunnelId parse(String text) {
        return new TunnelId(UUID.fromString(text));
    }

    /// @param bytes 16 of them, as they travel
    public static TunnelId of(byte[] bytes) {
        if (bytes.length != 16) throw new IllegalArgumentException("a tunnel id has 16 bytes, not " + bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new TunnelId(new UUID(buffer.getLong(), buffer.getLong()));
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
