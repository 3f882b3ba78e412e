package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.FaultyWire;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.rekey.RekeyStart;
import org.nettunnel.tunnel.rekey.Sides;
import org.nettunnel.tunnel.rekey.Stock;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.LinkKeys;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;

/// Two ends of a link, each with its own loop, keys given; and applications at both edges.
final class LinkPair implements AutoCloseable {
    static final EndpointId ENDPOINT = EndpointId.random();
    static final TunnelId TUNNEL = TunnelId.random();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// How the two ends are joined.
    enum Carriage { TCP, PIPE, ONE_BYTE }

    record Target(SocketChannel edge, String compression, EndOfStream end) {}

    /// Hears one stream.
    static final class EndOfStream implements StreamObserver {
        final CompletableFuture<Void> opened = new CompletableFuture<>();
        final CompletableFuture<CloseCode> code = new CompletableFuture<>();
        volatile String reason = "";
        volatile long received;
        volatile long sent;

        @Override
        public void opened() {
            opened.complete(null);
        }

        @Override
        public void ended(CloseCode why, String text, long receivedBytes, long sentBytes) {
            reason = text;
            received = receivedBytes;
            sent = sentBytes;
            if (!code.complete(why)) throw new AssertionError("a stream ended twice");
        }

        CloseCode await() throws Exception {
            return code.get(20, TimeUnit.SECONDS);
        }
    }

    /// A stream from application to application.
    record Connection(SocketChannel client, SocketChannel server, EndOfStream clientEnd, EndOfStream serverEnd) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    final LinkEnd inner;
    final LinkEnd outer;
    volatile Link innerLink;
    volatile Link outerLink;
    volatile Wire innerWire;
    volatile Wire outerWire;
    private final Options options;
    private final Carriage carriage;
    private int joined;

    LinkPair(Carriage carriage) throws IOException {
        this(carriage, new Fault.None(), new Fault.None(), new Options());
    }

    interface Way {
        SocketWire.Pair open() throws IOException;
    }

    /// What a test may bend.
    static final class Options {
        LinkSettings innerSettings = LinkSettings.defaults();
        LinkSettings outerSettings = LinkSettings.defaults();
        Budgets innerBudgets = new Budgets(256 << 20, 128 << 20);
        Budgets outerBudgets = new Budgets(256 << 20, 128 << 20);
        LinkTerms innerTerms = LinkTerms.plain();
        LinkTerms outerTerms = LinkTerms.plain();
        LongSupplier innerClock = System::nanoTime;
        LongSupplier outerClock = System::nanoTime;
        Duration grace = Duration.ofMinutes(2);
        /// Above 0 its first link is a joined one.
        int lane;
        /// Streams wait for [LinkPair#join] when a link is lost.
        boolean outlivesLinks;
        /// What lies between the two.
        Way way = SocketWire::pair;
        /// Where they are there, links change their keys.
        @Nullable Supplier<Stock> innerStock;
        @Nullable Supplier<Stock> outerStock;
    }

    /// A pair whose streams outlive its links.
    static LinkPair lasting(Carriage carriage) throws IOException {
        var options = new Options();
        options.outlivesLinks = true;
        return new LinkPair(carriage, new Fault.None(), new Fault.None(), options);
    }

    static LinkPair lasting(Carriage carriage, Fault forth, Fault back) throws IOException {
        var options = new Options();
        options.outlivesLinks = true;
        return new LinkPair(carriage, forth, back, options);
    }

    LinkPair(Carriage carriage, Fault forth, Fault back, Options options) throws IOException {
        this.carriage = carriage;
        this.options = options;
        inner = new LinkEnd("inner", true, options.innerSettings, options.innerBudgets, options.innerClock, options);
        outer = new LinkEnd("outer", false, options.outerSettings, options.outerBudgets, options.outerClock, options);
        inner.outlivesLinks = outer.outlivesLinks = options.outlivesLinks;
        wires(forth, back);
        innerLink = new Link(inner.lane, new Link.Parts(innerWire, keys(true), options.innerTerms, options.lane > 0, rekey(true, options)));
        outerLink = new Link(outer.lane, new Link.Parts(outerWire, keys(false), options.outerTerms, options.lane > 0, rekey(false, options)));
        innerLink.start();
        outerLink.start();
    }

