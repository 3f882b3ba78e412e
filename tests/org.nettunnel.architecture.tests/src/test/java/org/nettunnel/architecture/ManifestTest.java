package org.nettunnel.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/// What the manifests promise: versioned packages in, drawn packages out, and nothing that ties bundles to bundles.
class ManifestTest {
    private static final Set<String> MAY_EXPORT = Set.of("org.nettunnel.api", "org.nettunnel.http", "org.nettunnel.client");
    private static final Pattern COMMA_OUTSIDE_QUOTES = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    @Test
    void bundlesAreTiedByPackagesOnly() {
        check("a bundle that requires, befriends or starts another by name cannot be replaced", (_, headers) -> {
            var problems = new ArrayList<String>();
            for (String header : List.of("Require-Bundle", "Bundle-Activator", "DynamicImport-Package", "Fragment-Host", "Eclipse-BuddyPolicy",
                    "Eclipse-RegisterBuddy")) {
                if (headers.getValue(header) != null) problems.add(header + " is there");
            }
            if (value(headers, "Export-Package").contains("x-friends")) problems.add("x-friends in Export-Package");
            return problems;
        }, "Require-Bundle", "org.nettunnel.tunnel");
    }

    @Test
    void onlyDrawnPackagesAreExported() {
        check("what is exported is promised; the star has three promises", (name, headers) -> {
            boolean drawn = MAY_EXPORT.contains(name);
            return entries(headers, "Export-Package").entrySet().stream()
                    .filter(entry -> !drawn || !entry.getKey().startsWith(name) || !entry.getValue().contains("version="))
                    .map(entry -> "exports " + entry.getKey() + entry.getValue()).toList();
        }, "Export-Package", "org.nettunnel.tunnel;version=\"1.0.0\"");
    }

    @Test
    void importsOfOursHaveVersionRanges() {
        check("without a range an incompatible bundle resolves and fails later", (_, headers) -> entries(headers, "Import-Package").entrySet()
                .stream().filter(entry -> entry.getKey().startsWith("org.nettunnel.") && !entry.getValue().contains("version=\"[1.0,"))
                .map(entry -> "imports " + entry.getKey() + " without [1.0,2) or, as its provider, [1.0,1.1)").toList(),
                "Import-Package", "org.nettunnel.api.tunnel");
    }

    @Test
    void everyBundleSaysWhatItRunsOnAndWhoMadeIt() {
        check("tools and update sites show these", (name, headers) -> {
            var problems = new ArrayList<String>();
            if (!value(headers, "Bundle-RequiredExecutionEnvironment").equals("JavaSE-25")) problems.add("is not for JavaSE-25");
            if (!value(headers, "Bundle-Vendor").equals("NetTunnel")) problems.add("Bundle-Vendor is not NetTunnel");
            if (!value(headers, "Automatic-Module-Name").equals(name)) problems.add("Automatic-Module-Name is not " + name);
            if (!value(headers, "Bundle-SymbolicName").equals(name)) problems.add("Bundle-SymbolicName is not " + name);
            return problems;
        }, "Bundle-Vendor", "");
    }

    @Test
    void bundlesWithComponentsAreActivatedLazily() {
        check("nobody starts a bundle of components that is not lazy", (name, headers) -> {
            boolean components = Rooms.product().stream().anyMatch(type -> type.getPackageName().equals(name + ".osgi"))
                    || headers.getValue("Service-Component") != null;
            return components && !"lazy".equals(headers.getValue("Bundle-ActivationPolicy")) ? List.of("has no Bundle-ActivationPolicy: lazy") : List.of();
        }, "Service-Component", "OSGI-INF/X.xml");
    }

    @Test
    void everyPackageThatIsUsedIsImported() {
        Problems.check("the compiler misses some absent imports, and the bundle dies at run time",
                absent(Rooms.product(), name -> entries(headers(name), "Import-Package").keySet()),
                absent(Seeded.classes("package org.nettunnel.tunnel; public class Nosy { org.elsewhere.Thing thing; }",
                        "package org.elsewhere; public class Thing {}"), _ -> Set.of()));
    }

