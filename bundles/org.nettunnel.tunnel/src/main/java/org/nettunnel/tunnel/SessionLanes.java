package org.nettunnel.tunnel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.tunnel.handshake.KeyChain;
import org.nettunnel.tunnel.link.Lane;
import org.nettunnel.tunnel.link.Loop;
import org.nettunnel.tunnel.wire.LinkSettings;

/// The lanes of a session, each made when it is first needed, and what is asked of all of them.
///
/// **Threads:** guarded by its session.
final class SessionLanes {
    static final int MOST = 8;

    /// Where they live.
    ///
    /// @param loops lane n is on loop n, from the start again where there are fewer
    record Place(List<Loop> loops, LinkSettings settings, KeySchedule schedule, InstantSource clock) {}

    /// The time without a link.
    ///
    /// @param until when the streams are given up
    record Interruption(Instant since, Instant until, int attempts) {}

    private final Place place;
    private final Session.Parties parties;
    private final Session owner;
    private final @Nullable SessionLane[] byNumber = new SessionLane[MOST];
    private Duration grace;

    SessionLanes(Place place, Session.Parties parties, Session owner, Duration grace) {
        this.place = place;
        this.parties = parties;
        this.owner = owner;
        this.grace = grace;
    }

    SessionLane get(int number) {
        SessionLane present = byNumber[number];
        if (present == null) byNumber[number] = present = make(number);
        return present;
    }

    private SessionLane make(int number) {
        Lane lane = new Lane(number, place.loops.get(number % place.loops.size()), place.settings, owner, parties.isInitiator(), grace)
                .watchedBy(owner.owner.watch(owner.number, number));
        return new SessionLane(lane, KeyChain.laneSecret(place.schedule, parties.join(), number), parties.isInitiator());
    }

    /// Those that were made, by number.
    List<SessionLane> all() {
        List<SessionLane> all = new ArrayList<>(MOST);
        for (SessionLane lane : byNumber) if (lane != null) all.add(lane);
        return all;
    }

    boolean hasLink() {
        return all().stream().anyMatch(SessionLane::hasLink);
    }

    /// While the session drains: whether no stream is left.
    boolean isDone() {
        return all().stream().allMatch(SessionLane::isDone);
    }

    /// Whether no link came to any in the grace time.
    boolean isGivenUp() {
        return all().stream().allMatch(SessionLane::isGivenUp);
    }

    /// The one with a link that has fewest streams; the first where none has a link.
    Lane leastLoaded() {
        Lane best = get(0).lane;
        for (SessionLane each : all()) {
            Lane lane = each.lane;
            if (lane.hasLink() && (!best.hasLink() || lane.liveStreams() < best.liveStreams())) best = lane;
        }
        return best;
    }

    Duration grace() {
        return grace;
    }

    void grace(Duration longest) {
        grace = longest;
        for (SessionLane each : all()) each.lane.grace(longest);
    }

    /// Ends the links there are; returns how many.
    int cut(String reason) {
        List<Lane> linked = all().stream().filter(SessionLane::hasLink).map(each -> each.lane).toList();
        for (Lane lane : linked) lane.cut(reason);
        return linked.size();
    }

    void drain(Duration longest) {
        for (SessionLane each : all()) each.lane.drain(longest);
    }

    /// Of each lane that has any.
    <T> List<T> of(Function<SessionLane, @Nullable T> facts) {
        return all().stream().<@Nullable T>map(facts).filter(Objects::nonNull).toList();
    }

    TunnelState.Traffic traffic() {
        return new TunnelState.Traffic(sum(SessionLane::receivedBytes), sum(SessionLane::sentBytes), sum(each -> each.lane.liveStreams()),
                sum(each -> each.lane.totalStreams()));
    }

    long sum(ToLongFunction<SessionLane> of) {
        return all().stream().mapToLong(of).sum();
    }

    /// The session is over: the peer is told on each link, and every stream ends. On a loop its own lane ends within this call.
    static void end(List<SessionLane> lanes, CloseCode code, String reason) {
        for (SessionLane each : lanes) {
            try {
                each.lane.end(code, reason);
            } catch (RejectedExecutionException stopped) {
                // its loop has ended, and its streams with it
            }
        }
    }
}
