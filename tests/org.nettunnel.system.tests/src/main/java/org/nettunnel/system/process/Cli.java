package org.nettunnel.system.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The `nettunnel` command as a person runs it.
///
/// @param command     how it is called, with the options every call gets
/// @param environment added to this process's own
public record Cli(List<String> command, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The command of a product, without a node.
    public static Cli of(Path product) {
        return new Cli(List.of(product.resolve("bin/nettunnel").toString()), Map.of());
    }

    /// The same with more in front, such as `--data DIR`.
    public Cli with(String... options) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(options));
        return new Cli(all, environment);
    }

    /// The same with an environment variable.
    public Cli withVariable(String name, String value) {
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put(name, value);
        return new Cli(command, all);
    }

    /// Runs it to its end, with an empty input.
    public Result run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return Run.of(all, environment, LIMIT);
    }

    /// Runs it and expects success.
    ///
    /// @throws AssertionError with all it printed when its exit code is not 0
    public Result succeed(String... arguments) throws IOException, InterruptedException {
        Result result = run(arguments);
        if (result.exit() != 0) throw new AssertionError(result.toString());
        return result;
    }

    /// How a command ended.
    public record Result(List<String> command, int exit, String out, String err) {
        public JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (JsonProcessingException wrong) {
                throw new AssertionError("no JSON: " + this, wrong);
            }
        }

        @Override
        public String toString() {
            return String.join(" ", command) + "\nexit " + exit + "\n" + out + err;
        }
    }
}
