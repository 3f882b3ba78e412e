package org.nettunnel.tunnel;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.Established;
import org.nettunnel.tunnel.handshake.Handshake;
import org.nettunnel.tunnel.handshake.HandshakeBudget;
import org.nettunnel.tunnel.handshake.Limits;
import org.nettunnel.tunnel.handshake.LocalNode;
import org.nettunnel.tunnel.link.Loop;
import org.nettunnel.tunnel.proxy.Ways;
import org.nettunnel.tunnel.wire.LinkKeys;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;

/// Makes sessions of what a handshake gave: looks up suite and compressions, picks a loop, hands the wire over.
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

    Sessions(Providers providers, TunnelSettings settings, List<Loop> loops, InstantSource clock) {
        this.providers = providers;
        this.settings = settings;
        this.loops = loops;
        this.clock = clock;
    }

    HandshakeBudget budget() {
        return budget;
    }

    /// This node as it introduces itself now, after its suites passed their self tests.
    LocalNode self() throws NotReady {
        providers.awaitSelfTests();
        LinkSettings link = settings.link();
        return providers.self(new Limits(link.streams(), link.unanswered(), link.contexts(), MOST_DATA));
    }

    Handshake handshake() throws NotReady {
        providers.awaitSelfTests();
        return new Handshake(providers.crypto(), budget);
    }

    Transport transport(String name) throws NotReady {
        return providers.transport(name).orElseThrow(() -> new NotReady("no bundle offers the transport '" + name + "': start or install one"));
    }

    /// How to get out of this network.
    Ways ways() {
        return ways;
    }

    /// From here the wire belongs to a loop; closed when it throws.
    Session begin(Tunnel tunnel, Wire wire, Established established, boolean isInitiator) throws NotReady {
        try {
            var agreed = established.agreed();
            Suite suite = providers.suite(agreed.suite()).orElseThrow(
                    () -> new NotReady("the suite " + agreed.suite() + " left while it was agreed; the next attempt offers what is there"));
            var keys = established.keys();
            LinkKeys linkKeys = new LinkKeys(suite, isInitiator, keys.sending().key(), keys.sending().iv(), keys.receiving().key(),
                    keys.receiving().iv());
            Limits peer = established.peer().limits();
            LinkTerms terms = new LinkTerms(compressions(agreed.compressions()), providers::has, peer.streams(), peer.unansweredOpens(),
                    peer.compressionContexts(), peer.dataBytes());
            Loop loop = nextLoop();
            Session session = new Session(new Session.Parts(established, wire, linkKeys, terms), loop, settings.link(), tunnel, clock.instant());
            // the link has made sealer and opener of them
            keys.sending().wipe();
            keys.receiving().wipe();
            adopt(tunnel, session);
            return session;
        } catch (NotReady | RuntimeException failed) {
            wire.close();
            throw failed;
        }
    }

    private static void adopt(Tunnel tunnel, Session session) throws NotReady {
        try {
            tunnel.adopt(session);
        } catch (RejectedExecutionException ended) {
            session.stop(CloseCode.INTERNAL, "its event loop has ended");
            throw new NotReady("an event loop of this node ended just now; the next attempt takes another");
        }
    }

    /// In turn, but for those that died.
    private Loop nextLoop() throws NotReady {
        for (int i = 0; i < loops.size(); i++) {
            Loop loop = loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
            if (!loop.isClosed()) return loop;
        }
        throw new NotReady("the event loops of this node have ended: restart it");
    }

    /// All of them: a DATA frame names one by its place in the list.
    private List<Compression> compressions(List<String> names) throws NotReady {
        List<Compression> found = new ArrayList<>();
        for (String name : names) found.add(providers.compression(name).orElseThrow(
                () -> new NotReady("the compression " + name + " left while it was agreed; the next attempt offers what is there")));
        return found;
    }
}
