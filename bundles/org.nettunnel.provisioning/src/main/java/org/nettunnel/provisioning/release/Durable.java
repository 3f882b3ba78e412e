package org.nettunnel.provisioning.release;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Comparator;
import java.util.Set;

/// Files of an installation that are there whole or not at all, also after a crash.
final class Durable {
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private Durable() {}

    /// Replaces a file at once.
    static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(next);
        try (FileChannel out = FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            for (ByteBuffer rest = StandardCharsets.UTF_8.encode(text); rest.hasRemaining();) out.write(rest);
            out.force(true);
        }
        openToAll(next);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.toAbsolutePath().getParent());
    }

    /// A folder that was written elsewhere on the same disk is there from now on.
    static void move(Path made, Path target) throws IOException {
        try (var all = Files.walk(made)) {
            for (Path each : all.toList()) {
                openToAll(each);
                force(each);
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.getParent());
    }

    /// Whoever may enter an installation may run it; a node keeps its own files to itself, by its umask.
    static void openToAll(Path path) throws IOException {
        if (POSIX) Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /// Windows has no way to force a directory; its renames are logged.
    static void force(Path path) throws IOException {
        if (!POSIX) return;
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            in.force(true);
        }
    }

    /// Without following links.
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
        try (var all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }
}
