package org.nettunnel.node.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettunnel.node.store.FailingDisk.Killed;
import org.nettunnel.node.store.FailingDisk.Way;

class DurableFileTest {
    private static final byte[] OLD = "old content".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "new content, which is longer".getBytes(StandardCharsets.UTF_8);
    private static final int STEPS = 3;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("tunnels.json");
    }

    private DurableFile on(FileSteps disk) {
        return new DurableFile(file(), disk);
    }

    @Test
    void takesItsStepsInTheOrderThatACrashAllows() throws Exception {
        FailingDisk disk = FailingDisk.healthy();
        on(disk).write(OLD);
        on(disk).write(NEW);
        assertEquals(List.of("create", "replace", "force", "create", "replace", "force"), disk.steps);
        assertArrayEquals(NEW, on(disk).read());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @ParameterizedTest
    @EnumSource(names = {"HALF_DONE_AND_KILLED", "KILLED_BEFORE"})
    void afterAKillAtAnyStepThereIsTheOldOrTheNewAndNothingElse(Way way) throws Exception {
        for (int step = 0; step < STEPS; step++) {
            on(FileSteps.DISK).write(OLD);
            var killed = on(new FailingDisk(step, way, false));
            assertThrows(Killed.class, () -> killed.write(NEW));
            DurableFile restarted = on(FileSteps.DISK);
            byte[] now = restarted.read();
            assertTrue(java.util.Arrays.equals(now, OLD) || java.util.Arrays.equals(now, NEW), "step " + step);
            restarted.sweep();
            assertOnlyTheFile();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "DONE_BUT_REFUSED"})
    void aRefusedStepIsAFailureThatLeavesTheOldContent(Way way) throws Exception {
        for (int step = 0; step < STEPS; step++) {
            on(FileSteps.DISK).write(OLD);
            var refused = on(new FailingDisk(step, way, false));
            IOException failure = assertThrows(IOException.class, () -> refused.write(NEW));
            assertEquals("No space left on device", failure.getMessage());
            assertArrayEquals(OLD, on(FileSteps.DISK).read(), "step " + step);
            assertOnlyTheFile();
        }
    }

    @Test
    void aFirstWriteThatIsRefusedLeavesNoFile() throws Exception {
        for (int step = 0; step < STEPS; step++) {
            var refused = on(new FailingDisk(step, Way.DONE_BUT_REFUSED, false));
            assertThrows(IOException.class, () -> refused.write(NEW));
            assertNull(on(FileSteps.DISK).read(), "step " + step);
        }
    }

    @Test
    void saysSoWhenNotEvenTheOldContentCanBePutBack() throws Exception {
        on(FileSteps.DISK).write(OLD);
        var broken = on(new FailingDisk(2, Way.REFUSED, true));
        StoreUncertain uncertain = assertThrows(StoreUncertain.class, () -> broken.write(NEW));
        assertTrue(uncertain.getMessage().contains("holds the new content"), uncertain.getMessage());
        assertTrue(uncertain.getMessage().contains("No space left on device"), uncertain.getMessage());
    }

    @Test
    void refusesASymbolicLinkInsteadOfFollowingIt() throws Exception {
        Path elsewhere = Files.write(directory.resolve("elsewhere"), OLD);
        Files.createSymbolicLink(file(), elsewhere);
        assertTrue(assertThrows(IOException.class, () -> on(FileSteps.DISK).read()).getMessage().contains("is a symbolic link"));
        assertThrows(IOException.class, () -> on(FileSteps.DISK).write(NEW));
        assertArrayEquals(OLD, Files.readAllBytes(elsewhere));
    }

    private void assertOnlyTheFile() throws IOException {
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file()), files.toList());
        }
    }
}
