package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// The folder `provisioning` of the node's data: documents, verified copies, and what is being fetched.
///
/// **Threads:** any; staging folders have one user each.
final class Shelf {
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private final Path folder;

    Shelf(Path data) throws IOException {
        folder = data.resolve("provisioning");
        make(folder);
        make(copies());
        remove(staging());   // of a work that a crash ended
        make(staging());
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path copies() {
        return folder.resolve("copies");
    }

    private Path staging() {
        return folder.resolve("staging");
    }

    /// An empty folder of the caller's own, who removes it.
    Path stage() throws IOException {
        return Files.createTempDirectory(staging(), "");
    }

    /// Puts what was staged and verified where it stays.
    Path keep(Path staged, String name) throws IOException {
        Path copy = copies().resolve(name);
        if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) remove(copy);   // nobody says it is good
        force(staged);
        Files.move(staged, copy, StandardCopyOption.ATOMIC_MOVE);
        DurableDocument.force(copies());
        return copy;
    }

    /// Removes copies that nothing refers to.
    void sweep(Set<String> needed) throws IOException {
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(copies())) {
            for (Path copy : copies)
                if (!needed.contains(copy.getFileName().toString())) remove(copy);
        }
    }

    /// Without following links.
    static void remove(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            @SuppressWarnings("null")   // the JDK leaves its parameters open
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            @SuppressWarnings("null")
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                if (failed != null) throw failed;
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void force(Path staged) throws IOException {
        try (var paths = Files.walk(staged)) {
            for (Path path : paths.toList()) DurableDocument.force(path);
        }
    }

    private static void make(Path path) throws IOException {
        FileAttribute<?>[] mode = POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))} : new FileAttribute<?>[0];
        if (Files.isSymbolicLink(path)) throw new IOException(path + " is a symbolic link, which NetTunnel does not follow: put the folder itself there");
        Files.createDirectories(path, mode);
    }
}
