package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.foreign.Brought;
import org.nettunnel.tunnel.foreign.Lender;
import org.nettunnel.tunnel.providers.Origin;

/// When a bundle has left, nothing of the engine holds its classes any more: not its links, not its streams, not what came of its tests.
@Timeout(120)
class LetGoTest {
    private static final int LANES = 2;
    private static final int HELD_LOOKS = 20;
    private static final Origin ABOVE = new Origin(200, 7);
    private TestNode outer;
    private TestNode inner;
    private SocketChannel client;
    private SocketChannel server;

    @BeforeEach
    void open() throws Exception {
        outer = new TestNode("outer");
        inner = new TestNode("inner");
        var halves = TestNode.tunnel(outer);
        outer.service.apply(List.of(halves.inbound()));
        inner.service.apply(List.of(halves.outbound()));
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
        try (var target = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var endpoint = EndpointId.random();
            inner.targets.put(endpoint, (InetSocketAddress) target.getLocalAddress());
            var local = LocalPair.open();
            outer.service.open(new StreamOffer(halves.inbound().id(), endpoint, "127.0.0.1:9", Brought.COMPRESSION), local.edge(), new Quiet());
            client = local.app();
            server = target.accept();
        }
        echo();
    }

    private static final class Quiet implements StreamObserver {
        @Override
        public void opened() {}

        @Override
        public void ended(CloseCode code, String reason, long receivedBytes, long sentBytes) {}
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        inner.close();
        outer.close();
    }

    /// Bytes that compress, there and back.
    private void echo() throws Exception {
        for (SocketChannel[] way : new SocketChannel[][] {{client, server}, {server, client}}) {
            way[0].write(ByteBuffer.allocate(9_000));
            var got = ByteBuffer.allocate(9_000);
            while (got.hasRemaining()) if (way[1].read(got) < 0) throw new AssertionError("the stream ended");
        }
    }

    private void awaitSuite(String suite) {
        await(() -> List.of(inner, outer).stream().allMatch(node -> node.service.states().getFirst().status() instanceof TunnelStatus.Established(_, var links)
                && !links.isEmpty() && links.stream().allMatch(link -> link.suite().equals(suite))), "suite " + suite);
    }

    private void await(BooleanSupplier come, String what) {
        for (long end = System.nanoTime() + TestNode.SOON.toNanos(); !come.getAsBoolean(); LockSupport.parkNanos(1_000_000))
            assertTrue(System.nanoTime() < end, "no " + what + ": " + inner.service.states() + inner.service.provided());
    }

    private void isLetGo(WeakReference<?> loader) {
        await(() -> isGone(loader), "letting go");
    }

    private static boolean isGone(WeakReference<?> loader) {
        System.gc();
        return loader.refersTo(null);
    }

    private Verdict verdict(String name) {
        return inner.service.provided().stream().filter(one -> one.name().equals(name)).map(Provider::verdict).findFirst().orElse(new Verdict.Testing());
    }

    /// The tests below would see it if anything held on.
    @Test
    void whatIsStillHeldIsNotLetGo() throws Exception {
        Suite held = new Lender().brought("suite", Suite.class);
        var loader = new WeakReference<>(held.getClass().getClassLoader());
        inner.service.providers().addSuite(held, ABOVE);
        inner.service.providers().removeSuite(held);
        Object one = held.sealer(new byte[held.keyBytes()]);
        held = null;
        for (int i = 0; i < HELD_LOOKS; i++) assertFalse(isGone(loader), "a sealer of its is still there");
        Reference.reachabilityFence(one);
        one = null;
        isLetGo(loader);
    }

    @Test
    void whatTheEngineStillHasIsNotLetGo() throws Exception {
        var loader = suiteThatStays();
        for (int i = 0; i < HELD_LOOKS; i++) assertFalse(isGone(loader), "the engine has it");
    }

    private WeakReference<Lender> suiteThatStays() throws Exception {
        var lender = new Lender();
        inner.service.providers().addSuite(lender.brought("suite", Suite.class), ABOVE);
        return new WeakReference<>(lender);
    }

    @Test
    void aSuiteThatLinksUsedIsLetGo() throws Exception {
        outer.service.providers().addSuite(Brought.suite(), ABOVE);
        isLetGo(suiteCameAndWent());
        echo();
    }

