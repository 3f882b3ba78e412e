package org.nettunnel.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.nettunnel.node.store.NodeStore;

/// Tells what is wrong with a configuration directory, without a framework and without changing anything.
///
/// `nettunnel check` loads this class by its name: it needs the jars of node, api and Jackson (core, databind, annotations) and no others.
public final class StoreCheck {
    private StoreCheck() {}

    /// One sentence for each problem, with line and column where there are any; empty when all is right.
    public static List<String> problems(Path config) {
        if (!Files.isDirectory(config)) return List.of();   // what is not there yet is made at the first start
        return NodeStore.problems(config);
    }

    /// As [#problems(Path)], and whether the secrets open with the master key in `data`.
    public static List<String> problems(Path config, Path data) {
        if (!Files.isDirectory(config)) return List.of();
        String credentials = System.getenv("CREDENTIALS_DIRECTORY");
        var opening = NodeStore.Opening.of(config, data).with(credentials == null ? null : Path.of(credentials));
        return NodeStore.problems(opening);
    }
}
