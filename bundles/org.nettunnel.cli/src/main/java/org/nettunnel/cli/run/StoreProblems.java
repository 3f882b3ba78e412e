package org.nettunnel.cli.run;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;

/// Asks the node bundle what is wrong with a node's files. It is loaded for that alone: this command knows only the API.
final class StoreProblems {
    private static final String CHECK = "org.nettunnel.node.StoreCheck";
    private static final String BUNDLE = "org.nettunnel.node";

    private StoreProblems() {}

    /// @return a sentence for each problem; empty when all is right
    static List<String> of(Plugins plugins, Path config, Path data) throws CliFailure {
        try (var loader = new URLClassLoader(new URL[] {plugins.jar(BUNDLE).toUri().toURL()}, StoreProblems.class.getClassLoader())) {
            return in(loader, config, data);
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: " + unreadable.getMessage());
        }
    }

    static List<String> in(ClassLoader loader, Path config, Path data) throws CliFailure {
        try {
            var problems = loader.loadClass(CHECK).getMethod("problems", Path.class, Path.class).invoke(null, config, data);
            return problems instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
        } catch (InvocationTargetException failed) {
            throw new CliFailure(ExitCode.CONFIGURATION, "the files in " + config + " cannot be checked: " + failed.getCause());
        } catch (ReflectiveOperationException foreign) {
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: " + foreign);
        }
    }
}
