package org.nettunnel.node.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// All files of a node as one: `config/NAME` and `data/NAME`. What a backup holds, and what a restore puts back.
///
/// A restore is one file first, `data/restore.pending`, which is there whole or not at all; from then on it is done, and whoever opens the
/// store next brings it to its end, however often he is killed on the way.
/// **Threads:** one at a time to a node's directories.
public final class StoreFiles {
    /// The key or keys under which all is sealed, the credential of systemd included.
    public static final String KEY = "data/" + MasterKey.FILE;
    /// What the node made for its port; a certificate of the user's own lies elsewhere, and is his to keep.
    public static final List<String> CERTIFICATE = List.of("data/https-certificate.pem", "data/https-key.pem");
    static final String PENDING = "restore.pending";
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_FILES = 40;

    private StoreFiles() {}

    /// Whether a node has such a file; an archive may hold no other.
    public static boolean isKnown(String name) {
        return name.equals(KEY) || CERTIFICATE.contains(name) || documents().contains(name);
    }

    private static List<String> documents() {
        return new Documents(Path.of("config"), FileSteps.DISK).all().stream().map(each -> "config/" + each.path().getFileName()).toList();
    }

    /// Whether no node was ever started there.
    public static boolean isFresh(NodeStore.Opening opening) {
        return documents().stream().noneMatch(name -> Files.exists(file(opening, name).path(), LinkOption.NOFOLLOW_LINKS));
    }

    /// What is there now.
    ///
    /// @throws IOException also for a node whose store has no key yet
    public static Map<String, byte[]> read(NodeStore.Opening opening) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        List<String> names = new ArrayList<>(documents());
        names.addAll(CERTIFICATE);
        for (String name : names) {
            byte[] content = file(opening, name).read();
            if (content != null) files.put(name, content);
        }
        String keys = NodeStore.keys(opening, false).stream().map(key -> HexFormat.of().formatHex(key.key().bytes()) + "\n").collect(Collectors.joining());
        files.put(KEY, keys.getBytes(StandardCharsets.US_ASCII));
        return files;
    }

    /// Puts `files` in the place of all that is there, for certain; they count from when the store is opened next.
    public static void stage(NodeStore.Opening opening, Map<String, byte[]> files) throws IOException {
        OwnDirectory.prepare(opening.data());
        pending(opening).write(zip(files));
    }

    /// Brings a restore that was staged to its end; does nothing where there is none.
    public static void finish(NodeStore.Opening opening) throws IOException {
        DurableFile pending = pending(opening);
        byte[] staged = pending.read();
        if (staged == null) return;
        Map<String, byte[]> files = unzip(staged);
        for (String name : files.keySet())
            if (!isKnown(name)) throw new BadStore(pending.path() + " holds '" + name + "', which no node has: remove " + pending.path());
        write(opening, files);
        Files.deleteIfExists(pending.path());
        opening.steps().force(opening.data());
        LOG.log(System.Logger.Level.INFO, "a backup was restored files=" + files.size());
    }

    /// Writes known files one after the other, and removes the documents that are not among them.
    public static void write(NodeStore.Opening opening, Map<String, byte[]> files) throws IOException {
        OwnDirectory.prepare(opening.config());
        for (String name : documents()) if (!files.containsKey(name)) forget(file(opening, name).path());
        for (Map.Entry<String, byte[]> each : files.entrySet()) file(opening, each.getKey()).write(each.getValue());
    }

    /// With its generations, which would have it missed.
    private static void forget(Path document) throws IOException {
        Path generations = document.resolveSibling("generations");
        if (Files.isDirectory(generations, LinkOption.NOFOLLOW_LINKS))
            try (DirectoryStream<Path> kept = Files.newDirectoryStream(generations, document.getFileName() + ".*")) {
                for (Path each : kept) Files.deleteIfExists(each);
            }
        Files.deleteIfExists(document);
    }

    private static DurableFile pending(NodeStore.Opening opening) {
        return new DurableFile(opening.data().resolve(PENDING), opening.steps());
    }

    private static DurableFile file(NodeStore.Opening opening, String name) {
        int slash = name.indexOf('/');
        Path directory = name.startsWith("config/") ? opening.config() : opening.data();
        return new DurableFile(directory.resolve(name.substring(slash + 1)), opening.steps());
    }

    /// One after the other, in the order of their names.
    public static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> each : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /// @throws IOException with a sentence, for more than a node can have or a name that is there twice
    public static Map<String, byte[]> unzip(byte[] zipped) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        int left = MOST_BYTES;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes(left + 1);
                left -= content.length;
                if (left < 0 || files.size() == MOST_FILES) throw new IOException("holds more than a node has");
                if (files.put(entry.getName(), content) != null) throw new IOException("holds '" + entry.getName() + "' twice");
            }
        } catch (IllegalArgumentException wrongName) {
            throw new IOException("holds a name that is none", wrongName);
        }
        return files;
    }
}
