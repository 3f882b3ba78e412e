package org.nettunnel.node.store;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/// One file that is replaced whole: a crash, a full disk or a refused force leaves the old content or the new, never a part.
///
/// **Threads:** one at a time.
final class DurableFile {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private static final int MOST_BYTES = 32 << 20;

    private final Path path;
    private final FileSteps steps;

    DurableFile(Path path, FileSteps steps) {
        this.path = path;
        this.steps = steps;
    }

    Path path() {
        return path;
    }

    /// What is in the file; null when there is none.
    ///
    /// @throws IOException also when a symbolic link stands there: it could point anywhere
    byte @Nullable [] read() throws IOException {
        if (Files.isSymbolicLink(path))
            throw new IOException(path + " is a symbolic link, which NetTunnel does not follow: put the file itself there");
        try (SeekableByteChannel in = Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (in.size() > MOST_BYTES) throw new IOException(path + " has " + in.size() + " bytes; at most " + MOST_BYTES + " are read");
            return Channels.newInputStream(in).readAllBytes();
        } catch (NoSuchFileException absent) {
            return null;
        }
    }

    /// Replaces the content.
    ///
    /// @throws IOException when it is not certain that the new content lasts; the old content is there then,
    ///                     and when not even that could be had, [StoreUncertain]
    void write(byte[] content) throws IOException {
        byte[] old = read();
        Path next = beside();
        try {
            steps.create(next, content);
        } catch (IOException refused) {
            Files.deleteIfExists(next);
            throw refused;
        }
        try {
            steps.replace(next, path);
            steps.force(directory());
        } catch (IOException refused) {
            restore(old, content, next, refused);
            throw refused;
        }
    }

    /// After a refused rename or force nobody knows what is on the disk: look, and put the old content back if it is gone.
    private void restore(byte @Nullable [] old, byte[] content, Path next, IOException refused) throws IOException {
        try {
            Files.deleteIfExists(next);
            byte[] now = read();
            if (old == null ? now == null : Arrays.equals(now, old)) return;
            LOG.log(System.Logger.Level.WARNING, "putting the old content back file=" + path, refused);
            if (old == null) {
                Files.deleteIfExists(path);
            } else {
                Path again = beside();
                steps.create(again, old);
                steps.replace(again, path);
            }
            steps.force(directory());
        } catch (IOException also) {
            also.addSuppressed(refused);
            byte[] now = read();
            String which = now != null && Arrays.equals(now, content) ? "the new content" : "not the content that was asked for";
            throw new StoreUncertain(path + " could not be written for certain: it holds " + which + ", and the disk said: "
                    + refused.getMessage(), also);
        }
    }

    /// Removes what a killed process left of unfinished writes.
    void sweep() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory(), "." + path.getFileName() + ".*.tmp")) {
            for (Path part : left) Files.deleteIfExists(part);
        }
    }

    Path directory() {
        Path parent = path.getParent();
        if (parent == null) throw new IllegalStateException(path + " has no directory");
        return parent;
    }

    private Path beside() {
        String chance = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return path.resolveSibling("." + path.getFileName() + "." + chance + ".tmp");
    }
}
