package org.nettunnel.node.store;

import java.io.IOException;
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
import java.util.Set;

/// The steps of a durable write, each of which a disk may refuse.
public interface FileSteps {
    /// Makes a new file that only its owner may read, and writes `content` and forces it to the disk.
    void create(Path file, byte[] content) throws IOException;

    /// Puts `from` in the place of `to`: at any moment there is one or the other.
    void replace(Path from, Path to) throws IOException;

    /// Forces the entries of a directory to the disk.
    void force(Path directory) throws IOException;

    /// The real disk.
    FileSteps DISK = new FileSteps() {
        private final boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

        @Override
        public void create(Path file, byte[] content) throws IOException {
            FileAttribute<?>[] ownerOnly = posix
                    ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                    : new FileAttribute<?>[0];
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            try (FileChannel out = FileChannel.open(file, options, ownerOnly)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) out.write(rest);
                out.force(true);
            }
        }

        @Override
        public void replace(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void force(Path directory) throws IOException {
            if (!posix) return;   // Windows has no way to force a directory; its renames are logged
            try (FileChannel in = FileChannel.open(directory, StandardOpenOption.READ)) {
                in.force(true);
            }
        }
    };
}
