package org.nettunnel.tunnel;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.Established;
import org.nettunnel.tunnel.handshake.Handshake;
import org.nettunnel.tunnel.handshake.HandshakeBudget;
import org.nettunnel.tunnel.handshake.HandshakeCrypto;
import org.nettunnel.tunnel.handshake.Limits;
import org.nettunnel.tunnel.handshake.LocalNode;
import org.nettunnel.tunnel.handshake.SessionId;
import org.nettunnel.tunnel.link.Link;
import org.nettunnel.tunnel.link.Loop;
import org.nettunnel.tunnel.providers.Leases;
import org.nettunnel.tunnel.providers.NotReady;
import org.nettunnel.tunnel.providers.Providers;
import org.nettunnel.tunnel.proxy.Ways;
import org.nettunnel.tunnel.rekey.RekeyParty;
import org.nettunnel.tunnel.rekey.RekeyStart;
import org.nettunnel.tunnel.rekey.Stock;
import org.nettunnel.tunnel.wire.LinkKeys;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.Memory;

/// Makes sessions and links of what handshakes gave, and knows the sessions that live.
///
/// **Threads:** safe for any.
final class Sessions {
    private static final int MOST_DATA = 65_536;

    private final Providers providers;
    private final TunnelSettings settings;
    private final List<Loop> loops;
    private final InstantSource clock;
    private final HandshakeBudget budget = new HandshakeBudget();
    private final Ways ways = Ways.of(System.getenv());
    private final AtomicInteger turn = new AtomicInteger();
    /// Of both sides, those not proved yet too.
    private final Map<SessionId, Session> living = new ConcurrentHashMap<>();
    private final Parking parking = new Parking(Memory.Limits.ofHeap().sent(), living.values());

    Sessions(Providers providers, TunnelSettings settings, List<Loop> loops, InstantSource clock) {
        this.providers = providers;
        this.settings = settings;
        this.loops = loops;
        this.clock = clock;
        providers.onStock(() -> loops.forEach(Loop::stockChanged));
    }

    HandshakeBudget budget() {
        return budget;
    }

    InstantSource clock() {
        return clock;
    }

    TunnelSettings settings() {
        return settings;
    }

    /// This node as it introduces itself now, after its suites passed their self tests.
    LocalNode self() throws NotReady {
        providers.awaitSelfTests();
        LinkSettings link = settings.link();
        return providers.self(new Limits(link.streams(), link.unanswered(), contexts(link), MOST_DATA));
    }

    /// Fewer where peers hold much of the memory there is for contexts.
    private int contexts(LinkSettings link) {
        long bytes = providers.stock().compressions().stream().mapToLong(Compression::decompressorBytes).max().orElse(1);
        return loops.getFirst().budgets.contextsToPromise(Math.max(1, bytes), link.contexts());
    }

    Handshake handshake() throws NotReady {
        providers.awaitSelfTests();
        return new Handshake(providers.crypto(), budget);
    }

    /// Taken before [#handshake] and until that is over: what seals its messages is used so long.
    Leases.Lease sealing() {
        return providers.leases().take(stock -> stock.suite(HandshakeCrypto.SEALING).stream().toList());
    }

    Transport transport(String name) throws NotReady {
        return providers.transport(name).orElseThrow(() -> new NotReady("no bundle offers the transport '" + name + "': start or install one"));
    }

    /// How to get out of this network.
    Ways ways() {
        return ways;
    }

    // sessions

    /// Begins a session without a link and registers it; null when its tunnel was stopped, removed or changed meanwhile.
    @Nullable Session begin(Tunnel tunnel, Session.Parties parties) throws NotReady {
        KeySchedule schedule = providers.schedule();
        if (schedule == null) throw new NotReady("the cryptography of the handshake is missing: start the bundle org.nettunnel.crypto.jdk");
        var place = new SessionLanes.Place(inTurn(), settings.link(), schedule, clock);
        Session session = new Session(parties, place, tunnel, tunnel.config().outage().grace());
        // the peer names it: no tunnel's peer takes the name of another's session
        if (living.putIfAbsent(parties.id(), session) != null) throw new NotReady("the peer gave its session the name of one that lives");
        session.end.thenRun(() -> living.remove(parties.id(), session));
        if (tunnel.adopt(session)) return session;
        session.stop(CloseCode.SHUTTING_DOWN, "the tunnel was stopped or changed during the handshake");
        return null;
    }

    /// The session of that name if it lives.
    @Nullable Session living(SessionId id) {
        return living.get(id);
    }

    Parking parking() {
        return parking;
    }

    /// The loops, from another one for each session, without those that died.
    private List<Loop> inTurn() throws NotReady {
        int first = turn.getAndIncrement();
        List<Loop> order = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            Loop loop = loops.get(Math.floorMod(first + i, loops.size()));
            if (!loop.isClosed()) order.add(loop);
        }
        if (order.isEmpty()) throw new NotReady("the event loops of this node have ended: restart it");
        return order;
    }

    // links

    /// A lane of a session, and the attempt by which a link comes to it; 0 for the session's first.
    record Berth(Session session, int lane, long attempt) {}

    /// From here the wire belongs to a loop; closed when it throws.
    void link(Berth berth, Wire wire, Established established) throws NotReady {
        boolean isTaken = false;
        try (var _ = providers.leases().take(Stock::all)) {
            var parts = new Link.Parts(wire, keys(established, berth.session.parties.isInitiator()), terms(established), berth.attempt > 0,
                    rekey(established));
            isTaken = berth.session.take(berth.lane, new SessionLane.Arrived(berth.attempt, established.keys().join(), parts, clock.instant()));
            if (!isTaken) throw new NotReady("the session ended, or a newer attempt came, during the handshake");
        } catch (RejectedExecutionException ended) {
            berth.session.stop(CloseCode.INTERNAL, "its event loop has ended");
            throw new NotReady("an event loop of this node ended just now; the next session takes another");
        } finally {
            // the link has made sealer and opener of them
            established.keys().sending().wipe();
            established.keys().receiving().wipe();
            if (!isTaken) {
                established.keys().chain().wipe();
                wire.close();
            }
        }
    }

    private LinkKeys keys(Established established, boolean isInitiator) throws NotReady {
        String name = established.agreed().suite();
        Suite suite = providers.suite(name).orElseThrow(
                () -> new NotReady("the suite " + name + " left while it was agreed; the next attempt offers what is there"));
        var keys = established.keys();
        return new LinkKeys(suite, isInitiator, keys.sending().key(), keys.sending().iv(), keys.receiving().key(), keys.receiving().iv());
    }

    private RekeyStart rekey(Established established) throws NotReady {
        var party = new RekeyParty(providers.identity().key(), established.peer().identity(), established.keys().chain());
        return new RekeyStart(party, established.agreed().offers(), established.peer().suites(), providers::stock);
    }

    private LinkTerms terms(Established established) throws NotReady {
        Limits peer = established.peer().limits();
        return new LinkTerms(compressions(established.agreed().compressions()), providers::has, peer.streams(), peer.unansweredOpens(),
                peer.compressionContexts(), peer.dataBytes());
    }

    /// All of them: a DATA frame names one by its place in the list.
    private List<Compression> compressions(List<String> names) throws NotReady {
        List<Compression> found = new ArrayList<>();
        for (String name : names) found.add(providers.compression(name).orElseThrow(
                () -> new NotReady("the compression " + name + " left while it was agreed; the next attempt offers what is there")));
        return found;
    }
}
