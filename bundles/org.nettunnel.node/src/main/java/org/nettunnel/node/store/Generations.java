package org.nettunnel.node.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// The last ten good contents of one file: `generations/NAME.NUMBER.SHA256`.
///
/// **Threads:** one at a time.
final class Generations {
    static final int KEPT = 10;
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");

    private final Path directory;
    private final String name;
    private final Pattern form;
    private final FileSteps steps;

    /// One kept content that is as it was when it was kept.
    record Generation(Path path, long number, byte[] content) {}

    private record Kept(Path path, long number, String digest) {}

    Generations(Path directory, String name, FileSteps steps) {
        this.directory = directory;
        this.name = name;
        this.form = Pattern.compile(Pattern.quote(name) + "\\.(\\d{1,18})\\.([0-9a-f]{64})");
        this.steps = steps;
    }

    /// Keeps `content` as the newest, unless it is that already. A refusal is only logged: the file itself is safe.
    void keep(byte[] content) {
        try {
            List<Kept> kept = kept();
            String digest = digest(content);
            Kept newest = kept.isEmpty() ? null : kept.getFirst();
            if (newest != null && newest.digest().equals(digest) && intact(newest) != null) return;
            OwnDirectory.make(directory);
            long number = newest == null ? 1 : newest.number() + 1;
            steps.create(directory.resolve(name + "." + String.format("%08d", number) + "." + digest), content);
            steps.force(directory);
            for (int i = KEPT - 1; i < kept.size(); i++) Files.deleteIfExists(kept.get(i).path());
        } catch (IOException refused) {
            LOG.log(System.Logger.Level.WARNING, "no generation was kept file=" + name, refused);
        }
    }

    /// Those whose content still has its SHA-256, newest first.
    List<Generation> intact() throws IOException {
        List<Generation> intact = new ArrayList<>();
        for (Kept kept : kept()) {
            Generation generation = intact(kept);
            if (generation != null) intact.add(generation);
        }
        return intact;
    }

    private @Nullable Generation intact(Kept kept) throws IOException {
        byte[] content = new DurableFile(kept.path(), steps).read();
        return content != null && digest(content).equals(kept.digest()) ? new Generation(kept.path(), kept.number(), content) : null;
    }

    private List<Kept> kept() throws IOException {
        List<Kept> kept = new ArrayList<>();
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) return kept;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, name + ".*")) {
            for (Path path : files) {
                Matcher found = form.matcher(path.getFileName().toString());
                if (found.matches() && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    kept.add(new Kept(path, Long.parseLong(found.group(1)), found.group(2)));
            }
        }
        kept.sort(Collections.reverseOrder(Comparator.comparingLong(Kept::number)));
        return kept;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }
}
