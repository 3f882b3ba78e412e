package org.nettunnel.cli.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;

/// Folders and zips of files: read, packed the same way each time, and put in place at once.
final class Folders {
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);
    private static final long LONGEST = 1L << 30;
    private static final int MOST = 20_000;

    private Folders() {}

    /// Paths of all regular files, with `/`, in order. Links are not followed.
    static List<String> files(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted().toList();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    static void unpack(Path zip, Path folder) throws IOException, CliFailure {
        long left = LONGEST;
        try (var archive = new ZipFile(zip.toFile())) {
            if (archive.size() > MOST) throw new CliFailure(ExitCode.FAILED, zip + " has " + archive.size() + " entries; at most " + MOST + " are read");
            for (ZipEntry entry : archive.stream().toList()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) throw new CliFailure(ExitCode.FAILED, zip + " has an entry that leads out of it: " + entry.getName());
                if (entry.isDirectory()) continue;
                Files.createDirectories(file.getParent());
                try (InputStream in = archive.getInputStream(entry); OutputStream out = Files.newOutputStream(file)) {
                    byte[] buffer = new byte[1 << 16];
                    for (int n; (n = in.read(buffer)) > 0; out.write(buffer, 0, n)) {
                        left -= n;
                        if (left < 0) throw new CliFailure(ExitCode.FAILED, zip + " unpacks to more than " + (LONGEST >> 20) + " MiB");
                    }
                }
            }
        }
    }

    /// Always the same bytes for the same files.
    static void pack(Path folder, Path zip) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String path : files(folder)) {
                out.putNextEntry(entry(path));
                Files.copy(folder.resolve(path), out);
                out.closeEntry();
            }
        }
    }

    /// A zip with one file in it.
    static void packOne(String name, byte[] content, Path zip) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(entry(name));
            out.write(content);
            out.closeEntry();
        }
    }

    private static ZipEntry entry(String name) {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(ALWAYS);
        return entry;
    }

    /// Puts `made` where `target` is, with a moment at most in which neither is there.
    static void replace(Path made, Path target, Path room) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Path old = room.resolve("old");
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            try {
                Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failed) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
                throw failed;
            }
        } else {
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Links are removed, not followed.
    static void remove(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    /// SHA-256 in lower-case hex.
    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n; (n = in.read(buffer)) > 0;) digest.update(buffer, 0, n);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }
}
