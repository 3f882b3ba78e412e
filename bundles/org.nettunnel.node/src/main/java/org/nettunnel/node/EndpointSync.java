package org.nettunnel.node;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointListener;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.Node.RemoteHalf;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelListener;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.peer.FarCalls;
import org.nettunnel.node.peer.PeerLog;
import org.nettunnel.node.store.KeptTunnel;
import org.nettunnel.node.sync.EndpointBook;
import org.nettunnel.node.sync.EndpointEntry;
import org.nettunnel.node.sync.PeerMessage;
import org.nettunnel.node.sync.PeerMessage.HalfNews;
import org.nettunnel.node.sync.Talk;

/// Keeps the endpoints of a tunnel in step at both ends: tells the peer what is here, and takes what it may tell.
///
/// A peer may make this node listen and dial, because whoever made the tunnel was an administrator at both ends; `peerMayConfigure` in
/// the tunnel's document takes that back.
/// **Threads:** safe for any.
public final class EndpointSync implements TunnelListener, EndpointListener {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    /// An honest end is never this far ahead; without a bound one message could use up all revisions.
    private static final long FARTHEST_JUMP = 1L << 40;

    private final Ledger ledger;
    private final Reconciler engines;
    private final PeerIdentity self;
    private final InstantSource clock;
    private final Map<EndpointId, RemoteHalf> remoteHalves = new ConcurrentHashMap<>();
    private final FarCalls far;
    private final PeerLog log = new PeerLog(LOG, System::nanoTime);
    private volatile @Nullable PeerAudit audit;

    EndpointSync(Ledger ledger, Reconciler engines, PeerIdentity self, InstantSource clock) {
        this.ledger = ledger;
        this.engines = engines;
        this.self = self;
        this.clock = clock;
        this.far = new FarCalls(new FarHere(ledger, engines, this::noteRemoval));
    }

    /// The other ends, as they are asked and ask.
    public FarSide far() {
        return far;
    }

    /// From now on what the peers change is noted there, before it is done.
    public void noteIn(Audit notes) {
        audit = new PeerAudit(notes, clock);
    }

    private void noteRemoval(TunnelConfig tunnel) throws IOException {
        PeerAudit notes = audit;
        if (notes != null) notes.noteRemoval(tunnel);
    }

    Optional<RemoteHalf> remoteHalf(EndpointId endpoint) {
        return Optional.ofNullable(remoteHalves.get(endpoint));
    }

    /// Tells the peer of what this end changed.
    void tell(EndpointEntry entry) {
        send(entry.tunnel(), PeerMessage.ofEntries(List.of(entry)));
    }

    @Override
    public void established(TunnelId tunnel) {
        forgetHalves(tunnel);
        far.established(tunnel);
        List<EndpointEntry> entries = ledger.state().endpoints().of(tunnel);
        send(tunnel, PeerMessage.ofEntries(entries));
        Endpoints connects = engines.endpoints();
        if (connects == null) return;
        List<EndpointId> ids = entries.stream().map(EndpointEntry::id).toList();
        send(tunnel, PeerMessage.ofHalves(connects.states().stream().filter(each -> ids.contains(each.id()))
                .map(each -> new HalfNews(each.id(), half(each.status()))).toList()));
    }

    @Override
    public void lost(TunnelId tunnel, String reason) {
        far.lost(tunnel);
        if (ledger.state().tunnel(tunnel).isEmpty()) log.forget(tunnel);
        forgetHalves(tunnel);
    }

    @Override
    public void changed(EndpointId endpoint, EndpointStatus status) {
        EndpointEntry entry = ledger.state().endpoints().entry(endpoint);
        if (entry != null) send(entry.tunnel(), PeerMessage.ofHalves(List.of(new HalfNews(endpoint, half(status)))));
    }

    @Override
    public void received(TunnelId tunnel, byte[] json) {
        try {
            PeerMessage message = PeerMessage.parse(tunnel, json);
            if (!message.entries().isEmpty()) merge(tunnel, message.entries());
            for (HalfNews news : message.halves()) if (!far.hears(tunnel, news)) note(tunnel, news);
            Talk talk = message.talk();
            if (talk != null) far.hears(tunnel, talk);
        } catch (BadDocument refused) {
            log.say(System.Logger.Level.WARNING, tunnel, "a message of the peer was refused tunnel=" + tunnel + " reason=\"" + refused.getMessage() + "\"");
        } catch (IOException unwritten) {
            // nothing is lost: the peer tells it all again when the tunnel is next up
            log.say(System.Logger.Level.ERROR, tunnel, "endpoints of the peer could not be written tunnel=" + tunnel + " reason=\"" + unwritten.getMessage() + "\"");
        }
    }

    private void merge(TunnelId tunnel, List<EndpointEntry> news) throws IOException {
        Ledger.State before = ledger.state();
        Ledger.State after = ledger.change(now -> merged(now, tunnel, news));
        if (!after.equals(before)) engines.reconcile();
    }

