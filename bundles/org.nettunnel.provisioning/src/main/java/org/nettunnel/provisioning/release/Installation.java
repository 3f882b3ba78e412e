package org.nettunnel.provisioning.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.nettunnel.provisioning.disk.Durable;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Where the node itself is installed: what was unpacked there (`base`), and below `releases` a whole installation for each update.
///
/// Files in `releases` point to them by name; each is replaced at once, and `bin/nettunnel` reads them at every start: `current` is what is
/// started, `previous` what was before it, `next` what the next start tries once (`trying.PID`); the node that comes up makes it `current`, and
/// what did not come up is `failed`. Several nodes may run from one installation.
/// **Threads:** one changes, any reads.
///
/// @param root    the folder that holds `bin`
/// @param running the folder that holds the plugins this process runs from
/// @param start   number of the start scripts and levels it has
public record Installation(Path root, Path running, String start) {
    /// What was unpacked, before any update.
    public static final String BASE = "base";
    private static final String CURRENT = "current";
    private static final String PREVIOUS = "previous";
    private static final String NEXT = "next";
    private static final String FAILED = "failed";
    private static final String TRYING = "trying.";
    private static final String SIGNER = "signer";

    public Path releases() {
        return root.resolve("releases");
    }

    Path folder(String release) {
        return release.equals(BASE) ? root : releases().resolve(release);
    }

    /// What this process runs.
    public String release() {
        return running.equals(root) ? BASE : String.valueOf(running.getFileName());
    }

    /// What the next start tries.
    public Optional<String> next() throws IOException {
        return pointer(NEXT);
    }

    /// What was running before.
    public Optional<String> previous() throws IOException {
        return pointer(PREVIOUS).filter(release -> !release.equals(release()) && holds(release));
    }

    /// What was tried last and did not come up, unless something else was ordered since.
    public Optional<String> failed() throws IOException {
        return pointer(FAILED).filter(release -> !release.equals(release()));
    }

    /// Who signed what this process runs, where it came by an update.
    public Optional<String> signer() throws IOException {
        return running.equals(root) ? Optional.empty() : text(running.resolve(SIGNER));
    }

    private boolean holds(String release) {
        return Files.isRegularFile(folder(release).resolve("configuration/config.ini"));
    }

    private Optional<String> pointer(String name) throws IOException {
        return text(releases().resolve(name)).filter(release -> release.equals(BASE) || ReleaseName.is(release));
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /// @throws SiteRefused that says who may
    public void checkWritable() throws SiteRefused, IOException {
        checkWritable(Files::isWritable);
    }

    void checkWritable(Predicate<Path> isWritable) throws SiteRefused, IOException {
        Path tried = Files.isDirectory(releases()) ? releases() : root;
        if (isWritable.test(tried)) return;
        String owner = Files.getOwner(tried).getName();
        throw new SiteRefused("the installation " + root + " belongs to '" + owner + "', and this node runs as '" + System.getProperty("user.name", "?")
                + "', who may not write there: let '" + owner + "' put the new installation in the place of this one, and say 'nettunnel restart' then");
    }

    /// From now on the next start tries this one.
    public void point(String release) throws IOException {
        if (!holds(release)) throw new IOException("there is no release " + release + " in " + releases());
        Durable.openToAll(Files.createDirectories(releases()));
        Durable.writeForAll(releases().resolve(NEXT), (release + "\n").getBytes(StandardCharsets.UTF_8));
        Files.deleteIfExists(releases().resolve(FAILED));
        Durable.force(releases());
    }

    /// Nothing is tried at the next start.
    public void forgetNext() throws IOException {
        Files.deleteIfExists(releases().resolve(NEXT));
        Durable.force(releases());
    }

    /// Releases that are in use or that one may come back to.
    Set<String> needed() throws IOException {
        Set<String> needed = new HashSet<>(Set.of(release()));
        for (String name : Set.of(CURRENT, PREVIOUS, NEXT)) pointer(name).ifPresent(needed::add);
        try (DirectoryStream<Path> tried = Files.newDirectoryStream(releases(), TRYING + "*")) {
            for (Path each : tried) text(each).ifPresent(needed::add);
        } catch (NoSuchFileException none) {
            // no update yet
        }
        return needed;
    }

    /// Removes the other ones.
    ///
    /// @param coming is about to come, and what there is of it goes
    /// @throws IOException when that one is in use
    void sweep(String coming) throws IOException {
        Set<String> needed = needed();
        if (needed.contains(coming)) throw new IOException("release " + coming + " is in use, or is being tried by another node of " + root + "; see 'nettunnel bundle list'");
        needed.add(NewRelease.MAKING);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(releases())) {
            for (Path each : all)
                if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && !needed.contains(each.getFileName().toString())) Durable.remove(each);
        }
    }
}
