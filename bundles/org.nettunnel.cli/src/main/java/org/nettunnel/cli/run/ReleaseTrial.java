package org.nettunnel.cli.run;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/// The one start that tries a new release: it becomes the current one when the node answers, and is left when it does not in time.
///
/// The start script did the first step, `next` → `trying.PID`. What is still `trying` when its process has ended did not come up.
/// **Threads:** one of its own.
final class ReleaseTrial {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.cli");
    private static final String PROPERTY = "nettunnel.trying";
    private static final String SECONDS = "nettunnel.trial.seconds";
    private static final int USUAL_SECONDS = 120;
    private static final long BETWEEN_LOOKS_NANOS = 250_000_000;
    private static final String BASE = "base";
    private final Path pointer;
    private final Duration longest;

    /// Whether the node answers.
    interface Look {
        boolean isUp();
    }

    ReleaseTrial(Path pointer, Duration longest) {
        this.pointer = pointer;
        this.longest = longest;
    }

    /// Null when this start tries nothing.
    static @Nullable ReleaseTrial ofProcess() {
        String pointer = System.getProperty(PROPERTY, "");
        return pointer.isEmpty() ? null : new ReleaseTrial(Path.of(pointer), Duration.ofSeconds(Integer.getInteger(SECONDS, USUAL_SECONDS)));
    }

    /// @param leave starts anew with the release before
    void begin(Look look, Runnable leave) {
        LOG.log(Level.INFO, "release tried release=" + name(pointer));
        Thread.ofPlatform().name("release-trial").daemon().start(() -> {
            if (!watch(look)) leave(leave, "the node does not answer after " + longest.toSeconds() + " s");
        });
    }

    /// Whether it came up.
    boolean watch(Look look) {
        long start = System.nanoTime();
        while (!look.isUp()) {
            if (System.nanoTime() - start > longest.toNanos()) return false;
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        try {
            String release = name(pointer);
            keep();
            LOG.log(Level.INFO, "release came up release=" + release + " seconds=" + Duration.ofNanos(System.nanoTime() - start).toSeconds());
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the release came up and cannot be made the current one, so that the next start goes back to the one before", failed);
        }
        return true;
    }

    /// What was current is what one may go back to; a crash in between leaves the trial open, which the next start takes for failed.
    void keep() throws IOException {
        Path current = pointer.resolveSibling("current");
        write(pointer.resolveSibling("previous"), Files.exists(current) ? name(current) : BASE);
        Files.move(pointer, current, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Does not return where the process can be begun anew.
    static void leave(Runnable leave, String reason) {
        LOG.log(Level.ERROR, "release did not come up reason=\"" + reason + "\"; the node starts anew with the release before");
        leave.run();
    }

    private static String name(Path pointer) {
        try {
            return Files.readString(pointer, StandardCharsets.UTF_8).strip();
        } catch (IOException unread) {
            return BASE;
        }
    }

    private static void write(Path file, String release) throws IOException {
        Path next = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(next);
        try (FileChannel out = FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            out.write(ByteBuffer.wrap((release + "\n").getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
        // other users may run nodes of this installation
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
