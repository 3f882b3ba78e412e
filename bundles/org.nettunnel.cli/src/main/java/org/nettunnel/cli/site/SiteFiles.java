package org.nettunnel.cli.site;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.RecordJson;

/// A site as it lies somewhere: a folder, or a zip of one.
final class SiteFiles {
    private static final int LONGEST = 64 << 20;

    private SiteFiles() {}

    /// The folder of a site; a zip is unpacked to `room` for that.
    static Path folder(Path site, Path room) throws IOException, CliFailure {
        if (Files.isDirectory(site)) return site;
        if (!Files.isRegularFile(site)) throw new CliFailure(ExitCode.FAILED, "there is no site at " + site + "; it is a folder with content.jar and artifacts.jar, or a zip of one");
        Files.createDirectory(room);
        Folders.unpack(site, room);
        return room;
    }

    /// `NAME.xml`, alone or in `NAME.jar`.
    static byte[] metadata(Path folder, String name) throws IOException, CliFailure {
        Path jar = folder.resolve(name.replace(".xml", ".jar"));
        if (Files.isRegularFile(jar)) {
            try (var zip = new ZipFile(jar.toFile())) {
                var entry = zip.getEntry(name);
                if (entry == null) throw new CliFailure(ExitCode.FAILED, jar + " holds no " + name + ": it is no p2 site");
                try (var in = zip.getInputStream(entry)) {
                    byte[] xml = in.readNBytes(LONGEST + 1);
                    if (xml.length > LONGEST) throw new CliFailure(ExitCode.FAILED, name + " is longer than " + (LONGEST >> 20) + " MiB");
                    return xml;
                }
            }
        }
        Path xml = folder.resolve(name);
        if (!Files.isRegularFile(xml)) throw new CliFailure(ExitCode.FAILED, folder + " has no " + jar.getFileName() + " and no " + name + ": it is no p2 site");
        return Files.readAllBytes(xml);
    }

    /// The index of what was signed to `out` before; null when there is nothing yet.
    ///
    /// @throws CliFailure when something else is there
    static @Nullable SiteIndex before(Path out) throws CliFailure {
        if (!Files.exists(out, LinkOption.NOFOLLOW_LINKS)) return null;
        try {
            if (Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS)) {
                if (Folders.files(out).isEmpty()) return null;
                return RecordJson.read(entry(Files.readAllBytes(out.resolve(SiteIndex.FILE))), SiteIndex.class);
            }
            try (var zip = new ZipFile(out.toFile())) {
                var index = zip.getEntry(SiteIndex.FILE);
                if (index == null) throw new IOException("it has no " + SiteIndex.FILE);
                return RecordJson.read(entry(zip.getInputStream(index).readNBytes(LONGEST)), SiteIndex.class);
            }
        } catch (IOException strange) {
            throw new CliFailure(ExitCode.FAILED, out + " is there and is no signed site (" + Texts.reason(strange) + "); it is not replaced: give another --out");
        }
    }

    private static byte[] entry(byte[] jar) throws IOException {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                if (entry.getName().equals(SiteIndex.ENTRY)) return zip.readNBytes(LONGEST);
        }
        throw new IOException(SiteIndex.FILE + " holds no " + SiteIndex.ENTRY);
    }

    /// Writes the metadata as p2 finds it at once, and nothing that it would look for before.
    static void write(Path folder, byte[] content, byte[] artifacts) throws IOException {
        Folders.packOne(Content.NAME, content, folder.resolve("content.jar"));
        Folders.packOne(Artifacts.NAME, artifacts, folder.resolve("artifacts.jar"));
        Files.writeString(folder.resolve("p2.index"), """
                version=1
                metadata.repository.factory.order=content.xml,\\!
                artifact.repository.factory.order=artifacts.xml,\\!
                """, StandardCharsets.ISO_8859_1);
    }
}
