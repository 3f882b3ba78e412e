package org.nettunnel.node.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;

/// Every endpoint this node knows, removed ones included. Immutable: a change makes another book.
///
/// @param entries by id, in the order in which they came
/// @param owners  whose endpoints are users' own: what this node alone knows, and never tells
public record EndpointBook(Map<EndpointId, EndpointEntry> entries, Map<EndpointId, String> owners) {
    /// Endpoints that a tunnel may have, and as many removed ones are remembered.
    public static final int MOST_PER_TUNNEL = 1_000;
    private static final Duration REMEMBERED = Duration.ofDays(90);

    public EndpointBook {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        Map<EndpointId, String> owned = new LinkedHashMap<>(owners);
        for (EndpointId id : owners.keySet()) if (!(entries.get(id) instanceof EndpointEntry.Live)) owned.remove(id);
        owners = Collections.unmodifiableMap(owned);
    }

    public static EndpointBook of(Collection<EndpointEntry> entries) {
        Map<EndpointId, EndpointEntry> byId = new LinkedHashMap<>();
        for (EndpointEntry entry : entries) byId.merge(entry.id(), entry, (mine, theirs) -> theirs.outranks(mine) ? theirs : mine);
        return new EndpointBook(byId, Map.of());
    }

    /// This book with each of these as its user's own.
    public EndpointBook owned(Map<EndpointId, String> more) {
        Map<EndpointId, String> all = new LinkedHashMap<>(owners);
        all.putAll(more);
        return new EndpointBook(entries, all);
    }

    /// Null for the node's own.
    public @Nullable String owner(EndpointId id) {
        return owners.get(id);
    }

    /// A user's own, in the order in which they came.
    public List<EndpointConfig> of(String owner) {
        return live().stream().filter(config -> owner.equals(owners.get(config.id()))).toList();
    }

    public @Nullable EndpointEntry entry(EndpointId id) {
        return entries.get(id);
    }

    public List<EndpointEntry> of(TunnelId tunnel) {
        return entries.values().stream().filter(entry -> entry.tunnel().equals(tunnel)).toList();
    }

    public List<EndpointConfig> live() {
        List<EndpointConfig> live = new ArrayList<>();
        for (EndpointEntry entry : entries.values()) {
            switch (entry) {
                case EndpointEntry.Live(EndpointConfig config, Version _) -> live.add(config);
                case EndpointEntry.Removed _ -> { }
            }
        }
        return live;
    }

    /// This book with each of `news` that outranks what is here; merging again, or in another order, makes no difference.
    public EndpointBook merged(Collection<EndpointEntry> news) {
        Map<EndpointId, EndpointEntry> merged = new LinkedHashMap<>(entries);
        for (EndpointEntry entry : news) merged.merge(entry.id(), entry, (mine, theirs) -> theirs.outranks(mine) ? theirs : mine);
        return new EndpointBook(merged, owners);
    }

    /// This book without a tunnel's endpoints; they are not remembered as removed, because the other end keeps them.
    public EndpointBook without(TunnelId tunnel) {
        Map<EndpointId, EndpointEntry> kept = new LinkedHashMap<>(entries);
        kept.values().removeIf(entry -> entry.tunnel().equals(tunnel));
        return new EndpointBook(kept, owners);
    }

    /// This book without removed endpoints that need not be remembered any more: those of 90 days ago, and per tunnel all but the newest.
    public EndpointBook pruned(Instant now) {
        Map<TunnelId, List<EndpointEntry.Removed>> removed = new LinkedHashMap<>();
        Map<EndpointId, EndpointEntry> kept = new LinkedHashMap<>(entries);
        for (EndpointEntry entry : entries.values())
            if (entry instanceof EndpointEntry.Removed gone) removed.computeIfAbsent(gone.tunnel(), _ -> new ArrayList<>()).add(gone);
        for (List<EndpointEntry.Removed> gone : removed.values()) {
            gone.sort(Comparator.comparing(EndpointEntry.Removed::at).reversed());
            for (int i = 0; i < gone.size(); i++)
                if (i >= MOST_PER_TUNNEL || gone.get(i).at().plus(REMEMBERED).isBefore(now)) kept.remove(gone.get(i).id());
        }
        return new EndpointBook(kept, owners);
    }
}
