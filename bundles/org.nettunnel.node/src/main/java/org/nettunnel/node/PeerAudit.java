package org.nettunnel.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Audit.Draft;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.node.sync.EndpointBook;
import org.nettunnel.node.sync.EndpointEntry;

/// Notes the endpoints that a peer adds, changes and removes.
///
/// A peer that changes them without end must not push everything else out of the log: beyond some a minute its changes are only counted.
/// **Threads:** one at a time to a tunnel.
final class PeerAudit {
    private static final int A_MINUTE = 60;

    private final Audit audit;
    private final InstantSource clock;
    private final Map<TunnelId, Minute> minutes = new ConcurrentHashMap<>();

    /// @param noted   entries of that minute
    /// @param skipped changes that were only counted
    private record Minute(Instant began, int noted, int skipped) {}

    PeerAudit(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /// @param news what is about to come in
    void note(TunnelConfig tunnel, EndpointBook before, List<EndpointEntry> news) throws IOException {
        for (EndpointEntry entry : news) {
            EndpointEntry mine = before.entry(entry.id());
            if (entry.equals(mine)) continue;
            String left = admit(tunnel.id());
            if (left == null) continue;
            String action = entry instanceof EndpointEntry.Removed ? "peer removes endpoint" : mine instanceof EndpointEntry.Live
                    ? "peer changes endpoint" : "peer adds endpoint";
            audit.note(new Draft("peer of " + tunnel.name(), "-", action, entry.id().toString(), "done" + left).with(text(mine), text(entry)));
        }
    }

    void noteRemoval(TunnelConfig tunnel) throws IOException {
        audit.note(new Draft("peer of " + tunnel.name(), "-", "peer removes tunnel", tunnel.id().toString(), "done").with("name=" + tunnel.name(), null));
    }

    /// @return what to add to the result; null when it is not to be noted singly
    private @Nullable String admit(TunnelId tunnel) {
        Instant now = clock.instant();
        Minute minute = minutes.getOrDefault(tunnel, new Minute(now, 0, 0));
        boolean isOver = Duration.between(minute.began(), now).abs().compareTo(Duration.ofMinutes(1)) >= 0;
        if (!isOver && minute.noted() >= A_MINUTE) {
            minutes.put(tunnel, new Minute(minute.began(), minute.noted(), minute.skipped() + 1));
            return null;
        }
        minutes.put(tunnel, isOver ? new Minute(now, 1, 0) : new Minute(minute.began(), minute.noted() + 1, 0));
        return minute.skipped() == 0 ? "" : "; " + minute.skipped() + " more changes of this peer were not noted singly before";
    }

    private static @Nullable String text(@Nullable EndpointEntry entry) {
        return switch (entry) {
            case null -> null;
            case EndpointEntry.Removed _ -> null;
            case EndpointEntry.Live live -> text(live.config());
        };
    }

    private static String text(EndpointConfig config) {
        return "name=" + config.name() + " listens=" + config.listen().side().name().toLowerCase(java.util.Locale.ROOT) + " " + config.listen().bind()
                + ":" + config.listen().port() + " target=" + config.target();
    }
}
