package org.nettunnel.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Whether a process has a data directory, as it has from the first moment of its start to the last of its end.
public final class RunningNode {
    /// It holds the process id.
    public static final String LOCK_FILE = "node.lock";
    private static final int LONGEST_PID = 20;

    private RunningNode() {}

    /// Never tries the lock itself: a node that starts in this moment must find it free. The file outlives its node, so the process is
    /// looked for, and whether it is a Java.
    public static boolean has(Path data) {
        try (var in = Files.newInputStream(data.resolve(LOCK_FILE), LinkOption.NOFOLLOW_LINKS)) {
            String pid = new String(in.readNBytes(LONGEST_PID), StandardCharsets.US_ASCII).strip();
            return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().command().orElse("java").contains("java")).isPresent();
        } catch (IOException absent) {
            return false;
        }
    }
}