    private WeakReference<Lender> suiteCameAndWent() throws Exception {
        var lender = new Lender();
        Suite suite = lender.brought("suite", Suite.class);
        inner.service.providers().addSuite(suite, ABOVE);
        awaitSuite(Brought.SUITE);
        echo();
        inner.service.providers().removeSuite(suite);
        awaitSuite("AES-256-GCM");
        return new WeakReference<>(lender);
    }

    @Test
    void aSuiteOfLinksThatWereCutIsLetGo() throws Exception {
        outer.service.providers().addSuite(Brought.suite(), ABOVE);
        isLetGo(suiteCameAndWentWithItsLinks());
        echo();
    }

    private WeakReference<Lender> suiteCameAndWentWithItsLinks() throws Exception {
        var lender = new Lender();
        Suite suite = lender.brought("suite", Suite.class);
        inner.service.providers().addSuite(suite, ABOVE);
        awaitSuite(Brought.SUITE);
        inner.service.cut(inner.service.states().getFirst().id());
        inner.service.providers().removeSuite(suite);
        awaitSuite("AES-256-GCM");
        return new WeakReference<>(lender);
    }

    @Test
    void aCompressionThatStreamsUsedIsLetGo() throws Exception {
        outer.service.providers().addCompression(Brought.compression(), ABOVE);
        isLetGo(compressionCameAndWent());
        echo();
    }

    private WeakReference<Lender> compressionCameAndWent() throws Exception {
        var lender = new Lender();
        Compression compression = lender.brought("compression", Compression.class);
        inner.service.providers().addCompression(compression, ABOVE);
        await(() -> linksThatCompress(inner) == LANES && linksThatCompress(outer) == LANES, "compression on both lanes");
        long sent = sent();
        echo();
        assertTrue(sent() - sent < 9_000, "the stream was not compressed: " + (sent() - sent));
        var there = outer.service.load().compressed();
        var here = inner.service.load().compressed();
        assertTrue(there.sentPlain() > 0 && there.sentWire() < there.sentPlain(), there.toString());
        assertEquals(there.sentPlain(), here.receivedPlain());
        assertEquals(there.sentWire(), here.receivedWire());
        inner.service.providers().removeCompression(compression);
        await(() -> linksThatCompress(outer) == 0, "exchange without it");
        return new WeakReference<>(lender);
    }

    private static int linksThatCompress(TestNode node) {
        return node.service.provided().stream().filter(one -> one.name().equals(Brought.COMPRESSION)).mapToInt(Provider::links).sum();
    }

    private long sent() {
        return outer.service.states().getFirst().traffic().sentBytes();
    }

    @Test
    void aStreamCipherWhoseCascadeLinksUsedIsLetGo() throws Exception {
        outer.service.providers().addStreamCipher(Brought.cipher(), ABOVE);
        isLetGo(cipherCameAndWent());
        echo();
    }

    private WeakReference<Lender> cipherCameAndWent() throws Exception {
        var lender = new Lender();
        StreamCipher cipher = lender.brought("cipher", StreamCipher.class);
        String cascade = Brought.CIPHER + "+AES-256-GCM";
        inner.service.prefer(new Preference(List.of(cascade), List.of(), false));
        inner.service.providers().addStreamCipher(cipher, ABOVE);
        awaitSuite(cascade);
        echo();
        inner.service.providers().removeStreamCipher(cipher);
        awaitSuite("AES-256-GCM");
        return new WeakReference<>(lender);
    }

    @Test
    void oneThatWasRefusedIsLetGoWithWhatItThrew() throws Exception {
        isLetGo(refusedCameAndWent());
    }

    private WeakReference<Lender> refusedCameAndWent() throws Exception {
        var lender = new Lender();
        Suite suite = lender.brought("throwing", Suite.class);
        inner.service.providers().addSuite(suite, ABOVE);
        await(() -> verdict("Throwing-1") instanceof Verdict.Refused, "verdict");
        inner.service.providers().removeSuite(suite);
        return new WeakReference<>(lender);
    }

    @Test
    void oneThatLeavesBeforeItsTestIsOverIsLetGo() throws Exception {
        isLetGo(leftEarly());
    }

    private WeakReference<Lender> leftEarly() throws Exception {
        var lender = new Lender();
        Suite suite = lender.brought("suite", Suite.class);
        inner.service.providers().addSuite(suite, ABOVE);
        inner.service.providers().removeSuite(suite);
        return new WeakReference<>(lender);
    }
}
