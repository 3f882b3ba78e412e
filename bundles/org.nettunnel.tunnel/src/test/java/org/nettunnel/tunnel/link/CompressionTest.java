package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.Decompressor;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.squeeze.Entropy;
import org.nettunnel.tunnel.wire.LinkTerms;

@Timeout(60)
class CompressionTest {
    private static LinkPair pair(Carriage carriage, Compression compression, AtomicBoolean isThere) throws Exception {
        var options = new LinkPair.Options();
        options.innerTerms = options.outerTerms = new LinkTerms(List.of(compression), _ -> isThere.get(), 100, 100, 100, 65_536);
        return new LinkPair(carriage, new Fault.None(), new Fault.None(), options);
    }

    private static LinkPair pair(Carriage carriage) throws Exception {
        return pair(carriage, new DeflateCompression(), new AtomicBoolean(true));
    }

    /// Words in some order: compresses about four times.
    static byte[] text(int length) {
        String[] words = {"tunnel ", "stream ", "endpoint ", "the ", "of ", "credit ", "record ", "\n"};
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) text.append(words[random.nextInt(words.length)]);
        return text.substring(0, length).getBytes();
    }

    private static void carry(LinkPair pair, String setting, byte[] bytes) throws Exception {
        try (var connection = pair.connect(pair.inner, pair.outer, setting, LocalPair.open(), LocalPair.open())) {
            var got = Traffic.async(() -> Traffic.readAll(connection.server()));
            var back = Traffic.async(() -> Traffic.readAll(connection.client()));
            Traffic.write(connection.client(), ByteBuffer.wrap(bytes));
            connection.client().shutdownOutput();
            Traffic.write(connection.server(), ByteBuffer.wrap(bytes));
            connection.server().shutdownOutput();
            assertTrue(Arrays.equals(bytes, got.get(30, TimeUnit.SECONDS)));
            assertTrue(Arrays.equals(bytes, back.get(30, TimeUnit.SECONDS)));
            assertEquals(CloseCode.NORMAL, connection.clientEnd().await());
        }
    }

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void aNamedCompressionMakesTextSmall(Carriage carriage) throws Exception {
        try (var pair = pair(carriage)) {
            int length = carriage == Carriage.ONE_BYTE ? 50_000 : 2_000_000;
            carry(pair, "deflate", text(length));
            assertTrue(pair.innerLink.sentBytes() < length / 2, pair.innerLink.sentBytes() + " of " + length);
        }
    }

    @Test
    void whatDoesNotCompressGoesRaw() throws Exception {
        byte[] noise = new byte[1_000_000];
        new Random(2).nextBytes(noise);
        try (var pair = pair(Carriage.TCP)) {
            carry(pair, "deflate", noise);
            assertTrue(pair.innerLink.sentBytes() < 1_010_000);
        }
    }

    @Test
    void offIsOff() throws Exception {
        try (var pair = pair(Carriage.TCP)) {
            carry(pair, "off", text(500_000));
            assertTrue(pair.innerLink.sentBytes() >= 500_000);
        }
    }

    @Test
    void anUnknownNameIsRaw() throws Exception {
        try (var pair = pair(Carriage.TCP)) {
            carry(pair, "snappy", text(100_000));
            assertTrue(pair.innerLink.sentBytes() >= 100_000);
        }
    }

    @Test
    void adaptiveLeavesALinkThatKeepsUpAlone() throws Exception {
        try (var pair = pair(Carriage.TCP)) {
            byte[] text = text(2_000);
            for (int i = 0; i < 20; i++) carry(pair, "adaptive", text);
            assertTrue(pair.innerLink.sentBytes() >= 20 * 2_000);
        }
    }

    @Test
    void adaptiveCompressesWhileTheWireIsWhatIsSlow() throws Exception {
        var terms = new LinkTerms(List.of(new DeflateCompression()), _ -> true, 100, 100, 100, 65_536);
        try (var peer = new RawPeer(org.nettunnel.tunnel.wire.LinkSettings.defaults(), new org.nettunnel.tunnel.wire.Budgets(64 << 20, 64 << 20), terms)) {
            LocalPair target = LocalPair.open();
            peer.end.targets.add(new LinkPair.Target(target.edge(), "adaptive", new LinkPair.EndOfStream()));
            peer.send(RawPeer.open(1), RawPeer.credit(0, 0, 65_536));
            assertEquals(2, peer.next().type());
            peer.send(RawPeer.credit(1, 0, 16 << 20));
            byte[] text = text(12_000_000);
            Traffic.async(() -> {
                Traffic.write(target.app(), ByteBuffer.wrap(text));
                return 0;
            });
            // nobody reads the wire until it is full: what is sealed from then on is compressed
            long before;
            do before = peer.link.sentBytes(); while (before < 500_000 || peer.end.loop.ask(() -> peer.link.pace.isSlowerThan(1)).get() == false);
            boolean hasRaw = false;
            boolean hasCompressed = false;
            for (int i = 0; i < 20_000 && !hasCompressed; i++) {
                var frame = peer.next();
                if (frame.type() != 4) continue;
                if ((frame.body()[8] & 1) == 1) hasCompressed = true;
                else hasRaw = true;
            }
            assertTrue(hasRaw && hasCompressed);
            target.app().close();
        }
    }

    @Test
    void aCompressionThatLeavesStartsNoNewContexts() throws Exception {
        var isThere = new AtomicBoolean(true);
        try (var pair = pair(Carriage.TCP, new DeflateCompression(), isThere)) {
            try (var running = pair.connect(pair.inner, pair.outer, "deflate", LocalPair.open(), LocalPair.open())) {
                byte[] text = text(20_000);
                var got = Traffic.async(() -> Traffic.readAll(running.server()));
                Traffic.write(running.client(), ByteBuffer.wrap(text));
                while (pair.innerLink.sentBytes() == 0) Thread.onSpinWait();
                isThere.set(false);
                Traffic.write(running.client(), ByteBuffer.wrap(text));
                running.client().shutdownOutput();
                assertEquals(40_000, got.get(20, TimeUnit.SECONDS).length);
            }
            long before = pair.innerLink.sentBytes();
            carry(pair, "deflate", text(200_000));
            assertTrue(pair.innerLink.sentBytes() - before >= 200_000);
        }
    }

    /// What is left of a bundle that was removed: every call fails.
    private static final class Gone implements Compression {
        @Override
        public String name() {
            return "deflate";
        }

        @Override
        public Compressor compressor() {
            Compressor real = new DeflateCompression().compressor();
            return new Compressor() {
                private int frames;

                @Override
                public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
                    if (++frames > 3) throw new NoClassDefFoundError("the bundle was uninstalled");
                    return real.compress(plain, offset, length, out, outOffset, outLength);
                }

                @Override
                public void reset() {
                    real.reset();
                }

                @Override
                public void close() {
                    real.close();
                }
            };
        }

        @Override
        public Decompressor decompressor() {
            return new DeflateCompression().decompressor();
        }
    }

    @Test
    void aStreamGoesOnRawWhenItsCompressionFailsUnderIt() throws Exception {
        try (var pair = pair(Carriage.TCP, new Gone(), new AtomicBoolean(true))) {
            carry(pair, "deflate", text(500_000));
            assertFalse(pair.inner.ended.isDone());
        }
    }

    @Test
    void entropyTellsTextFromNoise() {
        var entropy = new Entropy();
        byte[] noise = new byte[32_768];
        new Random(3).nextBytes(noise);
        assertTrue(entropy.bits(noise, 0, noise.length) > Entropy.WORTH_IT);
        assertTrue(entropy.bits(noise, 7, 300) > 6.5);
        assertTrue(entropy.bits(text(32_768), 0, 32_768) < 5);
        assertEquals(0, entropy.bits(new byte[700], 0, 700), 1e-9);
        for (int length = 1; length < 3_000; length++) entropy.bits(noise, noise.length - length, length);
    }
}
