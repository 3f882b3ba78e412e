package org.nettunnel.provisioning.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedJarTest {
    private static final Instant NOW = Instant.now();
    @TempDir
    Path folder;
    private Path jar;

    @BeforeEach
    void make() throws IOException {
        jar = Jars.write(folder.resolve("a.jar"), Map.of("Bundle-SymbolicName", "a"), Map.of("a/A.class", "class", "META-INF/services/x", "y"));
    }

    @Test
    void takesWhatTheConfirmedSignerMade() throws Exception {
        Signers.GOOD.sign(jar);
        Signer signer = SignedJar.check(jar, "a.jar", NOW, Signers.GOOD.fingerprint());
        assertEquals("CN=GOOD signer", signer.name());
    }

    @Test
    void refusesAManifestThatUnpacksToMoreThanAnyHas() throws Exception {
        Jars.zip(jar, Map.of("META-INF/MANIFEST.MF", new byte[(int) Caps.SIGNATURE + (1 << 17)]));
        refused("a.jar has a META-INF/MANIFEST.MF longer than 4 MiB");
    }

    @Test
    void refusesAnUnsignedJar() {
        refused("a.jar is not signed");
    }

    @Test
    void refusesAnotherSignerAndSaysWho() throws Exception {
        Signers.OTHER.sign(jar);
        refused("signed by CN=OTHER signer (self-signed, SHA-256 " + Signers.OTHER.fingerprint());
    }

    @Test
    void refusesAnExpiredCertificateAndSaysTheClock() throws Exception {
        Signers.EXPIRED.sign(jar);
        refused("expired at ");
        refused("this node's clock says " + NOW);
    }

    @Test
    void refusesACertificateThatIsNotValidYet() throws Exception {
        Signers.GOOD.sign(jar);
        String sentence = assertThrows(SiteRefused.class, () -> SignedJar.check(jar, "a.jar", NOW.minus(Duration.ofDays(2)))).getMessage();
        assertTrue(sentence.contains("is valid from"), sentence);
    }

    @Test
    void refusesChangedContent() throws Exception {
        Signers.GOOD.sign(jar);
        Jars.spoil(jar, entries -> entries.put("a/A.class", bytes("other")));
        refused("was changed after it was signed");
    }

    @Test
    void refusesAnAddedEntry() throws Exception {
        Signers.GOOD.sign(jar);
        Jars.spoil(jar, entries -> entries.put("a/B.class", bytes("more")));
        refused("'a/B.class', which its signature does not cover");
    }

    @Test
    void refusesAnEntryThatLooksLikePartOfASignature() throws Exception {
        Signers.GOOD.sign(jar);
        Jars.spoil(jar, entries -> entries.put("META-INF/SIG-X", bytes("more")));
        refused("must have one signature");
    }

    @Test
    void refusesWhenAnEntryWasTakenOut() throws Exception {
        Signers.GOOD.sign(jar);
        Jars.spoil(jar, entries -> entries.remove("META-INF/services/x"));
        refused("'META-INF/services/x' was taken out of it");
    }

    @Test
    void refusesAnotherManifest() throws Exception {
        Signers.GOOD.sign(jar);
        Jars.spoil(jar, entries -> entries.put("META-INF/MANIFEST.MF",
                bytes(new String(entries.get("META-INF/MANIFEST.MF"), StandardCharsets.UTF_8).replace("Bundle-SymbolicName: a", "Bundle-SymbolicName: b"))));
        refused("was changed after it was signed");
    }

    @Test
    void refusesASecondSignature() throws Exception {
        Signers.GOOD.sign(jar);
        Signers.OTHER.sign(jar, "SHA-256", "SECOND");
        refused("must have one signature");
    }

    @Test
    void refusesWeakDigests() throws Exception {
        Signers.GOOD.sign(jar, "SHA-1", "SIGNER");
        refused("a.jar");
    }

    @Test
    void refusesNamesThatLeadOutside() throws Exception {
        Signers.GOOD.sign(Jars.write(jar, Map.of(), Map.of("../../a", "x")));
        refused("leads elsewhere");
    }

    @Test
    void refusesWhatIsNoJar() throws Exception {
        Files.writeString(jar, "no jar");
        refused("is not a jar");
    }

    @Test
    void aFailedCheckKeepsNoFileOpen() throws Exception {
        refused("not signed");
        Files.delete(jar);
        assertTrue(Files.notExists(jar));
    }

    private void refused(String part) {
        String sentence = assertThrows(SiteRefused.class, () -> SignedJar.check(jar, "a.jar", NOW, Signers.GOOD.fingerprint())).getMessage();
        assertTrue(sentence.contains(part), sentence);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
