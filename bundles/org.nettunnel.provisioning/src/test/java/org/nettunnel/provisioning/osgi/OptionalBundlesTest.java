package org.nettunnel.provisioning.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.provisioning.trust.Jars;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/// In a framework of its own, without p2.
class OptionalBundlesTest {
    @TempDir
    Path folder;
    private Framework framework;
    private OptionalBundles bundles;

    @BeforeEach
    void open() throws Exception {
        framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(Map.of("org.osgi.framework.storage", folder.resolve("storage").toString()));
        framework.start();
        bundles = new OptionalBundles(framework.getBundleContext(), folder.resolve("copies"));
    }

    @AfterEach
    void close() throws Exception {
        framework.stop();
        framework.waitForStop(0);
    }

    @Test
    void theSameJarOfTwoFeaturesIsInstalledOnce() throws Exception {
        Path first = jar("first", "library", "1", Map.of());
        Path second = copied(first, "second");
        bundles.become(List.of(second));
        bundles.become(List.of(first, second));
        assertEquals(List.of("reference:" + second.toUri()), locations(), "the one that is there stays");
        bundles.become(List.of(first));
        assertEquals(List.of("reference:" + first.toUri()), locations());
    }

    @Test
    void anotherJarOfTheSameNameIsRefused() throws Exception {
        Path first = jar("first", "library", "1", Map.of());
        Path second = jar("second", "library", "2", Map.of());
        bundles.become(List.of(first));
        String sentence = assertThrows(IOException.class, () -> bundles.become(List.of(first, second))).getMessage();
        assertTrue(sentence.contains("two features bring library.jar with different content"), sentence);
        assertEquals(List.of("reference:" + first.toUri()), locations());
    }

    @Test
    void whateverDoesSomethingByItselfIsStarted() throws Exception {
        bundles.become(List.of(jar("a", "library", "1", Map.of()), jar("a", "lazy", "1", Map.of("Bundle-ActivationPolicy", "lazy")),
                jar("a", "components", "1", Map.of("Service-Component", "OSGI-INF/a.xml"))));
        Map<String, Integer> states = new HashMap<>();
        for (Bundle each : framework.getBundleContext().getBundles()) states.put(each.getSymbolicName(), each.getState());
        assertEquals(Bundle.RESOLVED, states.get("library"));
        assertEquals(Bundle.STARTING, states.get("lazy"));
        assertEquals(Bundle.ACTIVE, states.get("components"), "without an activation policy too");
    }

    private List<String> locations() {
        return Arrays.stream(framework.getBundleContext().getBundles()).map(Bundle::getLocation).filter(location -> location.startsWith("reference:")).toList();
    }

    private Path jar(String feature, String name, String content, Map<String, String> more) throws IOException {
        Map<String, String> headers = new HashMap<>(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", name, "Bundle-Version", "1.0.0"));
        headers.putAll(more);
        return Jars.write(folder.resolve("copies/" + feature + "/plugins/" + name + ".jar"), headers, Map.of("content", content));
    }

    private Path copied(Path jar, String feature) throws IOException {
        Path copy = folder.resolve("copies/" + feature + "/plugins/" + jar.getFileName());
        Files.createDirectories(copy.getParent());
        return Files.copy(jar, copy);
    }
}
