package org.nettunnel.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/// The README's map and the ground agree.
class MapTest {
    @Test
    void everyBundleHasItsRow() {
        List<String> map = Stream.of("README.md", "bundles/README.md").map(Rooms.ROOT::resolve).filter(Files::exists)
                .flatMap(file -> Rooms.lines(file).stream()).toList();
        Problems.check("a room that is not on the map is not found", missing(map), missing(List.of()));
    }

    @Test
    void mapSaysWhatThePackagesSay() {
        List<String> map = Rooms.lines(Rooms.ROOT.resolve("bundles/README.md"));
        var problems = new ArrayList<String>();
        for (Path bundle : Rooms.bundles()) problems.addAll(untrue(name(bundle), sentence(bundle), map));
        Problems.check("two descriptions of a room are one too many, unless they are the same", problems,
                untrue("tunnel", "Digs.", List.of("| `tunnel` | Flies. | none |")));
    }

    @Test
    void everyBundleHasItsPage() {
        Problems.check("who stands in a room wants to know where to change what, without walking through all of it",
                Rooms.bundles().stream().filter(bundle -> !hasPage(bundle)).map(MapTest::name).toList(), hasPage(Rooms.ROOT) ? List.of() : List.of("example"));
    }

    @Test
    void everyThirdPartyVersionIsPinnedOnce() {
        List<String> target = Rooms.lines(Rooms.ROOT.resolve("target-platform/nettunnel.target"));
        Problems.check("what is not pinned changes over night", unpinned(target),
                unpinned(List.of("<location includeDependencyDepth=\"infinite\" type=\"Maven\">")));
    }

    private static String name(Path bundle) {
        return bundle.getFileName().toString().substring("org.nettunnel.".length());
    }

    /// The first sentence of the bundle's core package; empty for `api`, which has no core.
    private static String sentence(Path bundle) {
        Path packageInfo = bundle.resolve("src/main/java").resolve(bundle.getFileName().toString().replace('.', '/')).resolve("package-info.java");
        return Files.exists(packageInfo) ? Rooms.lines(packageInfo).getFirst().substring("///".length()).strip() : "";
    }

    private static List<String> untrue(String name, String sentence, List<String> map) {
        return map.stream().filter(line -> line.startsWith("| `" + name + "` |")).map(line -> line.split("\\|")[2].strip())
                .filter(said -> !sentence.isEmpty() && !said.equals(sentence)).map(said -> name + ": the map says '" + said + "', the package '" + sentence + "'").toList();
    }

    private static boolean hasPage(Path bundle) {
        Path page = bundle.resolve("README.md");
        return Files.exists(page) && Rooms.lines(page).getFirst().equals("# " + bundle.getFileName());
    }

    private static List<String> missing(List<String> map) {
        var problems = new ArrayList<String>();
        for (Path bundle : Rooms.bundles()) {
            String name = name(bundle);
            // one row may hold a family: | `transport.tcp`, `transport.https` | …
            boolean there = map.stream().anyMatch(line -> line.startsWith("|") && line.split("\\|", 3)[1].contains("`" + name + "`"));
            if (!there) problems.add("`" + name + "` has no row in README.md");
        }
        return problems;
    }

    private static List<String> unpinned(List<String> target) {
        var problems = new ArrayList<String>();
        for (String line : target) {
            if (line.contains("<location ") && !line.contains("includeDependencyDepth=\"none\"")) problems.add("depth is not none: " + line.strip());
            if (line.contains("<dependency>") && (!line.contains("<version>") || line.contains("SNAPSHOT") || line.contains("[")))
                problems.add("not pinned: " + line.strip());
        }
        return problems;
    }
}
