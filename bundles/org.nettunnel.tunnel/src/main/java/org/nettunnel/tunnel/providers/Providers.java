package org.nettunnel.tunnel.providers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.tunnel.NodeIdentity;
import org.nettunnel.api.tunnel.StreamAcceptor;
import org.nettunnel.api.tunnel.TunnelListener;
import org.nettunnel.tunnel.handshake.HandshakeCrypto;
import org.nettunnel.tunnel.handshake.Limits;
import org.nettunnel.tunnel.handshake.LocalNode;
import org.nettunnel.tunnel.handshake.Offers;
import org.nettunnel.tunnel.rekey.RekeyCrypto;
import org.nettunnel.tunnel.rekey.Stock;

/// What other bundles offer the engine just now; each may come and go while tunnels are up.
///
/// A suite is offered to peers once it passed its self test, the highest rank first. What a link uses it keeps until it has new keys
/// without it.
/// **Threads:** safe for any.
public final class Providers {
    private record Ranked<T>(T service, int rank) {}

    private final Suites suites = new Suites(this::restock);
    private final List<Ranked<Compression>> compressions = new CopyOnWriteArrayList<>();
    private final List<Transport> transports = new CopyOnWriteArrayList<>();
    private final List<TunnelListener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable HybridExchange exchange;
    private volatile @Nullable KeySchedule schedule;
    private volatile @Nullable Signatures signatures;
    private volatile @Nullable NodeIdentity identity;
    private volatile @Nullable StreamAcceptor acceptor;
    /// Guards putting the stock together: the last to come leaves what is true.
    private final Object restocking = new Object();
    private volatile Stock stock = Stock.EMPTY;
    private final List<Runnable> stockListeners = new CopyOnWriteArrayList<>();

    /// It is tested and warmed up where it is the best of its name, and offered when it passed.
    public void addSuite(Suite suite, int rank) {
        suites.add(suite, rank);
        restock();
    }

    public void removeSuite(Suite suite) {
        suites.remove(suite);
        restock();
    }

    /// Waits for the self tests of the suites that came; nothing is dialled or answered before.
    public void awaitSelfTests() {
        suites.awaitTests();
    }

    public void addCompression(Compression compression, int rank) {
        compressions.add(new Ranked<>(compression, rank));
        restock();
    }

    public void removeCompression(Compression compression) {
        compressions.removeIf(ranked -> ranked.service == compression);
        restock();
    }

    public void addTransport(Transport transport) {
        transports.add(transport);
    }

    public void removeTransport(Transport transport) {
        transports.remove(transport);
    }

    public void addListener(TunnelListener listener) {
        listeners.add(listener);
    }

    public void removeListener(TunnelListener listener) {
        listeners.remove(listener);
    }

    public void exchange(HybridExchange now) {
        exchange = now;
        restock();
    }

    /// Nothing happens when another has taken its place already.
    public void withoutExchange(HybridExchange gone) {
        if (exchange == gone) exchange = null;
        restock();
    }

    public void schedule(KeySchedule now) {
        schedule = now;
    }

    /// Nothing happens when another has taken its place already.
    public void withoutSchedule(KeySchedule gone) {
        if (schedule == gone) schedule = null;
    }

    public void signatures(Signatures now) {
        signatures = now;
        restock();
    }

    /// Nothing happens when another has taken its place already.
    public void withoutSignatures(Signatures gone) {
        if (signatures == gone) signatures = null;
        restock();
    }

    public void identity(NodeIdentity now) {
        identity = now;
    }

    /// Nothing happens when another has taken its place already.
    public void withoutIdentity(NodeIdentity gone) {
        if (identity == gone) identity = null;
    }

    public void acceptor(StreamAcceptor now) {
        acceptor = now;
    }

    /// Nothing happens when another has taken its place already.
    public void withoutAcceptor(StreamAcceptor gone) {
        if (acceptor == gone) acceptor = null;
    }

    /// What living links can exchange new keys with; the same object until it changes.
    public Stock stock() {
        return stock;
    }

    /// Calls `listener` after each change of the stock; it returns at once.
    public void onStock(Runnable listener) {
        stockListeners.add(listener);
    }

    private void restock() {
        synchronized (restocking) {
            stock = new Stock(rekeyCrypto(), List.copyOf(suites.good().values()), List.copyOf(byName(compressions, Compression::name).values()));
        }
        stockListeners.forEach(Runnable::run);
    }

    private @Nullable RekeyCrypto rekeyCrypto() {
        HybridExchange x = exchange;
        Signatures s = signatures;
        return x == null || s == null ? null : new RekeyCrypto(x, s);
    }

    public List<TunnelListener> listeners() {
        return listeners;
    }

    public @Nullable StreamAcceptor acceptor() {
        return acceptor;
    }

    public @Nullable KeySchedule schedule() {
        return schedule;
    }

    public NodeIdentity identity() throws NotReady {
        NodeIdentity now = identity;
        if (now == null) throw new NotReady("this node has no identity yet: the bundle org.nettunnel.node is not running");
        return now;
    }

    public Optional<Transport> transport(String name) {
        return transports.stream().filter(transport -> transport.name().equals(name)).findFirst();
    }

    public Optional<Suite> suite(String name) {
        return Optional.ofNullable(suites.good().get(name));
    }

    public Optional<Compression> compression(String name) {
        return Optional.ofNullable(byName(compressions, Compression::name).get(name));
    }

    public boolean has(Compression compression) {
        return compressions.stream().anyMatch(ranked -> ranked.service == compression);
    }

    /// This node as it introduces itself now.
    public LocalNode self(Limits limits) throws NotReady {
        List<String> suiteNames = List.copyOf(suites.good().keySet());
        if (suiteNames.isEmpty()) throw new NotReady("no cipher suite is there: start a bundle that offers one, such as org.nettunnel.crypto.jdk");
        List<String> compressionNames = List.copyOf(byName(compressions, Compression::name).keySet());
        NodeIdentity node = identity();
        return new LocalNode(node.key(), node.name(), new Offers(suiteNames, compressionNames, limits));
    }

    public HandshakeCrypto crypto() throws NotReady {
        HybridExchange x = exchange;
        KeySchedule k = schedule;
        Signatures s = signatures;
        if (x == null || k == null || s == null)
            throw new NotReady("the cryptography of the handshake is missing: start the bundle org.nettunnel.crypto.jdk");
        Suite sealing = suite(HandshakeCrypto.SEALING).orElseThrow(
                () -> new NotReady("no bundle offers " + HandshakeCrypto.SEALING + ", which handshakes need: start org.nettunnel.crypto.jdk"));
        return new HandshakeCrypto(x, k, s, sealing);
    }

    /// The best of each name, the best first.
    private static <T> Map<String, T> byName(List<Ranked<T>> services, Function<T, String> name) {
        List<Ranked<T>> sorted = new ArrayList<>(services);
        sorted.sort(Comparator.comparingInt((Ranked<T> ranked) -> ranked.rank).reversed());
        Map<String, T> best = new LinkedHashMap<>();
        for (Ranked<T> ranked : sorted) best.putIfAbsent(name.apply(ranked.service), ranked.service);
        return best;
    }
}