    @Test
    void everyPackageThatIsImportedIsUsed() {
        Problems.check("an import that nobody needs can keep a bundle from resolving",
                idle(Rooms.product(), name -> entries(headers(name), "Import-Package").keySet()),
                idle(Seeded.classes("package org.nettunnel.tunnel; public class Modest {}"), _ -> Set.of("org.elsewhere")));
    }

    private interface Imports {
        Set<String> of(String bundle);
    }

    private static List<String> absent(JavaClasses classes, Imports imports) {
        var problems = new TreeSet<String>();
        for (Path bundle : Rooms.bundles()) {
            String name = bundle.getFileName().toString();
            Set<String> imported = imports.of(name);
            for (String used : used(classes, name)) {
                boolean own = inBundle(used, name);
                if (!own && !used.startsWith("java.") && !used.startsWith("org.jspecify") && !isAnnotationOnly(used) && !imported.contains(used))
                    problems.add(name + " uses " + used + " and does not import it");
            }
        }
        return List.copyOf(problems);
    }

    private static List<String> idle(JavaClasses classes, Imports imports) {
        var problems = new TreeSet<String>();
        for (Path bundle : Rooms.bundles()) {
            String name = bundle.getFileName().toString();
            Set<String> used = used(classes, name);
            if (used.isEmpty()) continue; // not compiled
            for (String imported : imports.of(name)) {
                if (!used.contains(imported) && !isBesideAUsed(imported, used)) problems.add(name + " imports " + imported + " and does not use it");
            }
        }
        return List.copyOf(problems);
    }

    /// The compiler of the build also asks for packages that only supertypes and signatures of used library classes name.
    private static boolean isBesideAUsed(String imported, Set<String> used) {
        if (imported.startsWith("javax.")) return true;
        String library = imported.replaceFirst("^(\\w+\\.\\w+\\.\\w+).*", "$1.");
        return !imported.startsWith("org.nettunnel.") && used.stream().anyMatch(name -> (name + ".").startsWith(library));
    }

    /// OSGi's annotations are read by the build, not at run time.
    private static boolean isAnnotationOnly(String used) {
        return used.startsWith("org.osgi.") && used.endsWith(".annotations");
    }

    private static Set<String> used(JavaClasses classes, String bundle) {
        return classes.stream().filter(type -> inBundle(type.getPackageName(), bundle))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream()).map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(type -> !type.isPrimitive()).map(JavaClass::getPackageName).filter(used -> !used.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean inBundle(String packageName, String bundle) {
        return packageName.equals(bundle) || packageName.startsWith(bundle + ".");
    }

    private static void check(String because, BiFunction<String, Attributes, List<String>> rule, String header, String seeded) {
        var problems = new ArrayList<String>();
        for (Path bundle : Rooms.bundles()) {
            String name = bundle.getFileName().toString();
            for (String problem : rule.apply(name, headers(name))) problems.add(name + ": " + problem);
        }
        var example = new Attributes();
        example.putValue(header, seeded);
        Problems.check(because, problems, rule.apply("org.nettunnel.example", example));
    }

    private static Attributes headers(String bundle) {
        return Rooms.manifest(Rooms.ROOT.resolve("bundles").resolve(bundle)).getMainAttributes();
    }

    private static String value(Attributes headers, String header) {
        String value = headers.getValue(header);
        return value == null ? "" : value;
    }

    /// The packages of a header, each with its attributes and directives as written.
    private static Map<String, String> entries(Attributes headers, String header) {
        return COMMA_OUTSIDE_QUOTES.splitAsStream(value(headers, header)).map(String::strip).filter(entry -> !entry.isEmpty())
                .collect(Collectors.toMap(entry -> entry.replaceFirst(";.*", ""), entry -> entry.contains(";") ? entry.substring(entry.indexOf(';')) : ""));
    }
}
