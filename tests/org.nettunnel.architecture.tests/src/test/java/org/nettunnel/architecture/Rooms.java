package org.nettunnel.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/// Where the bundles of this checkout are, as sources, as classes and as jars.
final class Rooms {
    static final Path ROOT = Path.of(System.getProperty("nettunnel.root", "../..")).toAbsolutePath().normalize();
    private static final JavaClasses PRODUCT = new ClassFileImporter().importPaths(classFolders());

    private Rooms() {
    }

    /// Folders of all bundles; the name of a folder is the symbolic name.
    static List<Path> bundles() {
        return list(ROOT.resolve("bundles")).filter(folder -> Files.exists(folder.resolve("META-INF/MANIFEST.MF"))).toList();
    }

    /// The compiled classes of all bundles, tests not among them.
    static JavaClasses product() {
        return PRODUCT;
    }

    static Manifest manifest(Path bundle) {
        try (var in = Files.newInputStream(bundle.resolve("META-INF/MANIFEST.MF"))) {
            return new Manifest(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// All main sources of a bundle.
    static List<Path> sources(Path bundle) {
        return javaIn(bundle.resolve("src/main/java"));
    }

    /// The sources of bundles and of tests of every kind.
    static List<Path> allSources() {
        return Stream.of("bundles", "tests").flatMap(folder -> list(ROOT.resolve(folder))).flatMap(module -> javaIn(module.resolve("src")).stream()).toList();
    }

    private static List<Path> javaIn(Path folder) {
        if (!Files.exists(folder)) return List.of();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Where the compiled classes of the bundles lie.
    static List<Path> classFolders() {
        String given = System.getProperty("nettunnel.classes", "");
        if (!given.isEmpty()) return Arrays.stream(given.split(":")).map(Path::of).toList();
        return bundles().stream().map(bundle -> bundle.resolve("target/classes")).filter(Files::exists).toList();
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
