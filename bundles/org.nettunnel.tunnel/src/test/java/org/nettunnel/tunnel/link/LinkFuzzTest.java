package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.RecordSealer;
import org.nettunnel.tunnel.wire.ResumeEntry;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// What a peer that has the keys can say: a link bears it, or ends with a code of the protocol; never with a mistake of its own.
class LinkFuzzTest {
    private static final int LONGEST_RECORD = RecordSealer.LONGEST_PLAIN;
    private static final int LONGEST_MESSAGE = 1 << 20;
    private static final LinkTerms TERMS = new LinkTerms(List.of(new DeflateCompression()), _ -> true, 100, 100, 100, FrameType.LONGEST_DATA);
    /// Cuts the dialogue with a link that neither answers nor ends.
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private static final long LONGEST_SECONDS = 20;

    /// Every kind of frame for every kind of stream, shortest and longer, and what the other tests know to be wrong.
    static Stream<byte[]> records() {
        var seeds = new ArrayList<byte[]>();
        for (var type : FrameType.values())
            for (long stream : new long[] { 0, 1, 2, 3 }) {
                seeds.add(RawPeer.frame(type.number, stream, new byte[type.shortest]));
                seeds.add(RawPeer.frame(type.number, stream, new byte[Math.min(type.longest, type.shortest + 100)]));
            }
        ViolationsTest.wrong().map(each -> (byte[]) each.get()[1]).forEach(seeds::add);
        seeds.add(joined(RawPeer.open(3), RawPeer.data(3, 0, 0, 100), RawPeer.fin(3, 100), RawPeer.credit(3, 0, 1 << 20)));
        seeds.add(joined(RawPeer.frame(2, 2, new byte[0]), RawPeer.data(2, 0, 0, 50), RawPeer.credit(2, 0, 1 << 20), RawPeer.fin(2, 50)));
        seeds.add(joined(compressed(1, 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), RawPeer.data(1, 40, 0, 10)));
        seeds.add(joined(RawPeer.frame(3, 2, new byte[] { 14, 'n', 'o' }), RawPeer.reset(2, 0, 1), RawPeer.reset(1, 0, 0)));
        seeds.add(joined(RawPeer.frame(9, 0, new byte[8]), RawPeer.frame(10, 0, new byte[8]), RawPeer.frame(17, 0, new byte[] { 10, 0, 0, 0, 0, 0, 0 })));
        seeds.add(RawPeer.frame(17, 0, new byte[] { 126, 0, 0, 0, 0, 0, 0 }));
        return seeds.stream();
    }

    private static byte[] compressed(long stream, long offset, String text) {
        byte[] plain = text.getBytes(StandardCharsets.US_ASCII);
        byte[] squeezed = new byte[plain.length + 64];
        try (var compressor = new DeflateCompression().compressor()) {
            int length = compressor.compress(plain, 0, plain.length, squeezed, 0, squeezed.length);
            return RawPeer.frame(4, stream, ByteBuffer.allocate(FrameType.DATA_HEADER + 3 + length).putLong(offset)
                    .put((byte) (FrameType.COMPRESSED | FrameType.CONTEXT_START)).put((byte) 0).putShort((short) plain.length)
                    .put(squeezed, 0, length).array());
        }
    }

    private static byte[] joined(byte[]... frames) {
        var all = ByteBuffer.allocate(Arrays.stream(frames).mapToInt(frame -> frame.length).sum());
        for (byte[] frame : frames) all.put(frame);
        return all.array();
    }

    /// One record; stream 1 is open, and stream 2 asked for by the link.
    @MethodSource("records")
    @FuzzTest
    void anyFramesEndALinkWithACodeOrNot(byte[] plain) throws Exception {
        record(plain, false);
    }

    /// What a peer remembers of stream 1, which is open, and of stream 2, whose OPEN it saw or not.
    static Stream<byte[]> resumptions() {
        var one = new ResumeEntry(1, 0, ResumeEntry.State.OPEN, CloseCode.NORMAL);
        var oneEnded = new ResumeEntry(1, 5, ResumeEntry.State.FIN_SEEN, CloseCode.NORMAL);
        var two = new ResumeEntry(2, 0, ResumeEntry.State.DIALLING, CloseCode.NORMAL);
        var twoOpen = new ResumeEntry(2, 0, ResumeEntry.State.OPEN, CloseCode.NORMAL);
        var twoRefused = new ResumeEntry(2, 0, ResumeEntry.State.REFUSED, CloseCode.TARGET_REFUSED);
        var seven = new ResumeEntry(7, 100, ResumeEntry.State.RESET, CloseCode.NORMAL);
        Stream<byte[]> resumes = Stream.of(resume(1, 0), resume(1, 2), resume(1, 0, one), resume(1, 2, one, two), resume(1, 2, one, twoOpen), resume(1, 2, oneEnded, twoRefused),
                resume(1, 2, one, seven), resume(1, 4, one, two), resume(1, 2, two, one), joined(resume(0, 2, one), resume(1, 2, two)), joined(resume(0, 2, one), resume(1, 4)),
                joined(resume(1, 2, one, two), RawPeer.frame(2, 2, new byte[0]), RawPeer.data(1, 0, 0, 10), RawPeer.open(3)), joined(resume(1, 2, one), resume(1, 2)));
        return Stream.concat(resumes, records());
    }

    private static byte[] resume(int flags, long highest, ResumeEntry... entries) {
        byte[] body = new byte[ResumeEntry.HEADER + entries.length * ResumeEntry.BYTES];
        body[0] = (byte) flags;
        BigEndian.put48(body, 1, highest);
        for (int i = 0; i < entries.length; i++) entries[i].write(body, ResumeEntry.HEADER + i * ResumeEntry.BYTES);
        return RawPeer.frame(FrameType.RESUME.number, 0, body);
    }

