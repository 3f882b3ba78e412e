package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamAcceptor.Dialled;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.Memory;
import org.nettunnel.tunnel.wire.PeerTally;

/// One event loop of a node, on which an honest neighbour's tunnel echoes 100 bytes again and again while others attack.
///
/// **Threads:** one that runs it; the echoes have their own.
final class Siege implements AutoCloseable {
    private static final int MEBIBYTE = 1 << 20;
    static final Memory.Limits LIMITS = new Memory.Limits(48 * MEBIBYTE, 16 * MEBIBYTE, 16 * MEBIBYTE, 32 * MEBIBYTE);
    /// What all that may take of the heap, with what streams and tombstones are themselves.
    static final long MOST_BYTES = LIMITS.waiting() + LIMITS.kept() + 40 * MEBIBYTE;
    private static final int ECHO_BYTES = 100;
    static final int MOST_ECHOES = 1 << 18;
    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(20);

    final Memory memory = new Memory(LIMITS);
    final Budgets budgets = memory.share();
    final Loop fort;
    /// How the sides ended that were made since the last one was set here: a new attack has its own.
    volatile Map<CloseCode, Integer> ends = new ConcurrentHashMap<>();
    private final Loop friend;
    private final SocketChannel client;
    /// Where the sampler writes; guarded by this.
    private final long[] samples = new long[MOST_ECHOES];
    private int count;
    private int wanted;

    /// Some side of a lane.
    final class Owner implements LaneOwner {
        final CompletableFuture<CloseCode> ended = new CompletableFuture<>();
        volatile Consumer<Arrival> acceptor = arrival -> arrival.refuse(CloseCode.TARGET_REFUSED, "nobody listens there");
        private final PeerTally tally = new PeerTally(System.nanoTime());
        private final Map<CloseCode, Integer> tells = ends;

        @Override
        public PeerTally tally() {
            return tally;
        }

        @Override
        public void arrived(Lane on, Arrival arrival) {
            // as the engine does it
            Thread.startVirtualThread(() -> acceptor.accept(arrival));
        }

        @Override
        public void received(byte[] message) {}

        @Override
        public void proved(Lane on, Link link) {}

        @Override
        public void lost(Lane on, Link link, CloseCode code, String reason) {
            on.end(code, reason);
            over(code);
        }

        @Override
        public void failed(Lane on, @Nullable Link link, CloseCode code, String reason, boolean byPeer) {
            over(code);
        }

        private void over(CloseCode code) {
            if (ended.complete(code)) tells.merge(code, 1, Integer::sum);
        }

        @Override
        public void goAway(Lane on, CloseCode code) {}

        @Override
        public void drained(Lane on) {}

        @Override
        public void expired(Lane on) {}
    }

    Siege() throws Exception {
        fort = new Loop("fort", budgets, System::nanoTime).start();
        friend = new Loop("friend", new Budgets(64 * MEBIBYTE, 64 * MEBIBYTE), System::nanoTime).start();
        SocketWire.Pair wires = SocketWire.pair();
        Owner inner = new Owner();
        Owner outer = new Owner();
        LocalPair server = LocalPair.open();
        outer.acceptor = arrival -> arrival.accept(new Dialled(server.edge(), "echo", "off", new LinkPair.EndOfStream()));
        Lane innerLane = new Lane(0, friend, LinkSettings.defaults(), inner, true, Duration.ofMinutes(2));
        Lane outerLane = new Lane(0, fort, LinkSettings.defaults(), outer, false, Duration.ofMinutes(2));
        new Link(innerLane, new Link.Parts(wires.one(), LinkPair.keys(true), LinkTerms.plain(), false)).start();
        new Link(outerLane, new Link.Parts(wires.other(), LinkPair.keys(false), LinkTerms.plain(), false)).start();
        LocalPair mine = LocalPair.open();
        client = mine.app();
        innerLane.open(new StreamOffer(LinkPair.TUNNEL, LinkPair.ENDPOINT, "127.0.0.1:1", "off"), mine.edge(), new LinkPair.EndOfStream(), Duration.ofSeconds(10));
        for (SocketChannel each : new SocketChannel[] {client, server.app(), mine.edge(), server.edge()})
            each.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        Thread.ofPlatform().daemon().name("echo-server").start(() -> echo(server.app()));
        Thread.ofPlatform().daemon().name("echo-client").start(this::ask);
    }

    private static void echo(SocketChannel app) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(ECHO_BYTES);
        try {
            while (app.read(buffer.clear()) >= 0) Traffic.write(app, buffer.flip());
        } catch (IOException closed) {
            // the siege is over
        }
    }

    private void ask() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(ECHO_BYTES);
        try {
            for (;;) {
                long start = System.nanoTime();
                Traffic.write(client, buffer.clear());
                buffer.clear();
                while (buffer.hasRemaining()) if (client.read(buffer) < 0) return;
                sample(System.nanoTime() - start);
            }
        } catch (IOException closed) {
            // the siege is over
        }
    }

    private synchronized void sample(long nanos) {
        if (count >= wanted) return;
        samples[count++] = nanos;
        if (count == wanted) notifyAll();
    }

    /// Microseconds of the slowest hundredth of the neighbour's next `echoes` echoes.
    double p99(int echoes) throws InterruptedException {
        long[] taken;
        synchronized (this) {
            count = 0;
            wanted = echoes;
            long end = System.nanoTime() + LONGEST_WINDOW.toNanos();
            while (count < echoes) {
                long left = end - System.nanoTime();
                if (left <= 0) throw new AssertionError("the neighbour has " + count + " of " + echoes + " echoes after " + LONGEST_WINDOW.toSeconds() + " s");
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            wanted = 0;
            taken = Arrays.copyOf(samples, echoes);
        }
        Arrays.sort(taken);
        return taken[(int) Math.ceil(echoes * 0.99) - 1] / 1e3;
    }

    @Override
    public void close() throws IOException {
        client.close();
        friend.close();
        fort.close();
    }
}
