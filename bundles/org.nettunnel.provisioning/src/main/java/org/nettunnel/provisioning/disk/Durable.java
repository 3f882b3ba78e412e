package org.nettunnel.provisioning.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Files and folders that are there whole or not at all, also after a crash.
public final class Durable {
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private Durable() {}

    /// Replaces a file of the node's own (mode 0600) at once.
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, false);
    }

    /// Replaces a file that all may read at once.
    public static void writeForAll(Path file, byte[] content) throws IOException {
        write(file, content, true);
    }

    private static void write(Path file, byte[] content, boolean isForAll) throws IOException {
        Path next = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(next);
        try {
            try (FileChannel out = FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), mode("rw-------"))) {
                for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining();) out.write(rest);
                out.force(true);
            }
            if (isForAll) openToAll(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        force(file.toAbsolutePath().getParent());
    }

    /// A folder that was written elsewhere on the same disk is there from now on.
    public static void move(Path made, Path target) throws IOException {
        try (var all = Files.walk(made)) {
            for (Path each : all.toList()) force(each);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.getParent());
    }

    /// Whoever may enter an installation may run it; a node keeps its own files to itself, by its umask.
    public static void openToAll(Path path) throws IOException {
        if (POSIX) Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /// What files and folders are made with; nothing where permissions are others.
    ///
    /// @param permissions such as `rwx------`
    public static FileAttribute<?>[] mode(String permissions) {
        return POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
    }

    /// Windows has no way to force a directory; its renames are logged.
    public static void force(@Nullable Path path) throws IOException {
        if (!POSIX || path == null) return;
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            in.force(true);
        }
    }

    /// Without following links.
    public static void remove(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        try (var all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }
}
