package org.nettunnel.cli.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.RecordJson;

/// Makes of a p2 site, as a build leaves it, one that nodes take: every jar signed by the one signer, and a signed index of all.
///
/// The site itself is only read; what is made appears at once or not at all.
///
/// @param version 0 for one that is newer than all before: seconds since 1970
record SiteSigning(SignerKey signer, String id, Duration lifetime, long version) {
    /// What was made.
    ///
    /// @param bytes of all files
    record Signed(SiteIndex index, Path out, int files, long bytes) {}

    /// @param out a folder, or a file whose name ends with `.zip`
    Signed sign(Path site, Path out) throws CliFailure {
        Path folder = out.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) throw new CliFailure(ExitCode.FAILED, "there is no folder " + folder + " for " + out.getFileName());
        try {
            if (Files.exists(out) && Files.exists(site) && Files.isSameFile(site, out))
                throw new CliFailure(ExitCode.FAILED, "the signed site would replace the site itself; give another --out than " + out);
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            long number = number(SiteFiles.before(out), now, out);
            Path room = Files.createTempDirectory(folder, ".site");
            try {
                return sign(site, out, room, new SiteIndex(SiteIndex.FORMAT, id, number, now, now.plus(lifetime), List.of(), List.of()));
            } finally {
                Folders.remove(room);
            }
        } catch (AtomicMoveNotSupportedException strange) {
            throw new CliFailure(ExitCode.FAILED, "cannot write " + out + " at once (" + strange.getReason() + "); give an --out on a local file system");
        } catch (IOException failed) {
            throw new CliFailure(ExitCode.FAILED, "cannot sign " + site + " to " + out + ": " + failed.getClass().getSimpleName() + ", " + Texts.reason(failed));
        }
    }

    private long number(@Nullable SiteIndex before, Instant now, Path out) throws CliFailure {
        if (before != null && !before.site().equals(id))
            throw new CliFailure(ExitCode.FAILED, out + " holds the site " + before.site() + ", and this is " + id + "; give another --out, or the same --id");
        if (version == 0) return Math.max(now.getEpochSecond(), before == null ? 1 : before.version() + 1);
        if (before != null && before.version() >= version)
            throw new CliFailure(ExitCode.FAILED, out + " has version " + before.version() + " already, and no node would take " + version + " after it; give a greater --version");
        return version;
    }

    private Signed sign(Path site, Path out, Path room, SiteIndex head) throws IOException, CliFailure {
        Path in = SiteFiles.folder(site, room.resolve("in"));
        Path made = Files.createDirectory(room.resolve("made"));
        Artifacts artifacts = Artifacts.read(SiteFiles.metadata(in, Artifacts.NAME));
        Content content = Content.read(SiteFiles.metadata(in, Content.NAME));
        content.mend();
        var features = content.features();
        var seal = new JarSeal(signer, room);
        for (var artifact : artifacts.all()) {
            Path from = in.resolve(artifact.path());
            if (!Files.isRegularFile(from)) throw new CliFailure(ExitCode.FAILED, site + " lists " + artifact.path() + " and does not have it; build it anew");
            Path to = made.resolve(artifact.path());
            if (artifact.isJar()) {
                seal.seal(from, to, artifact.path());
            } else {
                Files.createDirectories(to.getParent());
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        artifacts.mend(made);
        SiteFiles.write(made, content.xml(), artifacts.xml());
        List<SiteIndex.File> files = new ArrayList<>();
        for (String path : Folders.files(made)) files.add(new SiteIndex.File(path, Folders.sha256(made.resolve(path)), Files.size(made.resolve(path))));
        var index = new SiteIndex(head.format(), head.site(), head.version(), head.created(), head.expires(), files, features);
        Path json = room.resolve("index");
        Folders.packOne(SiteIndex.ENTRY, RecordJson.writePretty(index).getBytes(StandardCharsets.UTF_8), json);
        seal.seal(json, made.resolve(SiteIndex.FILE), SiteIndex.FILE);
        return put(index, made, out, room);
    }

    private static Signed put(SiteIndex index, Path made, Path out, Path room) throws IOException {
        Path ready = made;
        if (isZip(out)) {
            ready = room.resolve("site.zip");
            Folders.pack(made, ready);
        }
        Folders.replace(ready, out, room);
        return new Signed(index, out, index.files().size() + 1, index.files().stream().mapToLong(SiteIndex.File::size).sum());
    }

    static boolean isZip(Path out) {
        return out.getFileName().toString().endsWith(".zip");
    }
}
