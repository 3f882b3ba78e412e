package org.nettunnel.crypto.bouncycastle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;

/// A file that is replaced whole or not at all: written and forced to disk beside its place, then moved there.
final class OwnFile implements AutoCloseable {
    private final Path path;
    private final Path written;

    /// Writes the new content beside `path`, readable by the owner only; [#replace()] puts it in place.
    OwnFile(Path path, byte[] content) throws IOException {
        this.path = path.toAbsolutePath();
        this.written = Files.createTempFile(this.path.getParent(), "." + this.path.getFileName(), ".new");
        try {
            restrict(written);
            try (var channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                for (var bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) channel.write(bytes);
                channel.force(true);
            }
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private static void restrict(Path path) throws IOException {
        var views = path.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } else if (views.contains("acl")) {
            var owner = AclEntry.newBuilder().setType(AclEntryType.ALLOW).setPrincipal(Files.getOwner(path))
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class)).build();
            Files.getFileAttributeView(path, AclFileAttributeView.class).setAcl(List.of(owner));
        }
    }

    void replace() throws IOException {
        Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Removes what was written and not put in place.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(written);
    }
}
