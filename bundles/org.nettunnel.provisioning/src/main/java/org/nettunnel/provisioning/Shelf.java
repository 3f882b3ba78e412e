package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

import org.nettunnel.provisioning.disk.Durable;

/// The folder `provisioning` of the node's data: documents, verified copies, and what is being fetched.
///
/// **Threads:** any; staging folders have one user each.
final class Shelf {
    private final Path folder;

    Shelf(Path data) throws IOException {
        folder = data.resolve("provisioning");
        make(folder);
        make(copies());
        Durable.remove(staging());   // of a work that a crash ended
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
        if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) Durable.remove(copy);   // nobody says it is good
        Durable.move(staged, copy);
        return copy;
    }

    /// Removes copies that nothing refers to.
    void sweep(Set<String> needed) throws IOException {
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(copies())) {
            for (Path copy : copies)
                if (!needed.contains(copy.getFileName().toString())) Durable.remove(copy);
        }
    }

    private static void make(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) throw new IOException(path + " is a symbolic link, which NetTunnel does not follow: put the folder itself there");
        Files.createDirectories(path, Durable.mode("rwx------"));
    }
}
