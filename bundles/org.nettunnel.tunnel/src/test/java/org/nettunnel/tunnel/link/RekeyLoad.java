package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.link.LinkPair.Connection;
import org.nettunnel.tunnel.rekey.KeyFacts;
import org.nettunnel.tunnel.rekey.Sides;
import org.nettunnel.tunnel.rekey.Stock;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.LinkTerms;

/// A pair of links that changes its keys all the time, and applications that talk through it until they are told to stop.
final class RekeyLoad implements AutoCloseable {
    private static final int BLOCK = 48 * 1024;

    final LinkPair pair;
    volatile Stock innerStock;
    volatile Stock outerStock;
    final AtomicLong carried = new AtomicLong();
    private final AtomicLong longestRoundTrip = new AtomicLong();
    private final List<Connection> connections = new ArrayList<>();
    private final List<CompletableFuture<Long>> said = new ArrayList<>();
    private final List<CompletableFuture<Long>> heard = new ArrayList<>();
    private volatile boolean isOver;

    RekeyLoad(Carriage carriage, KeyLimits limits, Stock stock) throws IOException {
        this(carriage, limits, stock, false);
    }

    RekeyLoad(Carriage carriage, KeyLimits limits, Stock stock, boolean outlivesLinks) throws IOException {
        innerStock = outerStock = stock;
        var options = new LinkPair.Options();
        options.innerSettings = options.outerSettings = options.innerSettings.with(limits);
        options.innerTerms = options.outerTerms = new LinkTerms(List.of(Sides.DEFLATE), _ -> true, 100, 100, 100, 65_536);
        options.innerStock = () -> innerStock;
        options.outerStock = () -> outerStock;
        options.outlivesLinks = outlivesLinks;
        pair = new LinkPair(carriage, new Fault.None(), new Fault.None(), options);
    }

    /// One stream that is full both ways.
    void bulk(String compression) throws Exception {
        Connection connection = connect(compression);
        for (SocketChannel end : List.of(connection.client(), connection.server())) {
            said.add(Traffic.async(() -> say(end)));
            heard.add(Traffic.async(() -> hear(end)));
        }
    }

    private Connection connect(String compression) throws Exception {
        Connection connection = pair.connect(pair.inner, pair.outer, compression, LocalPair.open(), LocalPair.open());
        connections.add(connection);
        return connection;
    }

    /// One stream of questions and answers of up to so many bytes, of which the slowest is remembered: it never fills the wire.
    void dialogue(String compression, int most) throws Exception {
        Connection connection = connect(compression);
        said.add(Traffic.async(() -> ask(connection.client(), most)));
        heard.add(Traffic.async(() -> answer(connection.server())));
    }

    private long ask(SocketChannel to, int most) throws IOException {
        var random = new Random(most);
        long asked = 0;
        while (!isOver) {
            byte[] question = new byte[1 + random.nextInt(most)];
            // half noise, half nothing: it compresses a little
            random.nextBytes(question);
            Arrays.fill(question, 0, question.length / 2, (byte) asked);
            long start = System.nanoTime();
            Traffic.write(to, ByteBuffer.wrap(question));
            ByteBuffer answer = ByteBuffer.allocate(question.length);
            while (answer.hasRemaining()) if (to.read(answer) < 0) throw new IOException("no whole answer behind byte " + asked);
            if (!Arrays.equals(question, answer.array())) throw new IOException("another answer than to the question at byte " + asked);
            asked += question.length;
            carried.addAndGet(2L * question.length);
            longestRoundTrip.accumulateAndGet(System.nanoTime() - start, Math::max);
        }
        to.shutdownOutput();
        return asked;
    }

    private static long answer(SocketChannel from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
        long answered = 0;
        while (from.read(buffer.clear()) >= 0) {
            answered += buffer.position();
            Traffic.write(from, buffer.flip());
        }
        from.shutdownOutput();
        return answered;
    }

    /// Numbers, each eight times larger than its place; they compress a little.
    private long say(SocketChannel to) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long at = 0;
        while (!isOver) {
            for (block.clear(); block.hasRemaining(); at += Long.BYTES) block.putLong(at);
            Traffic.write(to, block.flip());
        }
        to.shutdownOutput();
        return at;
    }

    private long hear(SocketChannel from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
        long at = 0;
        while (from.read(buffer) >= 0) {
            long before = at;
            for (buffer.flip(); buffer.remaining() >= Long.BYTES; at += Long.BYTES)
                if (buffer.getLong() != at) throw new IOException("another byte than the one at " + at);
            buffer.compact();
            carried.addAndGet(at - before);
        }
        return at;
    }

    KeyFacts inner() {
        return pair.innerLink.keys();
    }

    KeyFacts outer() {
        return pair.outerLink.keys();
    }

    /// Bundles have come or gone at both ends.
    void stock(Stock atInner, Stock atOuter) {
        innerStock = atInner;
        outerStock = atOuter;
        pair.inner.loop.stockChanged();
        pair.outer.loop.stockChanged();
    }

    /// Until both ends send under that suite.
    void awaitSuite(String suite) {
        await(() -> inner().suite().equals(suite) && outer().suite().equals(suite), "suite " + suite);
    }

    /// Until neither end uses it any more, nor may come to.
    void awaitUnused(Object thing) {
        await(() -> List.of(pair.inner.loop, pair.outer.loop).stream().noneMatch(loop -> loop.ask(() -> loop.uses(one -> one == thing)).join()),
                "end of the use of " + thing);
    }

    void awaitRekeys(long count) {
        await(() -> inner().rekeys() >= count && outer().rekeys() >= count, count + " exchanges of keys");
    }

    void awaitCarried(long more) {
        long from = carried.get();
        await(() -> carried.get() >= from + more, more + " more bytes");
    }

    private void await(java.util.function.BooleanSupplier come, String what) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !come.getAsBoolean();) {
            if (pair.inner.ended.isDone() || pair.outer.ended.isDone()) throw new AssertionError("the link ended before " + what + ": " + reasons());
            if (System.nanoTime() > end) throw new AssertionError("no " + what + " within a minute: " + inner() + ", " + outer() + ", " + carried);
            // a look now and then: who spins takes a core from what is tested
            LockSupport.parkNanos(500_000);
        }
    }

    private String reasons() {
        return pair.inner.endReason.getNow("-") + " / " + pair.outer.endReason.getNow("-");
    }

    double longestMillis() {
        return longestRoundTrip.get() / 1e6;
    }

    /// Lets everybody finish; every byte that was said was heard, in its place.
    void finish() throws Exception {
        isOver = true;
        long all = 0;
        for (var one : said) all += one.get(60, TimeUnit.SECONDS);
        for (var one : heard) all -= one.get(60, TimeUnit.SECONDS);
        if (all != 0) throw new AssertionError(all + " bytes were said and not heard");
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) connection.close();
        pair.close();
    }
}
