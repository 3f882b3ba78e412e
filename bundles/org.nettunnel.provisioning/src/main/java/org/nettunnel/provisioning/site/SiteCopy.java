package org.nettunnel.provisioning.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;

import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.trust.SignedJar;
import org.nettunnel.provisioning.trust.SiteRefused;

/// A site on the node's own disk: exactly the files that its index lists, and all as the index says.
///
/// @param sha256 of `index.jar`, from which every other file follows
public record SiteCopy(Path folder, SiteIndex index, String sha256) {
    /// Fetches every file to an empty folder that has the index already, and checks its size, digest and signature.
    ///
    /// @param progress told of a path and how many percent of the bytes are there
    public static SiteCopy fetch(SiteSource source, Path folder, SignedIndex signed, Instant now, BiConsumer<String, Integer> progress) throws SiteRefused, IOException {
        SiteIndex index = signed.index();
        long all = Math.max(1, index.files().stream().mapToLong(SiteIndex.File::size).sum());
        long done = 0;
        for (SiteIndex.File file : index.files()) {
            progress.accept(file.path(), (int) (done * 100 / all));
            Path target = folder.resolve(file.path());
            Files.createDirectories(parent(target));
            source.copy(file.path(), target, file.size());
            checkFile(target, file);
            if (isSigned(file.path())) SignedJar.check(target, file.path(), now, signed.signer().fingerprint());
            done += file.size();
        }
        return new SiteCopy(folder, index, digest(folder.resolve(SiteIndex.FILE)));
    }

    /// A copy that was made before: it is still what it was.
    ///
    /// @param sha256 of its index, from a place that nobody else writes; that it was signed was seen when it came
    public static void verify(Path folder, String sha256) throws SiteRefused, IOException {
        Path jar = folder.resolve(SiteIndex.FILE);
        if (!digest(jar).equals(sha256)) throw new SiteRefused(jar + " is not what was verified when it came; remove the feature and install it again");
        SiteIndex index = SignedIndex.reread(jar);
        for (SiteIndex.File file : index.files()) checkFile(folder.resolve(file.path()), file);
        checkNothingElse(folder, index);
    }

    private static void checkNothingElse(Path folder, SiteIndex index) throws SiteRefused, IOException {
        List<Path> listed = index.files().stream().map(file -> folder.resolve(file.path())).toList();
        try (var files = Files.walk(folder)) {
            for (Path path : files.toList())
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !listed.contains(path) && !path.equals(folder.resolve(SiteIndex.FILE)))
                    throw new SiteRefused(path + " does not belong to what was verified; remove it");
        }
    }

    private static void checkFile(Path path, SiteIndex.File file) throws SiteRefused, IOException {
        if (Files.isSymbolicLink(path) || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) throw new NoSuchFileException(path.toString());
        if (Files.size(path) != file.size())
            throw new SiteRefused(file.path() + " has " + Files.size(path) + " bytes, and the site's signed index says " + file.size());
        if (!digest(path).equals(file.sha256())) throw new SiteRefused(file.path() + " is not the file that the site's signed index lists: its SHA-256 differs");
    }

    private static boolean isSigned(String path) {
        return path.startsWith("plugins/") || path.startsWith("features/");
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) throw new IllegalArgumentException(file + " is in no folder");
        return parent;
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), digester())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
        }
    }

    private static MessageDigest digester() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }
}
