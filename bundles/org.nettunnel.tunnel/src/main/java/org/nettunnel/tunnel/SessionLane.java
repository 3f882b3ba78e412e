package org.nettunnel.tunnel;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.tunnel.handshake.Initiation.Rejoin;
import org.nettunnel.tunnel.handshake.Join;
import org.nettunnel.tunnel.handshake.SessionId;
import org.nettunnel.tunnel.link.Lane;
import org.nettunnel.tunnel.link.Link;
import org.nettunnel.tunnel.rekey.KeyFacts;

/// One lane as its session sees it: the streams, the present link, and what its next link is joined with.
///
/// **Threads:** guarded by its session; the lane itself is safe for any.
final class SessionLane {
    final Lane lane;
    /// At the side that is dialled.
    final JoinSecrets joins;
    /// At the side that dials: what the next attempt is bound with, and the number of the last.
    private Secret boundBy;
    private long attempt;
    private final boolean isInitiator;
    private @Nullable Link link;
    private long linkAttempt;
    private Instant linkSince = Instant.EPOCH;
    private String remote = "";
    private boolean hadLink;
    private @Nullable Instant lostAt;
    private @Nullable Duration gap;
    private boolean wasProved;
    private boolean isExpired;
    private boolean isDrained;
    private @Nullable Known known;
    private long receivedBefore;
    private long sentBefore;

    SessionLane(Lane lane, Secret first, boolean isInitiator) {
        this.lane = lane;
        this.joins = new JoinSecrets(first);
        this.boundBy = first;
        this.isInitiator = isInitiator;
    }

    /// The next attempt to join, newer than all before.
    Rejoin nextAttempt(SessionId session) {
        return new Rejoin(new Join(session, lane.number(), ++attempt), boundBy);
    }

    /// What a link brings that a session keeps of it.
    ///
    /// @param attempt that it came by; 0 for the session's first
    /// @param join    its own join secret; the next attempt is bound with it
    record Arrived(long attempt, Secret join, Link.Parts parts, Instant since) {}

    /// Gives the lane to the link, unless a newer attempt has it.
    boolean take(Arrived arrived) {
        if (isInitiator ? arrived.attempt != attempt : !joins.isNewest(arrived.attempt)) return false;
        countOlder();
        Link fresh = new Link(lane, arrived.parts);
        link = fresh;
        linkAttempt = arrived.attempt;
        linkSince = arrived.since;
        remote = remote(arrived.parts.wire().channel());
        Instant lost = lostAt;
        gap = !hadLink ? null : lost == null ? Duration.ZERO : Duration.between(lost, arrived.since);
        lostAt = null;
        hadLink = true;
        isExpired = false;
        wasProved = isInitiator;
        // the first link's own secret is what the first secrets of all lanes come from
        if (arrived.attempt > 0) boundBy = arrived.join;
        fresh.start();
        return true;
    }

    private static String remote(SocketChannel channel) {
        try {
            return String.valueOf(channel.getRemoteAddress()).replaceFirst("^.*/", "");
        } catch (IOException closed) {
            return "closed";
        }
    }

    private void countOlder() {
        Link older = link;
        if (older == null) return;
        known = Known.of(older.keys());
        receivedBefore += older.receivedBytes();
        sentBefore += older.sentBytes();
        link = null;
    }

    /// The first record of `opened` was read; whether it is news of the present link.
    boolean proves(Link opened) {
        if (link != opened || wasProved) return false;
        wasProved = true;
        joins.opened(linkAttempt);
        return true;
    }

    /// The link is over; false when the lane has another already.
    boolean loses(Link gone, Instant now) {
        if (link != gone) return false;
        lostAt = now;
        countOlder();
        return true;
    }

    void expires() {
        isExpired = link == null;
    }

    void drains() {
        isDrained = true;
    }

    boolean hasLink() {
        return link != null;
    }

    /// @param isGoing whether the session takes no new streams
    boolean needsLink(boolean isGoing) {
        return !hasLink() && !(isGoing && lane.liveStreams() == 0);
    }

    /// How long the streams waited for the present link; null for the lane's first.
    @Nullable Duration gap() {
        return gap;
    }

    /// Whether nothing of it is left to be waited for: it never had a link, or none came in the grace time.
    boolean isGivenUp() {
        return link == null && (!hadLink || isExpired);
    }

    /// While the tunnel drains: whether no stream is left.
    boolean isDone() {
        return isDrained || link == null && lane.liveStreams() == 0;
    }

    /// Null without a link.
    @Nullable LinkFacts facts() {
        Link present = link;
        if (present == null) return null;
        var keys = present.keys();
        return new LinkFacts(lane.number(), present.wire().transport(), remote, keys.suite(), keys.epoch(),
                Duration.ofNanos(present.roundTripNanos()), linkSince);
    }

    /// What is known of the peer.
    ///
    /// @param suite  of the link
    /// @param theirs all that the peer has, as it last said
    record Known(String suite, List<String> theirs) {
        static Known of(KeyFacts keys) {
            return new Known(keys.suite(), keys.theirs());
        }
    }

    /// By the present link, or by the last; null where there was none.
    @Nullable Known known() {
        Link present = link;
        return present == null ? known : Known.of(present.keys());
    }

    /// What is told of a link that came; null when it went meanwhile.
    Chronicle.@Nullable Linked told() {
        LinkFacts facts = facts();
        return facts == null ? null : new Chronicle.Linked(facts, gap(), lane.liveStreams());
    }

    long receivedBytes() {
        Link present = link;
        return receivedBefore + (present == null ? 0 : present.receivedBytes());
    }

    long sentBytes() {
        Link present = link;
        return sentBefore + (present == null ? 0 : present.sentBytes());
    }
}
