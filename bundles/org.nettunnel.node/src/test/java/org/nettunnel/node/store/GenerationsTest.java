package org.nettunnel.node.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.node.store.FailingDisk.Way;

class GenerationsTest {
    @TempDir
    Path directory;

    private Generations generations(FileSteps disk) {
        return new Generations(directory.resolve("generations"), "tunnels.json", disk);
    }

    private static byte[] content(int number) {
        return ("content " + number).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keepsTheLastTenNewestFirst() throws Exception {
        Generations generations = generations(FileSteps.DISK);
        for (int i = 1; i <= 25; i++) generations.keep(content(i));
        var intact = generations.intact();
        assertEquals(Generations.KEPT, intact.size());
        for (int i = 0; i < Generations.KEPT; i++) assertArrayEquals(content(25 - i), intact.get(i).content());
    }

    @Test
    void keepsTheSameContentOnce() throws Exception {
        Generations generations = generations(FileSteps.DISK);
        generations.keep(content(1));
        generations.keep(content(1));
        assertEquals(1, generations.intact().size());
    }

    @Test
    void passesOverOneThatWasChangedOrCutShort() throws Exception {
        Generations generations = generations(FileSteps.DISK);
        generations.keep(content(1));
        generations.keep(content(2));
        Files.write(generations.intact().getFirst().path(), "content".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(content(1), generations.intact().getFirst().content());
        generations.keep(content(2));
        assertArrayEquals(content(2), generations.intact().getFirst().content());
    }

    @Test
    void aFullDiskCostsAGenerationAndNothingElse() throws Exception {
        generations(new FailingDisk(0, Way.REFUSED, true)).keep(content(1));
        assertTrue(generations(FileSteps.DISK).intact().isEmpty());
    }

    @Test
    void doesNotMixUpFilesWhoseNamesBeginAlike() throws Exception {
        generations(FileSteps.DISK).keep(content(1));
        assertTrue(new Generations(directory.resolve("generations"), "tunnels", FileSteps.DISK).intact().isEmpty());
    }
}
