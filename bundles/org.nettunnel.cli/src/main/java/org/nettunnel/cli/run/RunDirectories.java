package org.nettunnel.cli.run;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Texts;

/// Sees to it that the node's directories are there, belong to it, and to nobody else.
public final class RunDirectories {
    private static final boolean MODES = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private RunDirectories() {}

    /// @param flag by which another one is chosen, for the sentence
    /// @throws CliFailure with exit code 78 and the remedy
    public static Path ready(Path directory, String flag) throws CliFailure {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            create(absolute);
            if (MODES) protect(absolute, flag);
            probe(absolute);
            return absolute;
        } catch (IOException failed) {
            throw failure("cannot use the directory " + absolute + ": " + Texts.reason(failed) + "; make it writable, or choose another with " + flag);
        }
    }

    private static void create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) return;
        Files.createDirectories(directory, MODES ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : new FileAttribute<?>[0]);
    }

    private static void protect(Path directory, String flag) throws IOException, CliFailure {
        String user = System.getProperty("user.name", "?");
        String owner = Files.getOwner(directory).getName();
        if (!user.equals("?") && !owner.equals(user) && !owner.equals(Long.toString(uid())))
            throw failure("the directory " + directory + " belongs to '" + owner + "', not to '" + user + "'; run as '" + owner
                    + "', or choose another with " + flag);
        if (OWNER_ONLY.containsAll(Files.getPosixFilePermissions(directory))) return;
        // one that others use too, /etc or /var/log, must not be shut for them
        if (!isEmpty(directory))
            throw failure("the directory " + directory + " is open to other users and not empty: chmod 700 " + directory + ", or choose another with " + flag);
        Files.setPosixFilePermissions(directory, OWNER_ONLY);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    /// For the owner alone, whatever the umask was.
    static void protectFile(Path file) throws IOException {
        if (MODES) Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /// An owner without a name shows as its number.
    private static long uid() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self) ? ((Number) Files.getAttribute(self, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue() : -1;
    }

    /// Modes lie on read-only file systems and full disks; a file does not.
    private static void probe(Path directory) throws IOException {
        Path probe = directory.resolve(".probe-" + ProcessHandle.current().pid());
        try {
            Files.write(probe, new byte[] {1});
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static CliFailure failure(String sentence) {
        return new CliFailure(ExitCode.CONFIGURATION, sentence);
    }
}
