package org.nettunnel.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Who may know whom: a star around `api`, with its few exceptions drawn here and nowhere else.
class StarTest {
    private static final String JETTY = "org.eclipse.jetty..";
    private static final String JACKSON = "com.fasterxml.jackson..";
    /// What each bundle knows beside itself, `api`, the JDK and, in its `osgi` package, OSGi.
    private static final Map<String, List<String>> KNOWS = new TreeMap<>(Map.ofEntries(
            Map.entry("crypto.jdk", List.of()),
            Map.entry("crypto.bouncycastle", List.of("org.bouncycastle..")),
            Map.entry("crypto.nasccl", List.of()),
            Map.entry("compression.deflate", List.of()),
            Map.entry("compression.lz4", List.of("net.jpountz.lz4..")),
            Map.entry("compression.zstd", List.of("com.github.luben.zstd..")),
            Map.entry("transport.tcp", List.of()),
            Map.entry("transport.https", List.of("org.nettunnel.http", JETTY)),
            Map.entry("http", List.of(JETTY)),
            Map.entry("tunnel", List.of("jdk.jfr")),
            Map.entry("endpoint", List.of()),
            Map.entry("node", List.of(JACKSON)),
            // client has the doctor, who also looks without a node
            Map.entry("admin", List.of("org.nettunnel.http", "org.nettunnel.client", JETTY, JACKSON, "io.prometheus.metrics..")),
            Map.entry("console", List.of("org.nettunnel.http", JETTY)),
            Map.entry("provisioning", List.of(JACKSON, "org.eclipse.core.runtime..", "org.eclipse.equinox..", "org.bouncycastle.openpgp..", "org.xml.sax..")),
            Map.entry("client", List.of(JACKSON)),
            Map.entry("cli", List.of("org.nettunnel.client", "picocli..", JACKSON, "org.w3c.dom..", "org.xml.sax..", "jdk.security.jarsigner"))));

    @TestFactory
    Stream<DynamicTest> bundleKnowsOnlyTheApiAndItsOwnLibraries() {
        return KNOWS.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            String own = "org.nettunnel." + name;
            String[] known = Stream.concat(Stream.of(own + "..", "org.nettunnel.api..", "java..", "javax..", "org.jspecify..", "org.osgi.."),
                    KNOWS.get(name).stream()).toArray(String[]::new);
            Seeded.check(
                    classes().that().resideInAPackage(own + "..").should().onlyDependOnClassesThat(resideInAnyPackage(known))
                            .because("a bundle that knows only contracts can be read, tested, replaced and stopped alone"),
                    "package " + own + "; public class Nosy { org.nettunnel.elsewhere.Secret other; }",
                    "package org.nettunnel.elsewhere; public class Secret {}");
        }));
    }

    @Test
    void everyBundleIsDrawn() {
        List<String> found = Rooms.bundles().stream().map(bundle -> bundle.getFileName().toString().substring("org.nettunnel.".length()))
                .filter(name -> !name.equals("api")).toList();
        assertEquals(found, KNOWS.keySet().stream().sorted().toList(), "a new bundle needs its line in KNOWS, or nothing watches it");
    }

    @Test
    void apiImportsJavaOnly() {
        Seeded.check(
                classes().that().resideInAPackage("org.nettunnel.api..")
                        .should().onlyDependOnClassesThat(resideInAnyPackage("org.nettunnel.api..", "java..", "org.jspecify.."))
                        .because("contracts must be usable without any library, and outlive each"),
                "package org.nettunnel.api.node; public class Leaky { javax.swing.JButton button; }");
    }

    @Test
    void onlyOsgiPackagesImportOsgi() {
        Seeded.check(
                noClasses().that(resideOutsideOfPackages("org.nettunnel..osgi")).and().resideInAPackage("org.nettunnel..")
                        .should().dependOnClassesThat(resideInAPackage("org.osgi.."))
                        .because("the core of a bundle is plain Java that a test can call without a framework"),
                "package org.nettunnel.tunnel; public class Framed { org.osgi.framework.Bundle bundle; }",
                "package org.osgi.framework; public interface Bundle {}");
    }

    @Test
    void nothingButTheOsgiPackageKnowsTheOsgiPackage() {
        Seeded.check(
                noClasses().that(resideOutsideOfPackages("org.nettunnel..osgi")).and().resideInAPackage("org.nettunnel..")
                        .should().dependOnClassesThat(resideInAPackage("org.nettunnel..osgi"))
                        .because("wiring knows the core, never the other way round"),
                "package org.nettunnel.node; public class Wired { org.nettunnel.node.osgi.Component component; }",
                "package org.nettunnel.node.osgi; public class Component {}");
    }

    @TestFactory
    Stream<DynamicTest> engineKnowsNoServerNoJsonAndNoWidgets() {
        return Stream.of("org.nettunnel.tunnel", "org.nettunnel.endpoint", "org.nettunnel.transport.tcp", "org.nettunnel.crypto.jdk",
                "org.nettunnel.compression.deflate").map(engine -> DynamicTest.dynamicTest(engine, () -> Seeded.check(
                        noClasses().that().resideInAPackage(engine + "..").should()
                                .dependOnClassesThat(resideInAnyPackage(JETTY, JACKSON, "org.eclipse.swt..", "org.eclipse.jface..", "org.bouncycastle.."))
                                .because("the data path is ours alone: nobody's threads, pools or reflection run in it"),
                        "package " + engine + "; public class Heavy { org.eclipse.jetty.server.Server server; }",
                        "package org.eclipse.jetty.server; public class Server {}")));
    }

    @Test
    void packagesHaveNoCycles() {
        Seeded.check(
                slices().matching("org.nettunnel.(**)").should().beFreeOfCycles()
                        .because("packages that need each other are one package"),
                "package org.nettunnel.api.tunnel; public class Hen { org.nettunnel.api.node.Egg egg; }",
                "package org.nettunnel.api.node; public class Egg { org.nettunnel.api.tunnel.Hen hen; }");
    }
}
