package org.nettunnel.cli.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.RunningNode;
import org.nettunnel.cli.shell.Texts;

/// One node to one data directory: a lock that the system takes away when the process ends, however it ends.
public final class NodeLock implements AutoCloseable {
    /// Far behind the text, so that others can read who holds it where locks forbid reading.
    private static final long LOCKED_BYTE = 1L << 40;
    private static final int LONGEST_PID = 20;
    private final FileChannel channel;

    private NodeLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws CliFailure when another node holds it
    public static NodeLock take(Path data) throws CliFailure {
        Path file = data.resolve(RunningNode.LOCK_FILE);
        try {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            RunDirectories.protectFile(file);
            if (!isOurs(channel)) {
                String pid = holder(channel);
                channel.close();
                throw new CliFailure(ExitCode.CONFIGURATION, "another node" + (pid.isEmpty() ? "" : " (pid " + pid + ")") + " uses " + data
                        + "; stop it, or give this one another directory with --data");
            }
            channel.truncate(0).write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new NodeLock(channel);
        } catch (IOException failed) {
            throw new CliFailure(ExitCode.CONFIGURATION, "cannot lock " + file + ": " + Texts.reason(failed));
        }
    }

    private static boolean isOurs(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(LONGEST_PID);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).replaceAll("\\D", "");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
