package org.nettunnel.provisioning.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.trust.Jars;
import org.nettunnel.provisioning.trust.SiteRefused;

/// A release beside the others: whole, pointed to, and left again.
class NewReleaseTest {
    private static final String CONFIG = """
            ds.lock.timeout.milliseconds=120000
            osgi.bundles=reference\\:file\\:org.eclipse.equinox.simpleconfigurator_1.5.700.v20251111-1031.jar@1\\:start
            osgi.framework=file\\:plugins/org.eclipse.osgi_3.24.100.v20251215-1416.jar
            """;
    private static final String INFO = """
            #encoding=UTF-8
            #version=1
            org.eclipse.equinox.simpleconfigurator,1.5.700.v20251111-1031,plugins/org.eclipse.equinox.simpleconfigurator_1.5.700.v20251111-1031.jar,1,true
            org.eclipse.osgi,3.24.100.v20251215-1416,plugins/org.eclipse.osgi_3.24.100.v20251215-1416.jar,-1,true
            org.nettunnel.cli,0.1.0,plugins/org.nettunnel.cli_0.1.0.jar,4,false
            """;
    private static final List<BundleName> BUNDLES = List.of(new BundleName("org.nettunnel.cli", "0.2.0"), new BundleName("org.eclipse.osgi", "3.25.0"),
            new BundleName("org.eclipse.equinox.simpleconfigurator", "1.6.0.v2026"), new BundleName("org.nettunnel.new", "0.2.0"));
    @TempDir
    Path folder;
    private Path root;
    private Path copy;
    private Installation installation;

