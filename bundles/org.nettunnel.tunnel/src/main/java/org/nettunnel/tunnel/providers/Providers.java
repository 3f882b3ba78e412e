package org.nettunnel.tunnel.providers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.tunnel.NodeIdentity;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Kind;
import org.nettunnel.api.tunnel.StreamAcceptor;
import org.nettunnel.api.tunnel.TunnelListener;
import org.nettunnel.tunnel.handshake.HandshakeCrypto;
import org.nettunnel.tunnel.handshake.Limits;
import org.nettunnel.tunnel.handshake.LocalNode;
import org.nettunnel.tunnel.handshake.Offers;
import org.nettunnel.tunnel.rekey.RekeyCrypto;
import org.nettunnel.tunnel.rekey.Stock;
import org.nettunnel.tunnel.trial.CompressionTrial;
import org.nettunnel.tunnel.trial.SuiteTrial;

/// What other bundles offer the engine just now; each may come and go while tunnels are up.
///
/// What a bundle offers is offered to peers once it passed its test, as [Choice] says. What a link uses it keeps until it has new keys
/// without it.
/// **Threads:** safe for any.
public final class Providers {
    private final Shelf<Suite> suites;
    private final Shelf<Compression> compressions;
    private final Cascades cascades;
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
    private final Leases leases = new Leases(() -> stock);
    private final Demand demand;

    public Providers() {
        this(Shelf.Times.USUAL);
    }

    Providers(Shelf.Times times) {
        Examiner examiner = new Examiner(times.patience());
        suites = new Shelf<>(times, examiner, this::restock);
        compressions = new Shelf<>(times, examiner, this::restock);
        cascades = new Cascades(suites);
        demand = new Demand(suites, compressions);
    }

    /// It is tested, and offered when it passed and is the best of its name.
    public void addSuite(Suite suite, Origin origin) {
        suites.add(suite, Candidate.Facts.plain(Kind.SUITE, suite::name, suite::isLegacy, origin), SuiteTrial.of(suite));
    }

    /// Of a bundle that is not known.
    public void addSuite(Suite suite, int rank) {
        addSuite(suite, Origin.ranked(rank));
    }

    public void removeSuite(Suite suite) {
        suites.remove(one -> one.service == suite);
        demand.forget();
        restock();
    }

    /// Suites are made of it: `NAME+AES-256-GCM` and `NAME+HMAC`.
    public void addStreamCipher(StreamCipher cipher, Origin origin) {
        cascades.add(cipher, origin);
        restock();
    }

    public void removeStreamCipher(StreamCipher cipher) {
        cascades.remove(cipher);
        demand.forget();
        restock();
    }

    /// Waits for the tests of what came; nothing is dialled or answered before.
    public void awaitSelfTests() {
        suites.awaitTests();
        compressions.awaitTests();
    }

    /// It is tested, and offered when it passed and is the best of its name.
    public void addCompression(Compression compression, Origin origin) {
        compressions.add(compression, Candidate.Facts.plain(Kind.COMPRESSION, compression::name, () -> false, origin), new CompressionTrial(compression));
    }

    /// Of a bundle that is not known.
    public void addCompression(Compression compression, int rank) {
        addCompression(compression, Origin.ranked(rank));
    }

    public void removeCompression(Compression compression) {
        compressions.remove(one -> one.service == compression);
        demand.forget();
        restock();
    }

    /// Everything that came and has not left, the preferred first, what was refused at the end.
    ///
    /// @param links how many living links use the very object
    public List<Provider> provided(ToIntFunction<Object> links) {
        var all = new ArrayList<>(suites.told(links));
        all.addAll(compressions.told(links));
        all.sort(Comparator.comparing(provider -> provider.verdict() instanceof Provider.Verdict.Refused));
        return all;
    }

    // preference and retirement

    /// From now on.
    public void prefer(Preference preference) {
        demand.prefer(preference);
        restock();
    }

    /// What is here of these bundles is not offered any more, until it has gone or [#readmit] is called; what comes of them after that is.
    public void retire(Set<Long> bundles) {
        demand.retire(bundles);
        restock();
    }

    /// Takes back [#retire].
    public void readmit(Set<Long> bundles) {
        demand.readmit(bundles);
        restock();
    }

    /// What these bundles have a part in, by the very object.
    public Set<Object> of(Set<Long> bundles) {
        Set<Object> all = suites.of(bundles);
        all.addAll(compressions.of(bundles));
        return all;
    }

    /// The suites that would be offered if these bundles were gone.
    public List<String> suitesWithout(Set<Long> bundles) {
        return suites.without(bundles);
    }

    public Leases leases() {
        return leases;
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
        restock();
    }

    /// Nothing happens when another has taken its place already.
    public void withoutSchedule(KeySchedule gone) {
        if (schedule == gone) schedule = null;
        restock();
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
            cascades.look(schedule);
            stock = new Stock(rekeyCrypto(), suites.choice().services(), compressions.choice().services());
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
        return stock.suite(name);
    }

    public Optional<Compression> compression(String name) {
        return stock.compressions(List.of(name)).stream().findFirst();
    }

    /// Whether it is still offered; for any thread, and quick.
    public boolean has(Compression compression) {
        return stock.compressions().contains(compression);
    }

    /// This node as it introduces itself now.
    public LocalNode self(Limits limits) throws NotReady {
        Stock now = stock;
        if (now.suites().isEmpty()) throw new NotReady("no cipher suite is there: start a bundle that offers one, such as org.nettunnel.crypto.jdk");
        NodeIdentity node = identity();
        return new LocalNode(node.key(), node.name(), new Offers(now.suiteNames(), now.compressionNames(), limits));
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
}
