package org.nettunnel.node.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Makes and checks the directories that belong to the node alone: mode 0700, own, and no symbolic link.
public final class OwnDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private OwnDirectory() {}

    /// Makes the directory when it is not there, and checks that nobody else can get at what is in it.
    ///
    /// @throws IOException with a sentence that names the directory and the remedy
    public static Path prepare(Path directory) throws IOException {
        Path path = directory.toAbsolutePath().normalize();
        if (Files.isSymbolicLink(path))
            throw new IOException(path + " is a symbolic link, which NetTunnel does not follow: name the directory it points to");
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) make(path);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) throw new IOException(path + " is not a directory: name another, or remove it");
        checkWritableAndOwn(path);
        checkMode(path);
        return path;
    }

    static void make(Path path) throws IOException {
        FileAttribute<?>[] mode = hasModes(path) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : new FileAttribute<?>[0];
        try {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) Files.createDirectories(path, mode);
        } catch (FileAlreadyExistsException inTheWay) {
            throw new IOException(path + " cannot be made: " + inTheWay.getMessage() + " is there and is not a directory", inTheWay);
        } catch (IOException refused) {
            throw new IOException(path + " cannot be made (" + reason(refused) + "): make it for this user, or name another directory", refused);
        }
    }

    /// A file made here tells who we are: names of users are not always known, as in a container.
    private static void checkWritableAndOwn(Path path) throws IOException {
        Path probe;
        try {
            probe = Files.createTempFile(path, ".probe", ".tmp");
        } catch (IOException refused) {
            throw new IOException(path + " is not writable (" + reason(refused) + "): give it to the user that runs NetTunnel, or name another", refused);
        }
        try {
            if (hasModes(path) && !Files.getOwner(probe).equals(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)))
                throw new IOException(path + " belongs to " + Files.getOwner(path) + ", not to the user that runs NetTunnel ("
                        + Files.getOwner(probe) + "): chown it, or name another directory");
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /// An empty directory is made private without asking; one with files might be somebody's home, so there we only say what to do.
    private static void checkMode(Path path) throws IOException {
        if (!hasModes(path)) return;
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (OWNER_ONLY.containsAll(mode)) return;
        if (!isEmpty(path))
            throw new IOException(path + " is open to other users (" + PosixFilePermissions.toString(mode) + "): chmod 700 " + path);
        Files.setPosixFilePermissions(path, OWNER_ONLY);
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            return !files.iterator().hasNext();
        }
    }

    private static boolean hasModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String reason(IOException refused) {
        return refused instanceof AccessDeniedException ? "access denied" : String.valueOf(refused.getMessage());
    }
}
