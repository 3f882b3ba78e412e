package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.tunnel.fixtures.Faults;
import org.nettunnel.tunnel.fixtures.FaultyWire;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.history.Talks;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.PeerTally;

/// The two ends of a lane, whose link is cut again and again and joined anew at once, without a handshake: thousands of RESUMEs in seconds.
///
/// **Threads:** one that runs it; one that joins links.
final class CutLane implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TWICE_OF = 8;
    private static final LinkTerms TERMS = new LinkTerms(List.of(new DeflateCompression()), _ -> true, 10_000, 200, 100, 65_536);
    final Talks talks = new Talks(this::state);
    private final End inner;
    private final End outer;
    private final Supplier<Faults> weather;
    private final Random random;
    private final Semaphore lost = new Semaphore(0);
    private final AtomicLong cuts = new AtomicLong();
    private final AtomicLong links = new AtomicLong();
    private final Thread joiner;
    private volatile boolean isClosed;
    private int said;

    CutLane(Supplier<Faults> weather, long seed) throws IOException {
        this.weather = weather;
        this.random = new Random(seed);
        inner = new End("inner", true);
        outer = new End("outer", false);
        join();
        joiner = Thread.ofPlatform().name("joiner").start(this::joinAgain);
    }

    private final class End implements LaneOwner {
        final String name;
        final boolean isInitiator;
        final Budgets budgets = new Budgets(256 << 20, 128 << 20);
        private final PeerTally tally = new PeerTally(System.nanoTime());
        final Loop loop;
        final Lane lane;
        final List<String> heard = new CopyOnWriteArrayList<>();
        volatile @Nullable Link present;

        End(String name, boolean isInitiator) throws IOException {
            this.name = name;
            this.isInitiator = isInitiator;
            loop = new Loop(name, budgets, System::nanoTime).start();
            lane = new Lane(0, loop, quick(), this, isInitiator, Duration.ofMinutes(2));
        }

        /// A wire that says nothing is given up soon.
        private static LinkSettings quick() {
            var link = LinkSettings.defaults();
            return new LinkSettings(link.streams(), link.unanswered(), Duration.ofMillis(300), Duration.ofMillis(1_200), link.halfClosed(), link.drain(),
                    link.contexts());
        }

        Link link(FaultyWire wire, boolean isJoined) {
            Link link = new Link(lane, new Link.Parts(wire, LinkPair.keys(isInitiator), TERMS, isJoined));
            present = link;
            return link;
        }

        boolean open(String talk, String compression, java.nio.channels.SocketChannel edge, org.nettunnel.api.tunnel.StreamObserver observer) {
            lane.open(new StreamOffer(LinkPair.TUNNEL, LinkPair.ENDPOINT, talk, compression), edge, observer, PATIENCE);
            return true;
        }

        @Override
        public PeerTally tally() {
            return tally;
        }

        @Override
        public void arrived(Lane on, Arrival arrival) {
            Thread.startVirtualThread(() -> {
                try {
                    arrival.accept(talks.dial(arrival.client()));
                } catch (StreamRefused refused) {
                    arrival.refuse(refused.code(), String.valueOf(refused.getMessage()));
                }
            });
        }

        @Override
        public void received(byte[] message) {
            heard.add(new String(message));
        }

        @Override
        public void lost(Lane on, Link link, CloseCode code, String reason) {
            if (link == present) lost.release();
        }

        @Override
        public void failed(Lane on, @Nullable Link link, CloseCode code, String reason, boolean byPeer) {
            talks.history.broken(name + " failed: " + code + " (" + reason + ")");
        }

        @Override
        public void expired(Lane on) {
            talks.history.broken(name + " expired");
        }

        @Override
        public void proved(Lane on, Link link) {}

        @Override
        public void goAway(Lane on, CloseCode code) {}

        @Override
        public void drained(Lane on) {}

        /// What is left when all streams have ended.
        long left() {
            return lane.liveStreams() + lane.remembered() + lane.retainedBytes() + budgets.waitingBytes() + Math.abs(budgets.growth());
        }

        @Override
        public String toString() {
            return name + " has link " + lane.hasLink() + ", live " + lane.liveStreams() + ", remembers " + lane.remembered() + ", retains " + lane.retainedBytes()
                    + ", waiting " + budgets.waitingBytes() + ", growth " + budgets.growth() + ", heard " + heard.size() + " of " + said;
        }
    }

    /// A new link, by whichever end comes first; now and then another one at once.
    private void join() throws IOException {
        boolean isJoined = links.getAndIncrement() > 0;
        var wires = SocketWire.pair();
        Link one = inner.link(new FaultyWire(wires.one(), weather.get(), cuts::incrementAndGet), isJoined);
        Link other = outer.link(new FaultyWire(wires.other(), Faults.none(), () -> {}), isJoined);
        boolean innerFirst = random.nextBoolean();
        (innerFirst ? one : other).start();
        (innerFirst ? other : one).start();
        if (isJoined && random.nextInt(TWICE_OF) == 0) lost.release();
        String message = String.valueOf(said++);
        inner.lane.send(message.getBytes());
        outer.lane.send(message.getBytes());
    }

    private void joinAgain() {
        try {
            while (!isClosed) {
                lost.acquire();
                lost.drainPermits();
                if (!isClosed) join();
            }
        } catch (IOException failed) {
            talks.history.broken("no wire: " + failed);
        } catch (InterruptedException closed) {
            // close() was called
        }
    }

    long cuts() {
        return cuts.get();
    }

    long links() {
        return links.get();
    }

    void talkWhile(BooleanSupplier more) throws Exception {
        talks.talkWhile(more, random, inner::open, outer::open);
    }

    /// All streams end, all messages come, and nothing stays.
    void settle() throws Exception {
        talks.awaitAll();
        talks.awaitNothing("streams or bytes", () -> inner.left() + outer.left());
        talks.awaitNothing("messages", () -> 2L * said - inner.heard.size() - outer.heard.size());
        for (int i = 0; i < said; i++) if (!inner.heard.get(i).equals("" + i) || !outer.heard.get(i).equals("" + i))
            throw new AssertionError("messages come in another order at " + i + ": " + inner.heard.get(i) + ", " + outer.heard.get(i));
    }

    private String state() {
        return "\n  " + inner + "\n  " + outer;
    }

    @Override
    public void close() {
        isClosed = true;
        joiner.interrupt();
        inner.loop.close();
        outer.loop.close();
    }
}