    /// @throws IOException when it cannot be noted
    private Ledger.State merged(Ledger.State now, TunnelId tunnel, List<EndpointEntry> news) throws IOException {
        KeptTunnel kept = now.tunnel(tunnel).orElse(null);
        if (kept == null) return now;
        if (!kept.peerMayConfigure()) {
            log.say(System.Logger.Level.INFO, tunnel, "the peer may not configure endpoints of this tunnel tunnel=" + tunnel + " entries=" + news.size());
            return now;
        }
        Instant time = clock.instant();
        List<EndpointEntry> admitted = admitted(now.endpoints(), kept, news, time);
        EndpointBook merged = now.endpoints().merged(admitted);
        if (merged.equals(now.endpoints())) return now;
        PeerAudit notes = audit;
        if (notes != null) notes.note(kept.config(), now.endpoints(), admitted);
        return now.with(merged.pruned(time));
    }

    /// Those of `news` that may come in; removals are looked at first, because they make room.
    private List<EndpointEntry> admitted(EndpointBook book, KeptTunnel tunnel, List<EndpointEntry> news, Instant time) {
        Map<EndpointId, EndpointEntry> known = new HashMap<>(book.entries());
        long live = book.of(tunnel.config().id()).stream().filter(EndpointEntry.Live.class::isInstance).count();
        List<EndpointEntry> admitted = new ArrayList<>();
        for (EndpointEntry entry : news.stream().sorted(Comparator.comparing(EndpointEntry.Live.class::isInstance)).toList()) {
            EndpointEntry mine = known.get(entry.id());
            long afterwards = live + count(entry) - count(mine);
            String refusal = refusal(tunnel, entry, mine);
            if (refusal == null && afterwards > EndpointBook.MOST_PER_TUNNEL && afterwards > live) refusal = "the tunnel has as many endpoints as it may have";
            if (refusal != null) {
                log.say(System.Logger.Level.WARNING, entry.tunnel(), "an endpoint of the peer was refused tunnel=" + entry.tunnel() + " endpoint=" + entry.id()
                        + " reason=\"" + refusal + "\"");
            } else if (mine == null || entry.outranks(mine)) {
                live = afterwards;
                known.put(entry.id(), entry);
                admitted.add(clamped(entry, time));
            }
        }
        return admitted;
    }

    private static int count(@Nullable EndpointEntry entry) {
        return entry instanceof EndpointEntry.Live ? 1 : 0;
    }

    private @Nullable String refusal(KeptTunnel tunnel, EndpointEntry entry, @Nullable EndpointEntry mine) {
        if (mine != null && !mine.tunnel().equals(entry.tunnel())) return "it belongs to another tunnel";
        long known = mine == null ? 0 : mine.version().revision();
        if (entry.version().revision() - known >= FARTHEST_JUMP) return "revision " + entry.version().revision() + " jumps too far from " + known;
        PeerIdentity editor = entry.version().editor();
        boolean isOfThisTunnel = editor.equals(self) || editor.equals(tunnel.config().trust().peer());
        return isOfThisTunnel ? null : "its editor is neither end of the tunnel";
    }

    /// A removal counts from today at the latest, however the peer's clock goes.
    private static EndpointEntry clamped(EndpointEntry entry, Instant now) {
        return switch (entry) {
            case EndpointEntry.Removed gone when gone.at().isAfter(now) ->
                new EndpointEntry.Removed(gone.id(), gone.tunnel(), gone.version(), now);
            case EndpointEntry.Removed gone -> gone;
            case EndpointEntry.Live live -> live;
        };
    }

    private void note(TunnelId tunnel, HalfNews news) {
        EndpointEntry entry = ledger.state().endpoints().entry(news.endpoint());
        if (entry instanceof EndpointEntry.Live && entry.tunnel().equals(tunnel)) remoteHalves.put(news.endpoint(), news.half());
    }

    private void forgetHalves(TunnelId tunnel) {
        EndpointBook book = ledger.state().endpoints();
        remoteHalves.keySet().removeIf(id -> {
            EndpointEntry entry = book.entry(id);
            return entry == null || entry.tunnel().equals(tunnel);
        });
    }

    private void send(TunnelId tunnel, List<byte[]> messages) {
        Tunnels carries = engines.tunnels();
        if (carries == null) return;
        for (byte[] message : messages) if (!carries.send(tunnel, message)) return;   // all of it is sent when the tunnel is next up
    }

    private static RemoteHalf half(EndpointStatus status) {
        return switch (status) {
            case EndpointStatus.Listening(String _, int port) -> new RemoteHalf("listening", port, "");
            case EndpointStatus.Waiting(String reason, Instant _) -> new RemoteHalf("waiting", 0, reason);
            case EndpointStatus.Ready() -> new RemoteHalf("ready", 0, "");
            case EndpointStatus.Stopped() -> new RemoteHalf("stopped", 0, "");
        };
    }
}
