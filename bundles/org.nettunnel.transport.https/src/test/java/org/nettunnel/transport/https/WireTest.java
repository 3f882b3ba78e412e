package org.nettunnel.transport.https;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.transport.Wire;

/// What a wire promises, held by both transports through the one port.
@Timeout(120)
class WireTest {
    /// Of the order of what a loop moves in a second; more with `-Dnettunnel.bulk.mebibytes=64`.
    private static final int MANY_BYTES = Integer.getInteger("nettunnel.bulk.mebibytes", 8) << 20;
    private static WirePair pair;

    @BeforeAll
    static void open(@TempDir Path data) throws Exception {
        pair = new WirePair(data);
    }

    @AfterAll
    static void close() {
        pair.close();
    }

    private static void send(Wire wire, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int sent = 0; sent < bytes.length; ) sent += wire.write(bytes, sent, bytes.length - sent);
        assertTrue(wire.flush());
    }

    private static String receive(Wire wire, int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int got = 0; got < length; ) {
            int now = wire.read(bytes, got, length - got);
            if (now < 0) return new String(bytes, 0, got, StandardCharsets.UTF_8);
            got += now;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({ "tcp,dialled", "tcp,accepted", "https,dialled", "https,accepted" })
    void carriesManyBytesInBlockingMode(String transport, String from) throws Exception {
        try (var ends = pair.dial(transport)) {
            boolean forth = from.equals("dialled");
            Bulk.blocking(forth ? ends.dialled() : ends.accepted(), forth ? ends.accepted() : ends.dialled(), MANY_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "tcp", "https" })
    void carriesManyBytesBothWaysAtOnceByALoop(String transport) throws Exception {
        try (var ends = pair.dial(transport)) {
            Bulk.looped(ends.dialled(), ends.accepted(), MANY_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "tcp", "https" })
    void readsNothingFromAnEmptyNonBlockingWire(String transport) throws Exception {
        try (var ends = pair.dial(transport)) {
            ends.dialled().channel().configureBlocking(false);
            assertEquals(0, ends.dialled().read(new byte[100], 0, 100));
            assertFalse(ends.dialled().hasUnread());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "tcp", "https" })
    void takesOnlyWhatFitsWhenThePeerDoesNotRead(String transport) throws Exception {
        try (var ends = pair.dial(transport)) {
            ends.dialled().channel().configureBlocking(false);
            byte[] bytes = new byte[1 << 20];
            long taken = 0;
            for (int now = bytes.length; now == bytes.length; taken += now) {
                now = ends.dialled().write(bytes, 0, bytes.length);
                assertTrue(taken < 1L << 30, "it never is full");
            }
            ends.dialled().flush();
            ends.dialled().channel().shutdownOutput();
        }
    }

    @Test
    void tellsOfDecryptedBytesThatWereNotRead() throws Exception {
        try (var ends = pair.dial("https")) {
            send(ends.dialled(), "abc");
            assertEquals("a", receive(ends.accepted(), 1));
            assertTrue(ends.accepted().hasUnread());
            assertEquals("bc", receive(ends.accepted(), 2));
            assertFalse(ends.accepted().hasUnread());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "tcp", "https" })
    void goesOnInTheOtherDirectionAfterAHalfClose(String transport) throws Exception {
        try (var ends = pair.dial(transport)) {
            send(ends.dialled(), "the last");
            ends.dialled().channel().shutdownOutput();
            assertEquals("the last", receive(ends.accepted(), 100));
            assertEquals(-1, ends.accepted().read(new byte[1], 0, 1));
            send(ends.accepted(), "still here");
            assertEquals("still here", receive(ends.dialled(), 10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "tcp", "https" })
    void losesNothingThatIsSentAtOnceFromBothSides(String transport) throws Exception {
        var dialler = WirePair.transport(transport);
        for (int i = 0; i < 200; i++) {
            // neither side waits for the other: the accepting one writes as soon as it has the wire
            var talker = Thread.startVirtualThread(() -> {
                try {
                    Wire wire = pair.accepted.take();
                    send(wire, "right behind the 101");
                    pair.accepted.put(wire);
                } catch (IOException | InterruptedException failed) {
                    throw new AssertionError(failed);
                }
            });
            Wire dialled = dialler.dial(pair.address, WirePair.TIMEOUT);
            send(dialled, "right behind the request");
            talker.join();
            try (var ends = new WirePair.Ends(dialled, pair.accepted.take())) {
                assertEquals("right behind the 101", receive(ends.dialled(), 20));
                assertEquals("right behind the request", receive(ends.accepted(), 24));
            }
        }
    }

    @Test
    void holdsLittleUntilALoopHasIt() throws Exception {
        try (var ends = pair.dial("https")) {
            var accepted = (TlsWire) ends.accepted();
            assertTrue(accepted.bufferBytes() < 64 * 1024, accepted.bufferBytes() + " bytes for a stranger");
            accepted.channel().configureBlocking(false);
            accepted.read(new byte[1], 0, 1);
            assertTrue(accepted.bufferBytes() > 256 * 1024);
        }
    }

    @Test
    void bothEndsOfTlsHaveTheSameBindingAndEachWireItsOwn() throws Exception {
        var transport = new HttpsTransport();
        try (var one = pair.dial(transport); var two = pair.dial(transport)) {
            assertEquals(32, one.dialled().binding().length);
            assertArrayEquals(one.dialled().binding(), one.accepted().binding());
            assertArrayEquals(two.dialled().binding(), two.accepted().binding());
            assertNotEquals(HexFormat.of().formatHex(one.dialled().binding()), HexFormat.of().formatHex(two.dialled().binding()));
        }
    }

    @Test
    void plainTcpBindsNothing() throws Exception {
        try (var ends = pair.dial("tcp")) {
            assertArrayEquals(new byte[32], ends.dialled().binding());
            assertArrayEquals(new byte[32], ends.accepted().binding());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "tcp", "https" })
    void closingFreesTheDescriptor(String transport) throws Exception {
        var dialler = WirePair.transport(transport);
        pair.dial(dialler).close();
        long before = descriptors();
        for (int i = 0; i < 50; i++) pair.dial(dialler).close();
        assertTrue(descriptors() <= before + 5, before + " descriptors before, then " + descriptors());
    }

    private static long descriptors() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(file -> isSocket(file)).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "tcp", "https" })
    void closingWakesTheOneWhoReads(String transport) throws Exception {
        try (var ends = pair.dial(transport)) {
            var reader = Thread.startVirtualThread(() -> {
                try {
                    while (ends.accepted().read(new byte[10], 0, 10) >= 0) continue;
                } catch (IOException closed) {
                    // what is expected
                }
            });
            ends.accepted().close();
            ends.accepted().close();
            reader.join();
            assertEquals(-1, ends.dialled().read(new byte[1], 0, 1));
        }
    }

    @Test
    void aChangedRecordEndsTheWire() throws Exception {
        try (var ends = pair.dial("https")) {
            byte[] forged = new byte[5 + 40];
            Arrays.fill(forged, 5, forged.length, (byte) 7);
            forged[0] = 23;
            forged[1] = forged[2] = 3;
            forged[4] = 40;
            ends.dialled().channel().write(ByteBuffer.wrap(forged));
            assertThrows(IOException.class, () -> ends.accepted().read(new byte[100], 0, 100));
        }
    }
}
