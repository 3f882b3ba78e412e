package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.cli.TestNode.Ran;
import org.nettunnel.cli.shell.Terminal;
import org.nettunnel.client.RecordJson;
import org.nettunnel.provisioning.SiteCheck;

/// `nettunnel site`, on small sites made by hand, good and spoiled ones.
class SiteCommandsTest {
    private static final String PASSWORD = "CANARY of the signer";
    @TempDir
    static Path shared;
    private static String fingerprint = "";
    @TempDir
    Path folder;
    private PlainSite site;

    @BeforeAll
    static void makeASigner() throws Exception {
        Files.writeString(shared.resolve("pw"), PASSWORD + "\n");
        Ran ran = run(shared, "site", "key", "--out", shared.resolve("signer.p12").toString(), "--name", "Example (test)", "--password-file", shared.resolve("pw").toString());
        assertEquals(0, ran.code(), ran.toString());
        fingerprint = ran.out().lines().filter(line -> line.startsWith("fingerprint")).findFirst().orElseThrow().substring("fingerprint".length()).strip();
    }

    @BeforeEach
    void makeASite() throws Exception {
        site = new PlainSite(folder.resolve("plain"));
    }

    private static Ran run(Path folder, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), new ByteArrayInputStream(new byte[0]), Map.of(), folder, false, null, _ -> false);
        var ran = new Ran(Main.run(terminal, arguments), out.toString(), err.toString());
        assertFalse((ran.out() + ran.err()).contains("CANARY"), "a secret was printed: " + ran);
        return ran;
    }

    /// @param more options with their values, which win
    private Ran sign(Path out, String... more) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(Map.of("--key", shared.resolve("signer.p12").toString(), "--password-file", shared.resolve("pw").toString(),
                "--id", "com.example", "--out", out.toString()));
        for (int i = 0; i < more.length; i += 2) options.put(more[i], more[i + 1]);
        List<String> arguments = new ArrayList<>(List.of("site", "sign", site.write()));
        options.forEach((option, value) -> arguments.addAll(List.of(option, value)));
        return run(folder, arguments.toArray(String[]::new));
    }

    private Path signed(String... more) throws Exception {
        Path out = folder.resolve("signed");
        Ran ran = sign(out, more);
        assertEquals(0, ran.code(), ran.toString());
        return out;
    }

    /// Refused with this sentence, and nothing left.
    private void assertRefused(String sentence, String... more) throws Exception {
        Path out = folder.resolve("signed");
        Ran ran = sign(out, more);
        assertTrue(ran.err().contains(sentence), ran.toString());
        assertNotEquals(0, ran.code());
        assertFalse(Files.exists(out), "half a site is left");
        try (var left = Files.list(folder)) {
            assertEquals(Set.of("plain"), new HashSet<>(left.map(path -> path.getFileName().toString()).toList()));
        }
    }

    private static SiteIndex index(Path signed) throws Exception {
        try (var jar = new JarFile(signed.resolve("index.jar").toFile())) {
            return RecordJson.read(jar.getInputStream(jar.getEntry(SiteIndex.ENTRY)).readAllBytes(), SiteIndex.class);
        }
    }

    private static Set<Fingerprint> signersOf(Path jar) throws Exception {
        Set<Fingerprint> signers = new HashSet<>();
        try (var file = new JarFile(jar.toFile(), true)) {
            for (var entry : file.stream().toList()) {
                file.getInputStream(entry).readAllBytes();
                if (entry.getName().matches("META-INF/(MANIFEST.MF|SIGNER\\.(SF|EC))")) continue;
                assertNotNull(entry.getCodeSigners(), jar + " has " + entry + " unsigned");
                for (var signer : entry.getCodeSigners())
                    signers.add(Fingerprint.of(((X509Certificate) signer.getSignerCertPath().getCertificates().getFirst()).getEncoded()));
            }
        }
        return signers;
    }

    @Test
    void everyJarIsSignedByTheOneSignerAndNobodyElse() throws Exception {
        Path signed = signed();
        for (String jar : Set.of(PlainSite.BUNDLE, PlainSite.FEATURE, "index.jar")) assertEquals(Set.of(new Fingerprint(fingerprint)), signersOf(signed.resolve(jar)), jar);
        try (var jar = new JarFile(signed.resolve(PlainSite.BUNDLE).toFile())) {
            assertEquals("com.example", jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"));
            assertEquals("yes", jar.getManifest().getAttributes("b.txt").getValue("Kept"));
            assertEquals(null, jar.getManifest().getAttributes("a.txt").getValue("SHA1-Digest"), "a weak digest of an older signature is left");
            assertEquals(null, jar.getEntry("META-INF/OLD.RSA"));
        }
    }

    @Test
    void theIndexListsEveryFileAsItIsAndWhatCanBeInstalled() throws Exception {
        Path signed = signed("--version", "7", "--expires", "2d");
        SiteIndex index = index(signed);
        assertEquals("com.example", index.site());
        assertEquals(7, index.version());
        assertEquals(Duration.ofDays(2), Duration.between(index.created(), index.expires()));
        assertEquals("[Listed[id=com.example.feature, version=1.0.0, label=Example & Co]]", index.features().toString());
        Set<String> paths = new HashSet<>(Set.of("index.jar"));
        for (var file : index.files()) {
            byte[] bytes = Files.readAllBytes(signed.resolve(file.path()));
            assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)), file.sha256(), file.path());
            assertEquals(bytes.length, file.size());
            paths.add(file.path());
        }
        assertEquals(Set.of("index.jar", "artifacts.jar", "content.jar", "p2.index", PlainSite.BUNDLE, PlainSite.FEATURE), paths);
        try (var files = Files.walk(signed)) {
            assertEquals(paths, new HashSet<>(files.filter(Files::isRegularFile).map(file -> signed.relativize(file).toString()).toList()), "what is not listed is not there");
        }
    }

    @Test
    void whatP2ExpectsOfTheBytesIsMendedAndTheRestOfTheBuildLeftOut() throws Exception {
        Path signed = signed();
        String artifacts = entry(signed.resolve("artifacts.jar"), "artifacts.xml");
        String content = entry(signed.resolve("content.jar"), "content.xml");
        for (String gone : Set.of("md5", "sha-512", "pgp", "p2.timestamp")) assertFalse(artifacts.contains(gone), artifacts);
        assertTrue(artifacts.contains("<?artifactRepository"), artifacts);
        assertTrue(artifacts.contains("name=\"download.size\" value=\"" + Files.size(signed.resolve(PlainSite.BUNDLE)) + "\""), artifacts);
        assertTrue(content.contains("<units size=\"2\">") && !content.contains("a.jre.javase") && !content.contains("Default"), content);
    }

    private static String entry(Path zip, String name) throws Exception {
        try (var file = new ZipFile(zip.toFile())) {
            return new String(file.getInputStream(file.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aSiteThatIsSignedAgainTakesThePlaceOfTheOldOneAndIsNewer() throws Exception {
        long first = index(signed("--version", "4000000000")).version();
        site.jar(PlainSite.FEATURE, Map.of("feature.xml", "<feature changed='yes'/>"));
        assertEquals(first + 1, index(signed()).version());
        Ran older = sign(folder.resolve("signed"), "--version", "5");
        assertTrue(older.err().contains("no node would take 5 after it"), older.toString());
        assertEquals(first + 1, index(folder.resolve("signed")).version());
        assertEquals("<feature changed='yes'/>", entry(folder.resolve("signed").resolve(PlainSite.FEATURE), "feature.xml"));
    }

    @Test
    void aZipIsReadAndWrittenAsWell() throws Exception {
        Path first = folder.resolve("first.zip");
        Path second = folder.resolve("second.zip");
        assertEquals(0, sign(first).code());
        Ran again = run(folder, "site", "sign", first.toString(), "--key", shared.resolve("signer.p12").toString(), "--password-file", shared.resolve("pw").toString(), "--id",
                "com.example", "--out", second.toString(), "--json");
        assertEquals(0, again.code(), again.toString());
        assertTrue(again.out().contains("\"signer\" : \"" + fingerprint + "\""), again.out());
        try (var zip = new ZipFile(second.toFile())) {
            assertEquals(6, zip.size());
        }
    }

    @Test
    void whatIsNoSiteIsRefusedAndNothingIsLeft() throws Exception {
        site.doctype = "<!DOCTYPE r [<!ENTITY a 'b'>]>";
        assertRefused("artifacts.xml is not the XML of a p2 site");
        site.doctype = "";
        site.artifacts.add(PlainSite.artifact("osgi.bundle", "com.gone", ""));
        assertRefused("lists plugins/com.gone_1.0.0.jar and does not have it");
        site.artifacts.set(2, PlainSite.artifact("osgi.bundle", "../com.example", ""));
        assertRefused("strange name '../com.example_1.0.0'");
        site.artifacts.set(2, PlainSite.artifact("shell.script", "com.example", ""));
        assertRefused("unknown kind 'shell.script'");
        site.artifacts.set(2, PlainSite.artifact("osgi.bundle", "com.example", "<property name='format' value='packed'/>"));
        assertRefused("in a packed form");
        site.artifacts.remove(2);
        Files.writeString(site.folder.resolve(PlainSite.BUNDLE), "no zip at all");
        assertRefused("plugins/com.example_1.0.0.jar is not a jar");
    }

    @Test
    void aSiteWithoutAFeatureThatNodesKnowIsRefused() throws Exception {
        site.units.set(0, "<unit id='com.example.feature.group' version='1.0.0'/>");
        assertRefused("call it com.example.feature");
        site.units.remove(0);
        assertRefused("the site has no feature");
    }

    @Test
    void wrongOptionsAreRefusedBeforeAnythingIsWritten() throws Exception {
        assertRefused("'Com Example' is no id of a site", "--id", "Com Example");
        assertRefused("'soon' is not a time", "--expires", "soon");
        assertRefused("'0' is not in 1s to 3650d", "--expires", "0");
        Files.writeString(shared.resolve("wrong"), "not the password\n");
        assertRefused("the password is wrong", "--password-file", shared.resolve("wrong").toString());
        assertRefused("is no signed site", "--out", site.folder.toString() + "/plugins");
        assertRefused("the signed site would replace the site itself", "--out", site.folder.toString());
    }

    @Test
    void aNodeTakesWhatWasSignedAndNothingThatWasChangedSince() throws Exception {
        Path signed = signed();
        var seen = SiteCheck.check(signed.toString(), fingerprint, Instant.now());
        assertEquals("com.example", seen.getKey().id());
        assertEquals(fingerprint, seen.getKey().signer().text());
        assertEquals("com.example.feature", seen.getValue().features().getFirst().id());
        String after = assertThrows(IOException.class, () -> SiteCheck.check(signed.toString(), fingerprint, Instant.now().plus(Duration.ofDays(91)))).getMessage();
        assertTrue(after.contains("expired at"), after);
        String foreign = assertThrows(IOException.class, () -> SiteCheck.check(signed.toString(), "00".repeat(32), Instant.now())).getMessage();
        assertTrue(foreign.contains("not by the signer"), foreign);
        Files.writeString(signed.resolve("p2.index"), "version=2", StandardOpenOption.APPEND);
        String changed = assertThrows(IOException.class, () -> SiteCheck.check(signed.toString(), fingerprint, Instant.now())).getMessage();
        assertTrue(changed.contains("p2.index"), changed);
    }

    @Test
    void aSignerIsItsOwnersAloneAndNeverOverwritten() throws Exception {
        Path signer = shared.resolve("signer.p12");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(signer)));
        byte[] before = Files.readAllBytes(signer);
        Ran again = run(folder, "site", "key", "--out", signer.toString(), "--name", "Thief", "--password-file", shared.resolve("pw").toString());
        assertTrue(again.err().contains("never overwritten"), again.toString());
        assertEquals(HexFormat.of().formatHex(before), HexFormat.of().formatHex(Files.readAllBytes(signer)));
        Ran named = run(folder, "site", "key", "--out", folder.resolve("x.p12").toString(), "--name", "A, O=B", "--password-file", shared.resolve("pw").toString());
        assertTrue(named.err().contains("'A, O=B' is no name for a signer"), named.toString());
        assertFalse(Files.exists(folder.resolve("x.p12")));
    }
}
