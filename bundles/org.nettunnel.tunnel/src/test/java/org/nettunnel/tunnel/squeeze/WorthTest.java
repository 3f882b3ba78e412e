package org.nettunnel.tunnel.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.nettunnel.tunnel.wire.ArrayPool;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.Heartbeat;
import org.nettunnel.tunnel.wire.Heartbeat.Pace;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.PeerRates;
import org.nettunnel.tunnel.wire.PeerTally;
import org.nettunnel.tunnel.wire.RecordSealer;

/// What *adaptive* tries to compress, and how a link shows that it is slow.
class WorthTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LENGTH = 32 * 1024;

    private final AtomicLong clock = new AtomicLong(TimeUnit.DAYS.toNanos(1));
    private final Pace pace = new Pace(clock::get);
    private final Heartbeat heartbeat = new Heartbeat(LinkSettings.defaults(), pace, clock.get());
    private final PeerRates rates = new PeerRates(new PeerTally(clock.get()), clock.get());
    private final Counter sentBytes = new Counter();
    private final Squeezed squeezed = new Squeezed();
    private final Worth worth = new Worth(new Entropy(), squeezed);
    private final byte[] text = "what people write to each other ".repeat(LENGTH / 32).getBytes(StandardCharsets.US_ASCII);
    private final byte[] noise = new byte[LENGTH];

    WorthTest() {
        new Random(1).nextBytes(noise);
    }

    /// A PING behind `bytes` more that takes `millis` to come back.
    private void ping(long bytes, long millis) throws Exception {
        var outbox = new Outbox(new ArrayPool(RecordSealer.LONGEST_PLAIN), new ArrayPool(Outbox.OUT_BYTES), null, sentBytes);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        sentBytes.add(bytes);
        long sent = clock.get();
        heartbeat.speak(outbox, sent);
        clock.addAndGet(millis * MILLI);
        heartbeat.ponged(sent, rates, clock.get());
    }

    private void slow() throws Exception {
        for (int i = 0; i < 4; i++) ping(0, 1);
        for (int i = 0; i < 3; i++) ping(1 << 20, 50);
    }

    private boolean tries(byte[] frame) {
        return worth.isWorthTrying(pace, 1 << 20, frame, 0, frame.length);
    }

    @Test
    void aLinkIsSlowWhenPingsWaitInLineAndItsRateIsKnown() throws Exception {
        for (int i = 0; i < 4; i++) ping(1 << 20, 20);
        assertFalse(pace.isSlowerThan(1), "a long way is not a line");
        ping(1 << 20, 60);
        assertFalse(pace.isSlowerThan(1), "one may be late by chance");
        ping(1 << 20, 60);
        // 1 MiB in 1.06 s
        assertTrue(pace.isSlowerThan(0.0011));
        assertFalse(pace.isSlowerThan(0.0009));
        clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
        assertFalse(pace.isSlowerThan(1), "what was seen long ago");
    }

    @Test
    void aPingThatDoesNotComeBackSaysItToo() throws Exception {
        ping(0, 1);
        var outbox = new Outbox(new ArrayPool(RecordSealer.LONGEST_PLAIN), new ArrayPool(Outbox.OUT_BYTES), null, sentBytes);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        heartbeat.speak(outbox, clock.get());
        clock.addAndGet(100 * MILLI);
        assertFalse(pace.isSlowerThan(0.1));
        clock.addAndGet(200 * MILLI);
        assertTrue(pace.isSlowerThan(0.1));
    }

    @Test
    void onlyAStreamWithMuchOnItsWayIsTried() throws Exception {
        assertFalse(tries(text));
        assertEquals("the link keeps up", squeezed.facts().decision());
        slow();
        assertFalse(worth.isWorthTrying(pace, 2_000, text, 0, LENGTH));
        assertTrue(tries(text));
        assertTrue(worth.isWorthTrying(pace, 0, text, 0, LENGTH), "just delivered");
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_500));
        assertFalse(worth.isWorthTrying(pace, 0, text, 0, LENGTH));
    }

    @Test
    void whatDoesNotCompressIsLookedAtEverLessOften() throws Exception {
        slow();
        int looks = 0;
        for (int frame = 0; frame < 10_000; frame++) {
            squeezed.decided(Squeezed.Why.NOTHING_YET);
            assertFalse(tries(noise));
            if (squeezed.facts().decision().startsWith("does not compress")) looks++;
        }
        assertTrue(looks < 25, looks + " looks at 10,000 frames");
    }

    @Test
    void formatsThatAreCompressedAreKnownByTheirStart() throws Exception {
        slow();
        Map<String, String> starts = Map.of("gzip", "1f8b0800", "zip", "504b0304", "png", "89504e470d0a", "jpeg", "ffd8ffe0", "zstd", "28b52ffd", "xz",
                "fd377a585a00", "7z", "377abcaf271c", "bzip2", "425a6839", "mp4", "0000001866747970", "webp", "524946460000000057454250");
        starts.forEach((name, hex) -> {
            byte[] frame = text.clone();
            byte[] magic = HexFormat.of().parseHex(hex);
            System.arraycopy(magic, 0, frame, 0, magic.length);
            var mine = new Squeezed();
            assertFalse(new Worth(new Entropy(), mine).isWorthTrying(pace, 1 << 20, frame, 0, LENGTH), name);
            assertEquals("already compressed: " + name, mine.facts().decision());
        });
        assertNull(KnownFormat.of(text, 0, LENGTH));
        assertNull(KnownFormat.of(Arrays.copyOf(noise, 5), 0, 5));
    }
}
