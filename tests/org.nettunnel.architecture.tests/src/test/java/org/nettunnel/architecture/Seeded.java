package org.nettunnel.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

/// Compiles example sources, so that a rule can be seen to fail on what it forbids.
final class Seeded {
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

    private Seeded() {
    }

    /// The rule holds for the product, and would not if the product held `sources` (each one file with its package).
    static void check(ArchRule rule, String... sources) {
        assertTrue(rule.evaluate(classes(sources)).hasViolation(), () -> "the rule cannot fail: " + rule.getDescription());
        rule.allowEmptyShould(true).check(Rooms.product());
    }

    static JavaClasses classes(String... sources) {
        try {
            Path target = Files.createTempDirectory("seeded");
            try {
                return classes(target, sources);
            } finally {
                remove(target);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static JavaClasses classes(Path target, String... sources) throws IOException {
        List<Source> files = Arrays.stream(sources).map(Source::new).toList();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var standard = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean compiled = compiler.getTask(null, standard, null, List.of("-d", target.toString(), "-proc:none"), null, files).call();
            if (!compiled) throw new IllegalArgumentException("the example does not compile: " + Arrays.toString(sources));
        }
        return new ClassFileImporter().importPath(target);
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///" + (first(PACKAGE, text) + "." + first(TYPE, text)).replace('.', '/') + ".java"),
                    JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        private static String first(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.find()) throw new IllegalArgumentException("no " + pattern + " in " + text);
            return matcher.group(1);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
