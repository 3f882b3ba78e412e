package org.nettunnel.tunnel.cascade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.KeyStream;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.tunnel.trial.Rc4;
import org.nettunnel.tunnel.trial.SuiteTrial;

/// Suites made of a stream cipher: against a second implementation, in Python, and by what every suite must do.
@Timeout(60)
class CascadeTest {
    private static final String SCRIPT = "bundles/org.nettunnel.tunnel/src/test/python/nettunnel_cascades.py";
    private static final Pattern ENTRY = Pattern.compile("\"(\\w+)\": \"([0-9a-f]*)\"");
    private static final int[][] CASES = {{1, 0}, {2, 1}, {3, 100}, {4, 1_000}};

    private final KeySchedule schedule = new JdkKeySchedule();
    private final Suite cascade = new CascadeSuite(new Rc4(), new AesGcmSuite(), schedule);
    private final Suite alone = new AloneSuite(new Rc4(), schedule);

    private static Map<String, String> read(InputStream from) throws IOException {
        var read = new HashMap<String, String>();
        var entries = ENTRY.matcher(new String(from.readAllBytes(), UTF_8));
        while (entries.find()) read.put(entries.group(1), entries.group(2));
        return read;
    }

    private static Map<String, String> expected() throws IOException {
        try (var stream = CascadeTest.class.getResourceAsStream("cascades.json")) {
            return read(stream);
        }
    }

    private static byte[] sequence(int start, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (start + i);
        return bytes;
    }

    private static byte[] sealed(Suite suite, int start, int length) {
        byte[] sealed = new byte[length + 16];
        suite.sealer(sequence(start, 32)).seal(sequence(start + 40, 12), sequence(start + 60, 7), sequence(start + 80, length), 0, length, sealed, 0);
        return sealed;
    }

    @Test
    void recordsAreThoseOfTheSecondImplementation() throws Exception {
        var expected = expected();
        assertEquals(2 * CASES.length, expected.size());
        for (int i = 0; i < CASES.length; i++) {
            int start = CASES[i][0], length = CASES[i][1];
            assertEquals(expected.get("cascade" + i), HexFormat.of().formatHex(sealed(cascade, start, length)));
            assertEquals(expected.get("alone" + i), HexFormat.of().formatHex(sealed(alone, start, length)));
            for (Suite suite : List.of(cascade, alone)) {
                byte[] plain = new byte[length];
                suite.opener(sequence(start, 32)).open(sequence(start + 40, 12), sequence(start + 60, 7), sealed(suite, start, length), 0, length + 16, plain, 0);
                assertArrayEquals(sequence(start + 80, length), plain);
            }
        }
    }

    @Test
    void theSecondImplementationStillSaysTheSame() throws Exception {
        String root = System.getProperty("nettunnel.root");
        assumeTrue(root != null && Files.exists(Path.of(root, SCRIPT)), "the source tree is not at hand: -Dnettunnel.root");
        Process python = null;
        try {
            python = new ProcessBuilder("python3", Path.of(root, SCRIPT).toString()).redirectErrorStream(true).start();
        } catch (IOException none) {
            assumeTrue(false, "python3 is not installed: the vectors are checked against the stored ones only");
        }
        var said = read(python.getInputStream());
        assertEquals(0, python.waitFor());
        assertEquals(expected(), said);
    }

    @Test
    void bothDoWhatEverySuiteMust() throws Exception {
        SuiteTrial.ofMade(cascade).run(true);
        SuiteTrial.ofMade(alone).run(true);
    }

    @Test
    void whatSealsAndOpensForgetsItsKeysWhenItIsClosed() throws Exception {
        List<byte[]> keys = new ArrayList<>();
        var watched = (KeySchedule) Proxy.newProxyInstance(KeySchedule.class.getClassLoader(), new Class<?>[] {KeySchedule.class}, (_, method, arguments) -> {
            Object said = method.invoke(schedule, arguments);
            if (method.getName().equals("expand")) keys.add((byte[]) said);
            return said;
        });
        byte[] nonce = new byte[12], record = new byte[116];
        for (Suite suite : List.of(new CascadeSuite(new Rc4(), new AesGcmSuite(), watched), new AloneSuite(new Rc4(), watched))) {
            Sealer sealer = suite.sealer(sequence(1, 32));
            sealer.seal(nonce, nonce, new byte[100], 0, 100, record, 0);
            sealer.close();
            assertThrows(IllegalStateException.class, () -> sealer.seal(nonce, nonce, new byte[100], 0, 100, new byte[116], 0));
            Opener opener = suite.opener(sequence(1, 32));
            opener.open(nonce, nonce, record, 0, 116, new byte[100], 0);
            opener.close();
            assertThrows(IllegalStateException.class, () -> opener.open(nonce, nonce, record, 0, 116, new byte[100], 0));
        }
        assertTrue(keys.size() >= 8, "keys: " + keys.size());
        for (byte[] key : keys) assertArrayEquals(new byte[key.length], key);
    }

    @Test
    void bothAreNamedAfterTheirCipherAndMarkedAsItIs() {
        assertEquals("RC4+AES-256-GCM", cascade.name());
        assertEquals("RC4+HMAC", alone.name());
        assertTrue(cascade.isLegacy() && alone.isLegacy());
        var modern = new Rc4() {
            @Override
            public boolean isLegacy() {
                return false;
            }
        };
        assertFalse(new CascadeSuite(modern, new AesGcmSuite(), schedule).isLegacy());
    }

    /// A cipher that encrypts nothing, and counts for how much.
    private static final class Idle extends Rc4 {
        final AtomicLong bytes = new AtomicLong();

        @Override
        public KeyStream keyStream(byte[] key) {
            return (_, _, length) -> bytes.addAndGet(length);
        }
    }

    @Test
    void theOuterCipherHoldsWhateverBecomesOfTheInner() throws Exception {
        SuiteTrial.ofMade(new CascadeSuite(new Idle(), new AesGcmSuite(), schedule)).run(false);
    }

    @Test
    void nothingIsDecryptedOfAForgedRecord() {
        for (boolean isAlone : new boolean[] {true, false}) {
            var idle = new Idle();
            Suite suite = isAlone ? new AloneSuite(idle, schedule) : new CascadeSuite(idle, new AesGcmSuite(), schedule);
            byte[] record = sealed(suite, 3, 100);
            record[115] ^= 1;
            byte[] plain = new byte[100];
            long before = idle.bytes.get();
            assertThrows(ForgedRecord.class, () -> suite.opener(sequence(3, 32)).open(sequence(43, 12), sequence(63, 7), record, 0, 116, plain, 0));
            assertEquals(before, idle.bytes.get());
            assertArrayEquals(new byte[100], plain);
        }
    }

    @Test
    void noTwoRecordsShareAKeyStream() {
        var keys = new java.util.HashSet<String>();
        var watching = new Rc4() {
            @Override
            public KeyStream keyStream(byte[] key) {
                assertTrue(keys.add(HexFormat.of().formatHex(key)), "a record key came twice");
                return super.keyStream(key);
            }
        };
        for (Suite suite : List.of(new CascadeSuite(watching, new AesGcmSuite(), schedule), new AloneSuite(watching, schedule)))
            for (int key = 0; key < 3; key++) {
                var sealer = suite.sealer(sequence(key, 32));
                for (int nonce = 0; nonce < 50; nonce++) sealer.seal(sequence(nonce, 12), new byte[7], new byte[20], 0, 20, new byte[36], 0);
            }
        assertEquals(300, keys.size());
    }
}
