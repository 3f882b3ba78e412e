package org.nettunnel.system.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All files below some folders and what is in them, at one moment.
public record Snapshot(Map<String, String> files) {
    /// @param isLeftOut paths that may change
    public static Snapshot of(Predicate<String> isLeftOut, Path... folders) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (Path folder : folders) add(files, folder, isLeftOut);
        return new Snapshot(files);
    }

    private static void add(Map<String, String> files, Path folder, Predicate<String> isLeftOut) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted().toList()) {
                String name = folder.getFileName() + "/" + folder.relativize(path);
                if (!isLeftOut.test(name)) files.put(name, content(path));
            }
        } catch (UncheckedIOException vanished) {
            if (!(vanished.getCause() instanceof NoSuchFileException)) throw vanished;
            add(files, folder, isLeftOut); // a file of its own was just replaced: look again
        }
    }

    private static String content(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) return "-> " + Files.readSymbolicLink(path);
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) return "folder";
        try {
            return SiteIndexes.sha256(path);
        } catch (NoSuchFileException gone) {
            return "gone";
        }
    }

    /// What is other than before: `+` came, `-` went, `*` changed.
    public List<String> changesSince(Snapshot before) {
        Set<String> all = new TreeSet<>(files.keySet());
        all.addAll(before.files.keySet());
        return all.stream().filter(name -> !java.util.Objects.equals(files.get(name), before.files.get(name)))
                .map(name -> (!before.files.containsKey(name) ? "+ " : !files.containsKey(name) ? "- " : "* ") + name).toList();
    }
}
