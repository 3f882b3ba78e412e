package org.nettunnel.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.RunningNode;

/// What is checked before a node starts.
class RunChecksTest {
    @TempDir
    Path folder;

    @Test
    void makesItsDirectoriesForTheOwnerAlone() throws Exception {
        Path made = RunDirectories.ready(folder.resolve("a/b"), "--data");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        RunDirectories.ready(open, "--data");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)));
    }

    @Test
    void aDirectoryThatOthersUseIsNotShutForThem() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.createFile(shared.resolve("theirs"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        var failure = assertThrows(CliFailure.class, () -> RunDirectories.ready(shared, "--logs"));
        assertTrue(String.valueOf(failure.getMessage()).contains("chmod 700 " + shared), failure.getMessage());
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)));
    }

    @Test
    void aDirectoryThatCannotBeUsedIsToldWithTheRemedy() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        var failure = assertThrows(CliFailure.class, () -> RunDirectories.ready(file.resolve("data"), "--data"));
        assertEquals(ExitCode.CONFIGURATION, failure.exitCode());
        assertTrue(String.valueOf(failure.getMessage()).contains("choose another with --data"), failure.getMessage());
        assertThrows(CliFailure.class, () -> RunDirectories.ready(file, "--data"));
    }

    @Test
    void oneDataDirectoryServesOneNode() throws Exception {
        assertFalse(RunningNode.has(folder));
        try (var _ = NodeLock.take(folder)) {
            assertTrue(RunningNode.has(folder));
            var failure = assertThrows(CliFailure.class, () -> NodeLock.take(folder));
            assertEquals("another node (pid " + ProcessHandle.current().pid() + ") uses " + folder
                    + "; stop it, or give this one another directory with --data", failure.getMessage());
        }
        NodeLock.take(folder).close();
        Files.writeString(folder.resolve(RunningNode.LOCK_FILE), "999999999\n");
        assertFalse(RunningNode.has(folder), "of a process that is gone");
    }

    @Test
    void findsTheNewestJarOfABundleAndSaysWhenThereIsNone() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.createFile(plugins.resolve("org.nettunnel.node_0.1.0.1.jar"));
        Files.createFile(plugins.resolve("org.nettunnel.node_0.1.0.2.jar"));
        Files.createFile(plugins.resolve("org.nettunnel.node.other_9.jar"));
        assertEquals("org.nettunnel.node_0.1.0.2.jar", new Plugins(folder).jar("org.nettunnel.node").getFileName().toString());
        assertThrows(CliFailure.class, () -> new Plugins(folder).jar("org.nettunnel.nothing"));
    }
}
