package org.nettunnel.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/// What keeps the sources readable: sizes, a sentence for each package and type, no histories.
class SizesTest {
    private static final int LONGEST_FILE = 350;
    private static final int LARGEST_PACKAGE = 25;
    /// Packages of records and interfaces that are a list by nature, each with its reason.
    private static final Map<String, Integer> LARGER = Map.of("org/nettunnel/api/admin", 60); // one record per REST document
    private static final Pattern TYPE = Pattern.compile("^(public |final |sealed |non-sealed |abstract |strictfp )*(class|interface|record|enum|@interface) .*");

    @Test
    void noFileIsTwoThings() {
        Problems.check("beyond " + LONGEST_FILE + " lines a file is two things",
                Rooms.allSources().stream().filter(file -> isTwoThings(Rooms.lines(file))).map(SizesTest::shown).toList(),
                isTwoThings(Collections.nCopies(LONGEST_FILE + 1, "")) ? List.of("example") : List.of());
    }

    @Test
    void noPackageIsACrowd() {
        Map<Path, Long> sizes = sources().stream().filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        Problems.check("a reader holds " + LARGEST_PACKAGE + " names at once, hardly more", crowds(sizes),
                crowds(Map.of(Path.of("org/nettunnel/example"), LARGEST_PACKAGE + 1L)));
    }

    @Test
    void everyPackageHasItsSentenceAndIsNullMarked() {
        Problems.check("a room without a sign is a cupboard, and null is nobody's business until it is declared",
                sources().stream().map(Path::getParent).distinct().filter(folder -> !described(folder.resolve("package-info.java")))
                        .map(SizesTest::shown).toList(),
                described(Path.of("nowhere/package-info.java")) ? List.of() : List.of("example"));
    }

    @Test
    void everyTypeHasItsSentence() {
        Problems.check("a newcomer reads one sentence before he reads the code",
                sources().stream().filter(file -> !file.endsWith("package-info.java") && undescribed(Rooms.lines(file))).map(SizesTest::shown).toList(),
                undescribed(List.of("package x;", "", "final class Mute {", "}")) ? List.of("example") : List.of());
    }

    @Test
    void sourcesHoldNoHistories() {
        Problems.check("git knows who and when", sources().stream().filter(file -> hasHistory(Rooms.lines(file))).map(SizesTest::shown).toList(),
                hasHistory(List.of(" * @author J. Doe")) ? List.of("example") : List.of());
    }

    private static List<Path> sources() {
        return Rooms.bundles().stream().flatMap(bundle -> Rooms.sources(bundle).stream()).toList();
    }

    private static List<String> crowds(Map<Path, Long> sizes) {
        var problems = new ArrayList<String>();
        sizes.forEach((folder, size) -> {
            int most = LARGER.entrySet().stream().filter(entry -> folder.endsWith(entry.getKey())).mapToInt(Map.Entry::getValue).findAny().orElse(LARGEST_PACKAGE);
            if (size > most) problems.add(shown(folder) + " holds " + size + " files");
        });
        return problems;
    }

    private static boolean isTwoThings(List<String> lines) {
        return lines.size() > LONGEST_FILE;
    }

    private static boolean described(Path packageInfo) {
        if (!packageInfo.toFile().exists()) return false;
        List<String> lines = Rooms.lines(packageInfo);
        return lines.getFirst().startsWith("/// ") && lines.contains("@NullMarked");
    }

    private static boolean undescribed(List<String> lines) {
        boolean inComment = false;
        for (String line : lines) {
            if (line.startsWith("///")) inComment = true;
            if (TYPE.matcher(line).matches()) return !inComment;
        }
        return false;
    }

    private static boolean hasHistory(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains("@author") || line.contains("@since"));
    }

    private static String shown(Path path) {
        return path.startsWith(Rooms.ROOT) ? Rooms.ROOT.relativize(path).toString() : path.toString();
    }
}
