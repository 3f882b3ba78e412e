package org.nettunnel.node.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.node.Audit.Draft;
import org.nettunnel.api.node.Audit.Entry;
import org.nettunnel.api.node.Audit.Query;
import org.nettunnel.api.node.Audit.Verdict;
import org.nettunnel.node.audit.AuditLog.Bounds;
import org.nettunnel.node.audit.AuditLog.Disk;
import org.nettunnel.node.store.FileSteps;

class AuditLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T01:02:03.004Z"));
    private static final Bounds WIDE = new Bounds(1 << 20, 3);

    @TempDir
    Path root;

    private Path directory() {
        return root.resolve("audit");
    }

    private AuditLog open(Bounds bounds) throws IOException {
        return new AuditLog(directory(), bounds, Disk.REAL, CLOCK);
    }

    private static Draft draft(String object) {
        return new Draft("root", "127.0.0.1", "POST /tunnels", object, "done");
    }

    private void write(int count) throws IOException {
        try (AuditLog log = open(WIDE)) {
            for (int i = 1; i <= count; i++) log.note(draft("tunnel-" + i).with(null, "started=\"yes\"\n"));
        }
    }

    private Path only() throws IOException {
        List<AuditFile> files = AuditFile.in(directory());
        assertEquals(1, files.size());
        return files.getFirst().path();
    }

    private Verdict verdict() throws IOException {
        return AuditLog.verify(root, null);
    }

    @Test
    void whatWasNotedIsThereAfterARestart() throws IOException {
        write(3);
        try (AuditLog log = open(WIDE)) {
            Entry fourth = log.note(draft("tunnel-4"));
            assertEquals(4, fourth.seq());
            assertEquals(List.of(4L, 3L, 2L, 1L), log.entries(new Query(0, 10, "")).entries().stream().map(Entry::seq).toList());
            Verdict verdict = log.verify(fourth.hash());
            assertTrue(verdict.intact(), verdict.toString());
            assertEquals(fourth.hash(), verdict.head());
            assertEquals(4, verdict.entries());
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(only())));
    }

    @Test
    void pagesAndFilters() throws IOException {
        write(5);
        try (AuditLog log = open(WIDE)) {
            var first = log.entries(new Query(0, 2, ""));
            assertEquals(4, first.next());
            assertEquals(List.of(3L, 2L), log.entries(new Query(first.next(), 2, "")).entries().stream().map(Entry::seq).toList());
            assertEquals(0, log.entries(new Query(2, 2, "")).next());
            assertEquals(List.of(3L), log.entries(new Query(0, 10, "TUNNEL-3")).entries().stream().map(Entry::seq).toList());
        }
    }

    @Test
    void anyChangedByteIsFound() throws IOException {
        write(3);
        byte[] good = Files.readAllBytes(only());
        for (int i = 0; i < good.length - 1; i++) {   // without the last end of line, a torn line is another test
            byte[] changed = good.clone();
            changed[i] ^= 1;
            Files.write(only(), changed);
            int at = i;
            assertFalse(verdict().intact(), () -> "byte " + at + " was changed and nobody saw");
        }
    }

    @Test
    void removedAndMovedLinesAreFound() throws IOException {
        write(4);
        List<String> good = Files.readAllLines(only());
        for (int i = 0; i < good.size(); i++) {
            List<String> without = new ArrayList<>(good);
            without.remove(i);
            Files.write(only(), without);
            int at = i;
            assertFalse(verdict().intact(), () -> "line " + (at + 1) + " was removed and nobody saw");
        }
        List<String> moved = new ArrayList<>(good);
        moved.add(2, moved.remove(3));
        Files.write(only(), moved);
        assertTrue(verdict().problems().getFirst().contains("line 3"), verdict().toString());
    }

    @Test
    void aCutOffEndIsFoundEvenWhereTheNoteOfItWasRemovedToo() throws IOException {
        write(4);
        String head = verdict().head();
        List<String> good = Files.readAllLines(only());
        Files.write(only(), good.subList(0, 3));
        assertTrue(verdict().problems().getFirst().contains("the end was cut off"), verdict().toString());
        Files.delete(directory().resolve(AuditCheck.HEAD_FILE));
        assertTrue(verdict().intact(), "only one who noted the head elsewhere can know");
        assertFalse(AuditLog.verify(root, head).intact());
    }

    @Test
    void anUnfinishedLineIsCutOffAndTheMendingIsNoted() throws IOException {
        write(2);
        byte[] good = Files.readAllBytes(only());
        for (int torn = 1; torn < 60; torn += 7) {
            Files.write(only(), Arrays.copyOf(good, good.length));
            Files.deleteIfExists(directory().resolve(AuditCheck.HEAD_FILE));
            Files.write(only(), Arrays.copyOf("{\"seq\":3,\"at\":\"2026-11-23T01:02:03.004Z\",\"user\":\"root\",\"from\":".getBytes(), torn), StandardOpenOption.APPEND);
            assertFalse(verdict().intact());
            try (AuditLog log = open(WIDE)) {
                Entry mended = log.entries(new Query(0, 1, "")).entries().getFirst();
                assertEquals("audit mended", mended.action());
                assertEquals(torn + " bytes of an unfinished entry were cut off", mended.result());
                assertEquals(4, log.note(draft("later")).seq());
                assertTrue(log.verify(null).intact(), log.verify(null).toString());
            }
        }
    }

    @Test
    void filesTakeTurnsAndTheChainGoesOn() throws IOException {
        try (AuditLog log = open(new Bounds(2_000, 3))) {
            String early = log.note(draft("first")).hash();
            for (int i = 2; i <= 60; i++) log.note(draft("tunnel-" + i));
            assertEquals(3, AuditFile.in(directory()).size());
            Verdict verdict = log.verify(null);
            assertTrue(verdict.intact(), verdict.toString());
            assertEquals(60, verdict.last());
            assertTrue(verdict.first() > 1);
            assertTrue(log.verify(early).problems().getFirst().contains("no entry with the hash"));
            assertEquals(verdict.entries(), log.entries(new Query(0, 1000, "")).entries().size());
        }
        Files.delete(AuditFile.in(directory()).get(1).path());
        assertFalse(verdict().intact(), "a file in the middle is gone and nobody saw");
    }

    @Test
    void aFullDiskLeavesNoHalfEntryAndTheNextOneGoesOn() throws IOException {
        var full = new boolean[1];
        AuditDisk disk = (file, position, bytes) -> {
            if (full[0]) {
                file.write(ByteBuffer.wrap(bytes, 0, bytes.length / 2), position);
                throw new IOException("No space left on device");
            }
            AuditDisk.REAL.append(file, position, bytes);
        };
        try (AuditLog log = new AuditLog(directory(), WIDE, new Disk(FileSteps.DISK, disk), CLOCK)) {
            log.note(draft("one"));
            full[0] = true;
            assertTrue(assertThrows(IOException.class, () -> log.note(draft("two"))).getMessage().contains("No space left"));
            full[0] = false;
            assertEquals(2, log.note(draft("two")).seq());
            assertTrue(log.verify(null).intact(), log.verify(null).toString());
        }
    }

    @Test
    void listenersHearOfEachEntryUntilTheyLeave() throws IOException {
        var heard = new ArrayList<Long>();
        try (AuditLog log = open(WIDE)) {
            var subscription = log.listen(entry -> heard.add(entry.seq()));
            log.note(draft("one"));
            subscription.close();
            log.note(draft("two"));
        }
        assertEquals(List.of(1L), heard);
    }
}
