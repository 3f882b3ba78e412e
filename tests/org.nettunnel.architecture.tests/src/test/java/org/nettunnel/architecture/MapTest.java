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
    void everyThirdPartyVersionIsPinnedOnce() {
        List<String> target = Rooms.lines(Rooms.ROOT.resolve("target-platform/nettunnel.target"));
        Problems.check("what is not pinned changes over night", unpinned(target),
                unpinned(List.of("<location includeDependencyDepth=\"infinite\" type=\"Maven\">")));
    }

    private static List<String> missing(List<String> map) {
        var problems = new ArrayList<String>();
        for (Path bundle : Rooms.bundles()) {
            String name = bundle.getFileName().toString().substring("org.nettunnel.".length());
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