    @MethodSource("resumptions")
    @FuzzTest
    void anyFramesEndAJoinedLinkWithACodeOrNot(byte[] plain) throws Exception {
        record(plain, true);
    }

    private static void record(byte[] plain, boolean isJoined) throws Exception {
        if (plain.length == 0) return;
        byte[] record = Arrays.copyOf(plain, Math.min(plain.length, LONGEST_RECORD));
        try (var peer = new RawPeer(LinkSettings.defaults(), new Budgets(64 << 20, 64 << 20), TERMS)) {
            peer.end.outlivesLinks = isJoined;
            LocalPair target = LocalPair.open(), source = LocalPair.open();
            peer.end.targets.add(new LinkPair.Target(target.edge(), "deflate", new LinkPair.EndOfStream()));
            peer.send(RawPeer.open(1));
            assertEquals(2, peer.next().type());
            peer.end.lane.open(new StreamOffer(LinkPair.TUNNEL, LinkPair.ENDPOINT, "127.0.0.1:1", "off"), source.edge(), new LinkPair.EndOfStream(),
                    Duration.ZERO);
            assertEquals(1, peer.next().type());
            hears(peer, () -> {
                if (isJoined) peer.join();
                peer.send(record);
                // a link that waits for the rest of RESUME says nothing
                if (isJoined) peer.awaitEnd();
            });
            target.app().close();
            source.app().close();
        }
    }

    static Stream<byte[]> wires() {
        return Stream.of(new byte[] { 0, 0, 0 }, new byte[] { 0, 0, 17 }, new byte[40], new byte[] { 1, 4, 16, 0 }, new byte[] { 1, 4, 17, 0 },
                new byte[] { -1, -1, -1 });
    }

    /// Bytes that are no records: nobody has the keys to make one.
    @MethodSource("wires")
    @FuzzTest
    void anyBytesInPlaceOfARecordEndTheLinkAtMost(byte[] bytes) throws Exception {
        try (var peer = new RawPeer()) {
            hears(peer, () -> peer.bytes(bytes).awaitEnd());
        }
    }

    static Stream<byte[]> messages() {
        var two = ByteBuffer.allocate(1 + 2 * 4 + 3).put((byte) 3).putInt(1).put((byte) 'a').putInt(2).put((byte) 'b').put((byte) 'c').array();
        var longest = ByteBuffer.allocate(1 + 4 + 100).put((byte) 90).putInt(1 << 20).array();
        return Stream.of(two, longest, ByteBuffer.allocate(5).put((byte) 2).putInt(0).array(), ByteBuffer.allocate(5).put((byte) 1).putInt((1 << 20) + 1).array());
    }

    /// The first byte is how long the pieces are in which the rest comes on the control stream.
    @MethodSource("messages")
    @FuzzTest
    void theControlStreamGivesWholeMessagesAndNoOthers(byte[] input) throws Exception {
        if (input.length < 2) return;
        byte[] said = Arrays.copyOfRange(input, 1, Math.min(input.length, 4_096));
        int piece = 1 + Byte.toUnsignedInt(input[0]);
        try (var peer = new RawPeer()) {
            boolean stands = hears(peer, () -> {
                for (int at = 0; at < said.length; at += piece) peer.send(data(at, Arrays.copyOfRange(said, at, Math.min(said.length, at + piece))));
            });
            var whole = new ArrayList<byte[]>();
            boolean isRight = split(said, whole);
            assertEquals(isRight, stands);
            if (!stands) assertEquals(CloseCode.PROTOCOL, peer.end.ended.get());
            assertArrayEquals(whole.toArray(), peer.end.messages.toArray());
        }
    }

    private static byte[] data(long offset, byte[] bytes) {
        return RawPeer.frame(4, 0, ByteBuffer.allocate(FrameType.DATA_HEADER + bytes.length).putLong(offset).put((byte) 0).put(bytes).array());
    }

    /// @return whether no message is too short or too long
    private static boolean split(byte[] said, List<byte[]> whole) {
        var from = ByteBuffer.wrap(said);
        while (from.remaining() >= 4) {
            int length = from.getInt();
            if (length < 1 || length > LONGEST_MESSAGE) return false;
            if (length > from.remaining()) return true;
            byte[] message = new byte[length];
            from.get(message);
            whole.add(message);
        }
        return true;
    }

    /// What a test says.
    private interface Saying {
        void say() throws IOException;
    }

    /// @return whether the link stands afterwards
    private static boolean hears(RawPeer peer, Saying saying) throws Exception {
        var cut = WATCH.schedule(peer::close, LONGEST_SECONDS, TimeUnit.SECONDS);
        boolean stands;
        try {
            saying.say();
            peer.awaitPong();
            stands = true;
        } catch (IOException ended) {
            stands = false;
        }
        if (!cut.cancel(false)) throw new AssertionError("the link neither answers nor ends");
        if (stands) return true;
        // the loop has done with it; where the lane goes on there is no code
        if (peer.end.outlivesLinks) peer.end.loop.ask(() -> "").get(LONGEST_SECONDS, TimeUnit.SECONDS);
        else peer.end.ended.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        // a peer may say it of itself, also by a code that only a later protocol has
        if (peer.end.ended.getNow(CloseCode.SESSION_GONE) == CloseCode.INTERNAL)
            assertTrue(peer.end.endReason.join().startsWith("the peer ended the tunnel: "), () -> peer.end.endReason.join());
        return stands;
    }
}
