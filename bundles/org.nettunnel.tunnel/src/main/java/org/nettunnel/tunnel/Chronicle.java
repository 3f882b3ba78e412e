package org.nettunnel.tunnel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.tunnel.events.Events;
import org.nettunnel.tunnel.events.TunnelEvent;
import org.nettunnel.tunnel.handshake.HandshakeFailed;
import org.nettunnel.tunnel.link.LaneOwner.StreamWatch;
import org.nettunnel.tunnel.rekey.KeyFacts;

/// What happened to one tunnel's sessions and links: counted, logged, and told to the flight recorder.
///
/// What is counted has been told before.
/// **Threads:** safe for any.
final class Chronicle {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");

    /// What all tunnels of an engine tell.
    ///
    /// @param refused  how often each limit refused something
    /// @param errors   how often something of a peer was given up because of what it sent, by the name of the code
    /// @param watchers of streams
    record Shared(Events events, Map<String, LongAdder> refused, Map<String, LongAdder> errors, Watchers watchers) {
        private static final Set<CloseCode> ERRORS = Set.of(CloseCode.PROTOCOL, CloseCode.AUTHENTICATION, CloseCode.FLOW_CONTROL, CloseCode.SIZE,
                CloseCode.KEY_LIMIT, CloseCode.NO_COMMON_SUITE, CloseCode.INTERNAL);

        Shared(Events events) {
            this(events, new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new Watchers());
        }

        /// Something of a peer ended so; codes that are no error are not counted.
        void wrong(CloseCode code) {
            if (ERRORS.contains(code)) errors.computeIfAbsent(code.name().toLowerCase(Locale.ROOT), _ -> new LongAdder()).increment();
        }

        /// A handshake that a peer began came to nothing.
        void failed(String from, Exception why) {
            if (why instanceof HandshakeFailed broken) {
                wrong(broken.code());
                if (broken.code() == CloseCode.BUSY) counts("handshakes");
            }
            events.happened(new TunnelEvent.HandshakeFailed("", from, false, String.valueOf(why.getMessage())));
        }

        /// So far.
        static Map<String, Long> sums(Map<String, LongAdder> counts) {
            Map<String, Long> sums = new HashMap<>();
            counts.forEach((name, count) -> sums.put(name, count.sum()));
            return sums;
        }

        /// A limit refused something.
        void counts(String limit) {
            refused.computeIfAbsent(limit, _ -> new LongAdder()).increment();
        }

        void limited(String tunnel, String limit, String reason) {
            counts(limit);
            events.happened(new TunnelEvent.StreamRefused(tunnel, limit, reason));
        }
    }

    /// What a session tells of a link that came.
    ///
    /// @param gap     how long its streams waited, when it took up a lane; null for a lane's first
    /// @param streams of the lane
    record Linked(LinkFacts facts, @Nullable Duration gap, long streams) {}

    /// What a session tells of a link that went.
    ///
    /// @param isLast whether no lane has a link now
    record Lost(int lane, CloseCode code, String reason, boolean isLast) {}

    /// How suites end in which a legacy cipher is alone.
    private static final String INSECURE = "+HMAC";
    private final Shared shared;
    private final LongAdder links = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final LongAdder rekeyed = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile String name;
    private volatile String lastReason = "";

    Chronicle(String name, Shared shared) {
        this.name = name;
        this.shared = shared;
    }

    void name(String changed) {
        name = changed;
    }

    void established(Session session) {
        LOG.log(Level.INFO, "established tunnel=\"" + name + "\" peer=\"" + session.parties.peerName() + "\" session=" + session.number);
        shared.events.happened(new TunnelEvent.SessionEstablished(name, session.parties.peerName()));
    }

    void ended(Session session, SessionOwner.End end, Duration lasted) {
        lastReason = end.reason();
        if (!end.byPeer()) shared.wrong(end.code());
        LOG.log(Level.INFO, "lost tunnel=\"" + name + "\" session=" + session.number + " code=" + end.code().number() + " reason=\"" + end.reason() + "\"");
        shared.events.happened(new TunnelEvent.SessionEnded(name, end.code(), end.reason(), lasted, session.traffic().totalStreams()));
    }

    void linked(Session session, Linked link) {
        LinkFacts facts = link.facts;
        Duration gap = link.gap;
        LOG.log(Level.INFO, (gap == null ? "linked" : "resumed") + " tunnel=\"" + name + "\" session=" + session.number + " lane=" + facts.lane()
                + " remote=" + facts.remote() + " suite=" + facts.suite());
        warnWhereInsecure(facts.lane(), facts.suite());
        shared.events.happened(new TunnelEvent.LinkEstablished(name, facts.lane(), facts.transport(), facts.remote(), facts.suite()));
        if (gap != null) shared.events.happened(new TunnelEvent.Resumed(name, facts.lane(), gap, link.streams));
        links.increment();
        if (gap != null) resumed.increment();
    }

    void lost(Session session, Lost link) {
        lastReason = link.reason;
        shared.wrong(link.code);
        LOG.log(Level.INFO, "link lost tunnel=\"" + name + "\" session=" + session.number + " lane=" + link.lane + " reason=\"" + link.reason + "\""
                + (link.isLast ? " streams=" + session.traffic().openStreams() : ""));
        shared.events.happened(new TunnelEvent.LinkLost(name, link.lane, link.code, link.reason));
    }

    void rekeyed(Session session, int lane, KeyFacts keys) {
        String before = keys.last().from();
        boolean isSame = before.equals(keys.suite());
        LOG.log(isSame ? Level.DEBUG : Level.INFO, "rekeyed tunnel=\"" + name + "\" session=" + session.number + " lane=" + lane
                + " epoch=" + keys.epoch() + " suite=" + keys.suite() + (isSame ? "" : " before=" + before));
        shared.events.happened(new TunnelEvent.Rekeyed(name, lane, keys.epoch(), keys.suite(), keys.last().took()));
        if (!isSame) {
            warnWhereInsecure(lane, keys.suite());
            shared.events.happened(new TunnelEvent.SuiteChanged(name, lane, before, keys.suite()));
        }
        rekeyed.increment();
    }

    /// A legacy cipher that carries records alone; both administrators allowed it, and one of them may have forgotten.
    private void warnWhereInsecure(int lane, String suite) {
        if (suite.endsWith(INSECURE))
            LOG.log(Level.WARNING, "insecure legacy suite tunnel=\"" + name + "\" lane=" + lane + " suite=" + suite
                    + " remedy=\"nettunnel suite prefer --no-insecure-legacy\"");
    }

    /// An attempt of this end failed.
    ///
    /// @param remote what was dialled
    void failed(String remote, String reason) {
        lastReason = reason;
        shared.events.happened(new TunnelEvent.HandshakeFailed(name, remote, true, reason));
        failures.increment();
    }

    StreamWatch watch(TunnelId tunnel, long session, int lane) {
        return shared.watchers.of(tunnel, session, lane);
    }

    void limited(String limit, String reason) {
        shared.limited(name, limit, reason);
    }

    String lastReason() {
        return lastReason;
    }

    TunnelState.Links links() {
        return new TunnelState.Links(links.sum(), failures.sum(), resumed.sum(), rekeyed.sum(), lastReason);
    }
}
