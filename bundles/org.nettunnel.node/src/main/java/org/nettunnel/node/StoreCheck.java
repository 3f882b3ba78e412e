package org.nettunnel.node;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.nettunnel.node.store.NodeStore;

/// Tells what is wrong with a configuration directory, without a framework and without changing anything: what `nettunnel check` starts.
///
/// `java -cp node.jar:api.jar:jackson-core.jar:jackson-databind.jar:jackson-annotations.jar org.nettunnel.node.StoreCheck CONFIG [DATA]`
public final class StoreCheck {
    private static final int OK = 0;
    private static final int USAGE = 2;
    private static final int INVALID = 78;

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

    /// Exits with 0 when all is right, 78 when it is not, and 2 when called wrongly.
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.err));
    }

    /// What `main` does, without ending the process.
    ///
    /// @return the exit code
    public static int run(String[] arguments, PrintStream out) {
        if (arguments.length < 1 || arguments.length > 2) {
            out.println("usage: StoreCheck CONFIG-DIRECTORY [DATA-DIRECTORY]");
            return USAGE;
        }
        Path config = Path.of(arguments[0]);
        List<String> problems = arguments.length == 1 ? problems(config) : problems(config, Path.of(arguments[1]));
        problems.forEach(out::println);
        return problems.isEmpty() ? OK : INVALID;
    }
}
