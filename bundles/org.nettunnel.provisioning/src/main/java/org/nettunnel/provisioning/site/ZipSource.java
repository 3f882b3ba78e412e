package org.nettunnel.provisioning.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;
import org.nettunnel.provisioning.trust.Caps;
import org.nettunnel.provisioning.trust.EntryName;
import org.nettunnel.provisioning.trust.SiteRefused;

/// A site in a zip; it is never unpacked as a whole.
final class ZipSource implements SiteSource {
    /// The record at the end of a zip without a comment, and where it tells of the table of contents.
    private static final int END = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_ENTRIES = 10;
    private static final int END_BYTES = 12;

    private final Path path;
    private final ZipFile zip;

    ZipSource(Path path) throws SiteRefused, IOException {
        this.path = path;
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) throw new SiteRefused(path + " is not a file, or a symbolic link");
        if (Files.size(path) > Caps.SITE) throw new SiteRefused(path + " is longer than " + (Caps.SITE >> 20) + " MiB");
        checkDirectory(path);
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException broken) {
            throw new SiteRefused(path + " is not a zip: " + broken.getMessage());
        }
        try {
            checkNames();
        } catch (SiteRefused refused) {
            zip.close();
            throw refused;
        }
    }

    /// Looks at the last record alone: Java would read the whole table of contents, however long, before it says how many entries there are.
    private static void checkDirectory(Path path) throws SiteRefused, IOException {
        var end = ByteBuffer.allocate(END).order(ByteOrder.LITTLE_ENDIAN);
        try (SeekableByteChannel in = Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            in.position(Math.max(0, in.size() - END));
            while (end.hasRemaining() && in.read(end) >= 0) {}
        }
        if (end.hasRemaining() || end.getInt(0) != END_SIGNATURE) throw new SiteRefused(path + " is not a zip, or has a comment at its end, or is broken off: make it anew");
        int entries = Short.toUnsignedInt(end.getShort(END_ENTRIES));
        long bytes = Integer.toUnsignedLong(end.getInt(END_BYTES));
        if (entries > Caps.ENTRIES) throw new SiteRefused(path + " has " + entries + " entries or more; at most " + Caps.ENTRIES + " are read");
        if (bytes > Caps.DIRECTORY) throw new SiteRefused(path + " has a table of contents of " + bytes + " bytes; at most " + Caps.DIRECTORY + " are read");
    }

    private void checkNames() throws SiteRefused {
        if (zip.size() > Caps.ENTRIES) throw new SiteRefused(path + " has " + zip.size() + " entries; at most " + Caps.ENTRIES + " are read");
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            EntryName.check(path.toString(), entry.getName());
            if (!names.add(entry.getName())) throw new SiteRefused(path + " has the entry '" + entry.getName() + "' twice");
        }
    }

    @Override
    public void copy(String file, Path target, long most) throws SiteRefused, IOException {
        @Nullable ZipEntry entry = zip.getEntry(file);
        if (entry == null) throw new NoSuchFileException(path + "!" + file, null, "it is no update site, or not a complete one");
        if (entry.getSize() > most) throw Copying.tooLong(file, most);
        try (InputStream in = zip.getInputStream(entry)) {
            Copying.copy(in, target, file, most);
        } catch (ZipException broken) {
            throw new SiteRefused(path + " is broken at " + file + ": " + broken.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