    private void wires(Fault forth, Fault back) throws IOException {
        SocketWire.Pair wires = options.way.open();
        int slice = carriage == Carriage.ONE_BYTE ? 1 : Integer.MAX_VALUE;
        boolean isPlain = carriage == Carriage.TCP && forth instanceof Fault.None && back instanceof Fault.None;
        innerWire = isPlain ? wires.one() : new FaultyWire(wires.one(), forth, slice);
        outerWire = isPlain ? wires.other() : new FaultyWire(wires.other(), back, slice);
    }

    /// Another link takes over at both ends, whatever became of the older one.
    void join() throws IOException {
        join(new Fault.None(), new Fault.None());
    }

    void join(Fault forth, Fault back) throws IOException {
        wires(forth, back);
        joined++;
        innerLink = new Link(inner.lane, new Link.Parts(innerWire, keys(true, joined), options.innerTerms, true, rekey(true, options)));
        outerLink = new Link(outer.lane, new Link.Parts(outerWire, keys(false, joined), options.outerTerms, true, rekey(false, options)));
        outerLink.start();
        innerLink.start();
    }

    static @Nullable RekeyStart rekey(boolean isInner, Options options) {
        Supplier<Stock> stock = isInner ? options.innerStock : options.outerStock;
        return stock == null ? null : isInner ? new Sides().startInner(stock) : new Sides().startOuter(stock);
    }

    /// Both ends have noticed that the link is gone.
    void cut() throws Exception {
        inner.lane.cut("cut by a test");
        inner.losses.poll(20, TimeUnit.SECONDS);
        outer.losses.poll(20, TimeUnit.SECONDS);
    }

    /// Tombstones go when their answers come; nothing stays counted anywhere.
    void awaitNothingRemembered() throws Exception {
        for (LinkEnd end : List.of(inner, outer)) {
            for (long limit = System.nanoTime() + 20_000_000_000L; !end.loop.ask(end::remembersNothing).get();)
                if (System.nanoTime() > limit) throw new AssertionError(end.loop.ask(end::remains).get());
        }
    }

    static LinkKeys keys(boolean isInitiator) {
        return keys(isInitiator, 0);
    }

    /// @param joined each link has its own
    static LinkKeys keys(boolean isInitiator, int joined) {
        byte[] forth = new byte[32];
        byte[] back = new byte[32];
        forth[1] = back[1] = (byte) joined;
        forth[2] = back[2] = (byte) (joined >> 8);
        back[0] = 1;
        byte[] forthNonce = new byte[12];
        byte[] backNonce = new byte[12];
        backNonce[11] = 9;
        return isInitiator ? new LinkKeys(Sides.AES, true, forth, forthNonce, back, backNonce)
                : new LinkKeys(Sides.AES, false, back, backNonce, forth, forthNonce);
    }

    /// A stream that nobody may ever dial.
    EndOfStream open(LocalPair client, Duration patience) {
        EndOfStream end = new EndOfStream();
        inner.lane.open(new StreamOffer(TUNNEL, ENDPOINT, "127.0.0.1:1", "off"), client.edge(), end, patience);
        return end;
    }

    Connection connect() throws Exception {
        return connect(inner, outer, "off", LocalPair.open(), LocalPair.open());
    }

    /// Opens a stream at `from` that comes out at `to`.
    Connection connect(LinkEnd from, LinkEnd to, String compression, LocalPair client, LocalPair server) throws Exception {
        EndOfStream clientEnd = new EndOfStream();
        EndOfStream serverEnd = new EndOfStream();
        synchronized (this) {
            to.targets.add(new Target(server.edge(), compression, serverEnd));
            from.lane.open(new StreamOffer(TUNNEL, ENDPOINT, "127.0.0.1:1", compression, from.pace), client.edge(), clientEnd, PATIENCE);
        }
        return new Connection(client.app(), server.app(), clientEnd, serverEnd);
    }

    /// A stream whose target is found by its client, whatever becomes of streams before it.
    ///
    /// @param isRefused whether it is refused instead
    Connection connect(String client, boolean isRefused) throws Exception {
        LocalPair here = LocalPair.open();
        LocalPair there = LocalPair.open();
        EndOfStream clientEnd = new EndOfStream();
        EndOfStream serverEnd = new EndOfStream();
        if (!isRefused) outer.byClient.put(client, new Target(there.edge(), "off", serverEnd));
        inner.lane.open(new StreamOffer(TUNNEL, ENDPOINT, client, "off"), here.edge(), clientEnd, PATIENCE);
        return new Connection(here.app(), there.app(), clientEnd, serverEnd);
    }

    List<StreamFacts> facts(LinkEnd end) throws Exception {
        return end.loop.ask(end.lane::facts).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        inner.loop.close();
        outer.loop.close();
    }
}
