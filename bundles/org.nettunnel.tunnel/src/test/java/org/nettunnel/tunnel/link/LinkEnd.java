package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.Pace;
import org.nettunnel.api.tunnel.StreamAcceptor.Dialled;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.PeerTally;

/// One end of a link, with a loop of its own; the applications behind it are [LinkPair.Target]s.
final class LinkEnd implements LaneOwner {
    final Loop loop;
    final Lane lane;
    private final PeerTally tally;
    final CompletableFuture<CloseCode> ended = new CompletableFuture<>();
    final CompletableFuture<String> endReason = new CompletableFuture<>();
    final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    /// Instead of the targets.
    volatile @Nullable Consumer<Arrival> acceptor;
    final BlockingQueue<LinkPair.Target> targets = new LinkedBlockingQueue<>();
    /// Those of streams that may never arrive.
    final Map<String, LinkPair.Target> byClient = new ConcurrentHashMap<>();
    /// Why links were lost, where the lane outlives them.
    final BlockingQueue<String> losses = new LinkedBlockingQueue<>();
    final CompletableFuture<Void> drained = new CompletableFuture<>();
    final CompletableFuture<Void> expired = new CompletableFuture<>();
    volatile boolean outlivesLinks;
    /// What this end's user has, of streams to come.
    volatile @Nullable Pace pace;
    private volatile boolean drains;

    LinkEnd(String name, boolean isInitiator, LinkSettings settings, Budgets budgets, LongSupplier clock, LinkPair.Options options) throws IOException {
        tally = new PeerTally(clock.getAsLong());
        loop = new Loop(name, budgets, clock).start();
        lane = new Lane(options.lane, loop, settings, this, isInitiator, options.grace);
    }

    private void dial(Arrival arrival, LinkPair.@Nullable Target target) {
        if (target == null) arrival.refuse(CloseCode.TARGET_REFUSED, "nobody listens there");
        else arrival.accept(new Dialled(target.edge(), "target", target.compression(), target.end(), pace));
    }

    @Override
    public PeerTally tally() {
        return tally;
    }

    @Override
    public void arrived(Lane on, Arrival arrival) {
        Consumer<Arrival> own = acceptor;
        // taken here: streams arrive in the order in which they were opened
        LinkPair.Target named = byClient.remove(arrival.client());
        LinkPair.Target target = named != null ? named : own == null ? targets.poll() : null;
        Thread.startVirtualThread(() -> {
            if (own == null || named != null) dial(arrival, target);
            else own.accept(arrival);
        });
    }

    @Override
    public void received(byte[] message) {
        messages.add(message);
    }

    @Override
    public void proved(Lane on, Link link) {}

    @Override
    public void goAway(Lane on, CloseCode code) {}

    @Override
    public void lost(Lane on, Link link, CloseCode code, String reason) {
        if (outlivesLinks) {
            losses.add(reason);
            return;
        }
        on.end(code, reason);
        ended(code, reason);
    }

    @Override
    public void failed(Lane on, @Nullable Link link, CloseCode code, String reason, boolean byPeer) {
        ended(code, reason);
    }

    @Override
    public void drained(Lane on) {
        drained.complete(null);
        if (!drains) return;
        on.end(CloseCode.SHUTTING_DOWN, "closed in order");
        ended(CloseCode.SHUTTING_DOWN, "closed in order");
    }

    @Override
    public void expired(Lane on) {
        expired.complete(null);
    }

    /// No new streams, and the end when the last has ended.
    void drain(Duration longest) {
        drains = true;
        lane.drain(longest);
    }

    boolean remembersNothing() {
        return remains().isEmpty();
    }

    /// What is still counted somewhere; on the loop.
    String remains() {
        var all = new StringBuilder();
        if (lane.remembered() > 0) all.append(" streams and tombstones ").append(lane.remembered()).append(lane.facts());
        if (tally.unanswered(LinkPair.ENDPOINT) != 0) all.append(" unanswered OPENs ").append(tally.unanswered(LinkPair.ENDPOINT));
        if (tally.ours() + tally.theirs() != 0) all.append(" counted ").append(tally.ours()).append(' ').append(tally.theirs());
        if (loop.budgets.keptBytes() != 0) all.append(" kept ").append(loop.budgets.keptBytes());
        if (lane.liveStreams() > 0) all.append(" live ").append(lane.liveStreams());
        if (lane.retainedBytes() > 0) all.append(" retained ").append(lane.retainedBytes());
        if (loop.budgets.waitingBytes() != 0) all.append(" waiting ").append(loop.budgets.waitingBytes());
        if (loop.budgets.growth() != 0) all.append(" growth ").append(loop.budgets.growth());
        if (loop.budgets.sentBytes() != 0) all.append(" sent ").append(loop.budgets.sentBytes());
        return all.toString();
    }

    private void ended(CloseCode code, String reason) {
        if (!ended.complete(code)) throw new AssertionError("a link ended twice");
        endReason.complete(reason);
    }
}
