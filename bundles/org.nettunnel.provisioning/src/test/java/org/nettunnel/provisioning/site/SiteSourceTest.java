package org.nettunnel.provisioning.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettunnel.provisioning.trust.Jars;
import org.nettunnel.provisioning.trust.Signers;
import org.nettunnel.provisioning.trust.SiteRefused;

class SiteSourceTest {
    @TempDir
    Path folder;
    private Path site;
    private SiteForge forge;

    @BeforeEach
    void make() {
        site = folder.resolve("site");
        forge = new SiteForge(site);
    }

    @Test
    void copiesAFolderAndAZipAlike() throws Exception {
        forge.make();
        Path zip = zipped();
        assertEquals(copy(site.toString()).sha256(), copy(zip.toUri().toString()).sha256());
    }

    @Test
    void aCopyIsKnownAgainByItsIndexAlone() throws Exception {
        forge.make();
        SiteCopy copy = copy(site.toString());
        SiteCopy.verify(copy.folder(), copy.sha256());
        Files.writeString(copy.folder().resolve("content.xml"), "<repository/>");
        assertTrue(assertThrows(SiteRefused.class, () -> SiteCopy.verify(copy.folder(), copy.sha256())).getMessage().contains("does not belong"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"http://x.test/site|goes over http", "ftp://x.test/|scheme 'ftp'", "jar:file:/x.jar!/|scheme 'jar'", "file://host/x|names another machine",
            "site|not an absolute path", "https://user:secret@x.test/|user name", "https://x.test/?q=1|query", "https:///x|", "https://x.test/#x|#server=FINGERPRINT",
            "https://x.test/#server=12|wrong fingerprint"})
    void refusesLocationsByName(String location, String why) {
        String sentence = assertThrows(SiteRefused.class, () -> SiteLocation.of(location)).getMessage();
        assertTrue(why == null || sentence.contains(why), sentence);
    }

    @Test
    void followsNoLinks() throws Exception {
        forge.make();
        Path outside = Files.copy(forge.plugin(), folder.resolve("outside.jar"));
        Files.delete(forge.plugin());
        Files.createSymbolicLink(forge.plugin(), outside);
        refused("is a symbolic link");
    }

    @Test
    void refusesAHugeFileWithoutReadingIt() throws Exception {
        forge.make();
        try (var sparse = new RandomAccessFile(forge.plugin().toFile(), "rw")) {
            sparse.setLength(10L << 30);
        }
        refused("is longer than the");
    }

    @Test
    void refusesAHugeIndex() throws Exception {
        forge.make();
        try (var sparse = new RandomAccessFile(site.resolve("index.jar").toFile(), "rw")) {
            sparse.setLength(10L << 30);
        }
        refused("is longer than the");
    }

    @Test
    void refusesAZipWithNamesThatLeadOutside() throws Exception {
        forge.make();
        Path zip = zipped();
        Jars.spoil(zip, entries -> entries.put("../../evil", new byte[1]));
        assertTrue(assertThrows(SiteRefused.class, () -> copy(zip.toString())).getMessage().contains("leads elsewhere"));
    }

    @Test
    void refusesAZipWithAHugeTableOfContentsBeforeItReadsIt() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) entries.put("x".repeat(60_000) + i, new byte[0]);
        Path zip = folder.resolve("long.zip");
        Jars.zip(zip, entries);
        assertTrue(assertThrows(SiteRefused.class, () -> copy(zip.toString())).getMessage().contains("has a table of contents of 60"));
        entries.clear();
        for (int i = 0; i < 66_000; i++) entries.put("x" + i, new byte[0]);
        Jars.zip(zip, entries);
        assertTrue(assertThrows(SiteRefused.class, () -> copy(zip.toString())).getMessage().contains("65535 entries or more"));
        Files.writeString(zip, "not a zip, but longer than the record at the end of one");
        assertTrue(assertThrows(SiteRefused.class, () -> copy(zip.toString())).getMessage().contains("is not a zip"));
    }

    @Test
    void refusesFilesThatTheIndexDoesNotKnowAsItShould() throws Exception {
        for (String path : new String[] {"../../evil.jar", "content.xml.xz", "plugins/../../x.jar", "/etc/x", "plugins/a b.jar", "index.jar", "compositeContent.jar"}) {
            forge.index = json -> json.replace("\"plugins/" + SiteForge.FEATURE + "_1.0.0.jar\"", "\"" + path + "\"");
            forge.make();
            assertThrows(SiteRefused.class, () -> copy(site.toString()), path);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"\"format\":1|\"format\":2|reads 1", "\"version\":1,|\"version\":0,|count from 1", "\"version\":1,|\"version\":1.5,|not as it must be",
            "\"site\":|\"extra\":1,\"site\":|not as it must be", "\"site\":\"org.example.cipher\"|\"site\":\"a b\"|site id that is none", "\"format\":1|\"format\":1,\"format\":1|not as it must be",
            "\"size\":|\"size\":-|has -"})
    void readsTheIndexStrictly(String part, String instead, String why) throws Exception {
        forge.index = json -> json.replace(part, instead);
        forge.make();
        refused(why);
    }

    @Test
    void saysTheClockWhenTheIndexExpired() throws Exception {
        forge.expires = Instant.now().minus(Duration.ofMinutes(1));
        forge.make();
        refused("this node's clock says");
    }

    @Test
    void refusesAnIndexThatHoldsMore() throws Exception {
        forge.make();
        Jars.spoil(site.resolve("index.jar"), entries -> entries.put("more", new byte[1]));
        refused("its signature does not cover");
    }

    private Path zipped() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (var files = Files.walk(site)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) entries.put(site.relativize(file).toString(), Files.readAllBytes(file));
        }
        Path zip = folder.resolve("site.zip");
        Jars.zip(zip, entries);
        return zip;
    }

    private SiteCopy copy(String location) throws SiteRefused, IOException {
        Path target = Files.createTempDirectory(folder, "copy");
        try (SiteSource source = SiteLocation.of(location).open()) {
            SignedIndex index = SignedIndex.fetch(source, target.resolve("index.jar"), Signers.GOOD.fingerprint(), Instant.now());
            return SiteCopy.fetch(source, target, index, Instant.now(), (_, _) -> {});
        }
    }

    private void refused(String part) {
        String sentence = assertThrows(SiteRefused.class, () -> copy(site.toString())).getMessage();
        assertTrue(sentence.contains(part), sentence);
    }
}