    @BeforeEach
    void makeAnInstallation() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("configuration/org.eclipse.equinox.simpleconfigurator"));
        Files.writeString(root.resolve("configuration/config.ini"), CONFIG);
        Files.writeString(root.resolve("configuration/org.eclipse.equinox.simpleconfigurator/bundles.info"), INFO);
        copy = folder.resolve("copy");
        Files.createDirectories(copy.resolve("plugins"));
        for (BundleName bundle : BUNDLES)
            Jars.write(copy.resolve("plugins/" + StartFiles.file(bundle)), bundle.name().endsWith(".cli") ? Map.of("NetTunnel-Start", "1") : Map.of(), Map.of("a", bundle.version()));
        installation = new Installation(root, root, "1");
    }

    private void make(Installation from, String version) throws Exception {
        try (var release = new NewRelease(from, version)) {
            release.fill(copy, BUNDLES);
            release.put("4bf5:122f");
        }
    }

    private Installation running(String release) {
        return new Installation(root, root.resolve("releases").resolve(release), "1");
    }

    private void pointer(String name, String release) throws IOException {
        Files.writeString(root.resolve("releases").resolve(name), release + "\n");
    }

    @Test
    void isAWholeInstallationWithTheLevelsOfTheOneBefore() throws Exception {
        make(installation, "0.2.0");
        Path made = root.resolve("releases/0.2.0");
        assertEquals(CONFIG.replace("1.5.700.v20251111-1031", "1.6.0.v2026").replace("3.24.100.v20251215-1416", "3.25.0"), Files.readString(made.resolve("configuration/config.ini")));
        assertEquals("""
                #encoding=UTF-8
                #version=1
                org.eclipse.equinox.simpleconfigurator,1.6.0.v2026,plugins/org.eclipse.equinox.simpleconfigurator_1.6.0.v2026.jar,1,true
                org.eclipse.osgi,3.25.0,plugins/org.eclipse.osgi_3.25.0.jar,-1,true
                org.nettunnel.cli,0.2.0,plugins/org.nettunnel.cli_0.2.0.jar,4,false
                org.nettunnel.new,0.2.0,plugins/org.nettunnel.new_0.2.0.jar,4,false
                """, Files.readString(made.resolve("configuration/org.eclipse.equinox.simpleconfigurator/bundles.info")));
        for (BundleName bundle : BUNDLES)
            assertEquals(-1, Files.mismatch(copy.resolve("plugins/" + StartFiles.file(bundle)), made.resolve("plugins/" + StartFiles.file(bundle))));
        assertEquals(Optional.of("4bf5:122f"), running("0.2.0").signer());
        assertEquals(Optional.empty(), installation.next(), "nothing tries it yet");
        assertFalse(Files.exists(root.resolve("releases/.making")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whoeverMayEnterTheInstallationMayRunIt() throws Exception {
        make(installation, "0.2.0");
        installation.point("0.2.0");
        try (var all = Files.walk(root.resolve("releases"))) {
            for (Path each : all.toList())
                assertEquals(Files.isDirectory(each) ? "rwxr-xr-x" : "rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)), each.toString());
        }
    }

    @Test
    void whatACrashLeftIsThrownAway() throws Exception {
        Files.createDirectories(root.resolve("releases/.making/plugins"));
        Files.writeString(root.resolve("releases/.making/plugins/half.jar"), "");
        make(installation, "0.2.0");
        assertFalse(Files.exists(root.resolve("releases/0.2.0/plugins/half.jar")));
    }

    @Test
    void otherStartScriptsAreAskedForInsteadOfGuessed() throws Exception {
        for (Installation other : List.of(new Installation(root, root, "2"), new Installation(root, root, ""))) {
            SiteRefused refused = assertThrows(SiteRefused.class, () -> make(other, "0.2.0"));
            assertTrue(refused.getMessage().contains("other scripts than " + root), refused.getMessage());
        }
        try (var left = Files.list(root.resolve("releases"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aStartFileThatNamesWhatIsNotThereIsRefused() {
        SiteRefused refused = assertThrows(SiteRefused.class, () -> StartFiles.config(CONFIG + "osgi.framework.extensions=reference\\:file\\:org.example.gone_1.0.0.jar\n", BUNDLES));
        assertTrue(refused.getMessage().contains("org.example.gone"), refused.getMessage());
    }

    @Test
    void theOneThatRunsAndTheOneBeforeStayAndOlderOnesGo() throws Exception {
        make(installation, "0.2.0");
        installation.point("0.2.0");
        assertEquals(Optional.of("0.2.0"), installation.next());
        pointer("current", "0.2.0");
        pointer("previous", "base");
        Files.delete(root.resolve("releases/next"));
        make(running("0.2.0"), "0.3.0");
        pointer("current", "0.3.0");
        pointer("previous", "0.2.0");
        make(running("0.3.0"), "0.4.0");
        assertEquals(Set.of("0.2.0", "0.3.0", "0.4.0"), folders());
        pointer("trying.17", "0.4.0");
        make(running("0.3.0"), "0.5.0");
        assertEquals(Set.of("0.2.0", "0.3.0", "0.4.0", "0.5.0"), folders(), "another node is trying one");
        IOException refused = assertThrows(IOException.class, () -> make(running("0.3.0"), "0.4.0"));
        assertTrue(refused.getMessage().contains("is being tried"), refused.getMessage());
        assertEquals(Optional.of("0.2.0"), running("0.3.0").previous());
    }

    private Set<String> folders() throws IOException {
        try (var all = Files.list(root.resolve("releases"))) {
            return Set.copyOf(all.filter(Files::isDirectory).map(each -> each.getFileName().toString()).toList());
        }
    }

    @Test
    void tellsWhatDidNotComeUpUntilSomethingElseIsOrdered() throws Exception {
        make(installation, "0.2.0");
        pointer("failed", "0.2.0");
        assertEquals(Optional.of("0.2.0"), installation.failed());
        installation.point("0.2.0");
        assertEquals(Optional.empty(), installation.failed());
        installation.forgetNext();
        assertEquals(Optional.empty(), installation.next());
        assertThrows(IOException.class, () -> installation.point("0.9.0"));
        pointer("next", "../../elsewhere");
        assertEquals(Optional.empty(), installation.next());
        assertEquals("base", installation.release());
        assertEquals("0.2.0", running("0.2.0").release());
    }

    /// Told instead of tried, for root may write anywhere.
    @Test
    void whoMayNotWriteIsToldWhoMay() throws Exception {
        SiteRefused refused = assertThrows(SiteRefused.class, () -> installation.checkWritable(_ -> false));
        assertTrue(refused.getMessage().contains(root.toString()) && refused.getMessage().contains(Files.getOwner(root).getName()), refused.getMessage());
    }
}
