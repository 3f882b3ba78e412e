package org.nettunnel.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDirectoryTest {
    @TempDir
    Path directory;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void makesADirectoryThatOnlyItsOwnerMayEnter() throws Exception {
        assertEquals("rwx------", mode(OwnDirectory.prepare(directory.resolve("a/b"))));
    }

    @Test
    void makesAnEmptyDirectoryPrivate() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals("rwx------", mode(OwnDirectory.prepare(open)));
    }

    @Test
    void leavesADirectoryWithFilesAsItIsAndSaysWhatToDo() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.writeString(open.resolve("somebody's"), "file");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        String sentence = assertThrows(IOException.class, () -> OwnDirectory.prepare(open)).getMessage();
        assertTrue(sentence.endsWith("chmod 700 " + open.toAbsolutePath()), sentence);
        assertEquals("rwxr-xr-x", mode(open));
    }

    @Test
    void refusesASymbolicLinkAndAFile() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
        assertTrue(assertThrows(IOException.class, () -> OwnDirectory.prepare(link)).getMessage().contains("is a symbolic link"));
        Path file = Files.writeString(directory.resolve("file"), "");
        assertTrue(assertThrows(IOException.class, () -> OwnDirectory.prepare(file)).getMessage().contains("is not a directory"));
        assertTrue(assertThrows(IOException.class, () -> OwnDirectory.prepare(file.resolve("below"))).getMessage().contains("cannot be made"));
    }
}
