package org.nettunnel.admin;

import java.io.IOException;
import java.lang.System.Logger.Level;
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
import java.util.UUID;

/// The file by which commands on this machine reach the node without a login: who can read it owns the node anyway.
///
/// It is replaced whole and never written through a link that somebody put in its place.
/// **Threads:** any.
final class LocalAdmin {
    static final String FILE = "local-admin.json";
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    private final Path file;
    private final String token;
    /// Guarded by this.
    private boolean removed;

    LocalAdmin(Path data, String token) {
        this.file = data.resolve(FILE);
        this.token = token;
    }

    /// @param url         where the node listens, for a client on this machine
    /// @param fingerprint of its certificate
    synchronized void write(String url, String fingerprint) throws IOException {
        if (removed) return;
        byte[] json = new StrictJson().write(new Content(url, fingerprint, token));
        Path fresh = file.resolveSibling(FILE + "." + UUID.randomUUID() + ".tmp");
        try (var channel = FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), ownerOnly())) {
            for (var bytes = ByteBuffer.wrap(json); bytes.hasRemaining();) channel.write(bytes);
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    synchronized void remove() {
        removed = true;
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            LOG.log(Level.WARNING, "a file was not removed file=" + file, stays);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))};
    }

    /// What the file holds.
    record Content(String url, String fingerprint, String token) {
        @Override
        public String toString() {
            return "Content[url=" + url + "]";
        }
    }
}
