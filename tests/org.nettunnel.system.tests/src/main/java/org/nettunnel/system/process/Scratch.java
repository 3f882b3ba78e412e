package org.nettunnel.system.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/// A throw-away directory; gone when closed or when this JVM ends.
public final class Scratch implements AutoCloseable {
    private final Path directory;
    private final Runnable ending = this::remove;

    private Scratch(Path directory) {
        this.directory = directory;
        Leftovers.add(ending);
    }

    /// @param name goes into the directory's name, for people who look
    public static Scratch make(String name) throws IOException {
        Path directory = Files.createTempDirectory("nettunnel-" + name + "-");
        // servers that give up root must be able to walk in
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        return new Scratch(directory);
    }

    public Path directory() {
        return directory;
    }

    /// A directory below, made when it is not there.
    public Path directory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    public Path file(String name) {
        return directory.resolve(name);
    }

    /// Writes a file below.
    public Path write(String name, String text) throws IOException {
        return Files.writeString(file(name), text);
    }

    @Override
    public void close() {
        remove();
        Leftovers.ended(ending);
    }

    private void remove() {
        // a program that is just ending may still write a file: what is left then is tried once more
        for (int attempt = 0; attempt < 2 && Files.exists(directory); attempt++) {
            try (Stream<Path> all = Files.walk(directory)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            } catch (IOException | UncheckedIOException _) {
                // what cannot be walked cannot be removed
            }
        }
    }
}
