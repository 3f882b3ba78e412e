package org.nettunnel.node.sync;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

/// How an [EndpointEntry] stands in JSON, in the node's file and on the wire: the one mapping of the two.
///
/// @param tunnel  only in the file; on the wire it is the tunnel that the message came over
/// @param removed when it was; then there is nothing behind it
/// @param owner   only in the file: the user of this node whose own it is
public record EntryForm(EndpointId id, @Nullable TunnelId tunnel, long revision, PeerIdentity editor, @Nullable Instant removed,
        @Nullable String name, @Nullable ListenForm listen, @Nullable Address target, @Nullable String compression, @Nullable String owner) {
    private static final TunnelId ANY = TunnelId.of(new byte[16]);

    public EntryForm {
        required(id, "id");
        entry(id, ANY, new Version(revision, required(editor, "editor")), new Body(removed, name, listen, target, compression));
    }

    /// @param side the end of the tunnel that listens
    public record ListenForm(TunnelSide side, String bind, int port) {
        public ListenForm {
            new EndpointConfig.Listen(required(side, "side"), required(bind, "bind"), port);
        }
    }

    private record Body(@Nullable Instant removed, @Nullable String name, @Nullable ListenForm listen, @Nullable Address target,
            @Nullable String compression) {}

    /// As it stands in the file.
    ///
    /// @param owner null for the node's own
    public static EntryForm inFile(EndpointEntry entry, @Nullable String owner) {
        return of(entry, entry.tunnel(), owner);
    }

    /// As it travels.
    static EntryForm onWire(EndpointEntry entry) {
        return of(entry, null, null);
    }

    private static EntryForm of(EndpointEntry entry, @Nullable TunnelId tunnel, @Nullable String owner) {
        Version version = entry.version();
        return switch (entry) {
            case EndpointEntry.Removed gone ->
                new EntryForm(gone.id(), tunnel, version.revision(), version.editor(), gone.at(), null, null, null, null, null);
            case EndpointEntry.Live(EndpointConfig config, Version _) -> new EntryForm(config.id(), tunnel, version.revision(), version.editor(),
                    null, config.name(), new ListenForm(config.listen().side(), config.listen().bind(), config.listen().port()),
                    config.target(), config.compression(), owner);
        };
    }

    /// @param of the tunnel it belongs to
    /// @throws IllegalArgumentException with a sentence, for what no endpoint can have
    public EndpointEntry entry(TunnelId of) {
        return entry(id, of, new Version(revision, editor), new Body(removed, name, listen, target, compression));
    }

    private static EndpointEntry entry(EndpointId id, TunnelId tunnel, Version version, Body body) {
        Instant removed = body.removed();
        if (removed != null) return new EndpointEntry.Removed(id, tunnel, version, removed);
        ListenForm at = required(body.listen(), "listen");
        var listen = new EndpointConfig.Listen(at.side(), at.bind(), at.port());
        return new EndpointEntry.Live(new EndpointConfig(id, tunnel, required(body.name(), "name"), listen,
                required(body.target(), "target"), required(body.compression(), "compression")), version);
    }

    private static <T> T required(@Nullable T value, String key) {
        if (value == null) throw new IllegalArgumentException("'" + key + "' is missing");
        return value;
    }
}
