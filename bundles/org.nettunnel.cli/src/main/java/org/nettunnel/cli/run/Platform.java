package org.nettunnel.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;

/// Starts the OSGi platform of the installation in this process.
final class Platform {
    private static final String LAUNCHER = "org.eclipse.equinox.launcher.Main";
    private static final String BUNDLE = "org.eclipse.equinox.launcher";

    private Platform() {}

    /// Its own files go below the data directory: an installation is read only and serves many nodes.
    /// They are made anew at each start, so that nothing old survives an update.
    ///
    /// @return [ExitCode#STAYS] when the platform is up
    static int start(Plugins plugins, Path data) throws CliFailure {
        System.setProperty("osgi.noShutdown", "true");
        System.setProperty("eclipse.ignoreApp", "true");
        forget(data.resolve("p2"));
        String[] arguments = {"-nosplash", "-clean", "-install", plugins.home().toString(), "-configuration", data.resolve("platform").toString(), "-data",
                "@none", "-user", "@none"};
        try {
            Object launcher = launcher(plugins).getConstructor().newInstance();
            Object result = launcher.getClass().getMethod("run", String[].class).invoke(launcher, (Object) arguments);
            if (result instanceof Integer code && code != 0)
                throw new CliFailure(ExitCode.FAILED, "the platform did not start (" + code + "); its log is in " + arguments[5]);
            return ExitCode.STAYS;
        } catch (InvocationTargetException failed) {
            throw new CliFailure(ExitCode.FAILED, "the platform did not start: " + failed.getCause());
        } catch (ReflectiveOperationException foreign) {
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: " + foreign);
        }
    }

    /// p2 copies here what an installation is made of, and makes a new copy of a newer one only: of one that one goes back to it would not.
    private static void forget(Path copies) throws CliFailure {
        if (!Files.isDirectory(copies, LinkOption.NOFOLLOW_LINKS)) return;
        try (Stream<Path> all = Files.walk(copies)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        } catch (IOException | UncheckedIOException stays) {
            throw new CliFailure(ExitCode.FAILED, "what is in " + copies + " cannot be removed, which is made anew at each start: " + stays.getMessage());
        }
    }

    private static Class<?> launcher(Plugins plugins) throws CliFailure, ClassNotFoundException {
        try {
            return Class.forName(LAUNCHER);
        } catch (ClassNotFoundException notOnTheClassPath) {
            try {
                // stays open: the platform lives in it
                return new URLClassLoader(new URL[] {plugins.jar(BUNDLE).toUri().toURL()}, Platform.class.getClassLoader()).loadClass(LAUNCHER);
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException("a path without a URL", impossible);
            }
        }
    }
}
