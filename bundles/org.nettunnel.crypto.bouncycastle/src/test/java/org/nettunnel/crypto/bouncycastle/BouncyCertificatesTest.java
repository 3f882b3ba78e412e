package org.nettunnel.crypto.bouncycastle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.crypto.KeyMaterial;

class BouncyCertificatesTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final KeyPair PAIR = SelfSigned.pair();
    /// Made once: generating RSA keys is what takes time here.
    private static final KeyMaterial ONE = SelfSigned.make(PAIR, List.of("node.example", "192.0.2.7"), YEAR, Instant.now());
    private static final KeyMaterial OTHER = SelfSigned.make(SelfSigned.pair(), List.of("other.example"), YEAR, Instant.now());

    private final BouncyCertificates certificates = new BouncyCertificates();

    @TempDir
    private Path folder;

    @Test
    void aSelfSignedCertificateIsAServersForItsNames() throws Exception {
        var material = certificates.selfSigned(List.of("node.example", "192.0.2.7", "2001:db8::1", "localhost"), YEAR);
        X509Certificate own = material.chain().getFirst();
        own.verify(own.getPublicKey());
        own.checkValidity();
        assertEquals("CN=node.example", own.getSubjectX500Principal().getName());
        assertEquals("SHA256withRSA", own.getSigAlgName());
        assertEquals(2048, ((RSAPublicKey) own.getPublicKey()).getModulus().bitLength());
        assertEquals(-1, own.getBasicConstraints(), "no authority");
        assertTrue(own.getKeyUsage()[0], "digital signature");
        assertFalse(own.getKeyUsage()[5], "does not sign certificates");
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), own.getExtendedKeyUsage());
        var names = own.getSubjectAlternativeNames().stream().map(name -> name.get(0) + " " + name.get(1)).collect(Collectors.toSet());
        assertEquals(Set.of("2 node.example", "7 192.0.2.7", "7 2001:db8:0:0:0:0:0:1", "2 localhost"), names);
    }

    @Test
    void itsTimesAllowForClocksThatAreSlow() {
        var now = Instant.parse("2026-11-22T15:00:00.5Z");
        var own = SelfSigned.make(PAIR, List.of("n"), YEAR, now).chain().getFirst();
        assertEquals(Instant.parse("2026-11-22T14:00:00Z"), own.getNotBefore().toInstant());
        assertEquals(Instant.parse("2027-11-22T15:00:00Z"), own.getNotAfter().toInstant());
    }

    @Test
    void serialNumbersAreLargePositiveAndNeverTheSame() {
        var one = ONE.chain().getFirst().getSerialNumber();
        var other = OTHER.chain().getFirst().getSerialNumber();
        assertNotEquals(one, other);
        assertTrue(one.signum() > 0 && one.bitLength() > 64 && one.bitLength() < 160, one.toString());
    }

    @Test
    void namesOfOtherAlphabetsAndLongNamesAreEncoded() throws Exception {
        var own = SelfSigned.make(PAIR, List.of("a".repeat(60) + ".example.org", "bücher.example"), YEAR, Instant.now()).chain().getFirst();
        assertEquals("CN=" + "a".repeat(60) + ".exa", own.getSubjectX500Principal().getName());
        assertEquals(List.of(List.of(2, "a".repeat(60) + ".example.org"), List.of(2, "xn--bcher-kva.example")), List.copyOf(own.getSubjectAlternativeNames()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "http://node", "node:443", "a\nb", "192.0.2.7/24", "fe80::1%eth0"})
    void refusesWhatIsNoName(String name) {
        var refused = assertThrows(IllegalArgumentException.class, () -> SelfSigned.make(PAIR, List.of(name), YEAR, Instant.now()));
        assertTrue(refused.getMessage().contains("no DNS name"), refused.getMessage());
    }

    @Test
    void refusesNoNamesAndNoTime() {
        assertThrows(IllegalArgumentException.class, () -> certificates.selfSigned(List.of(), YEAR));
        assertThrows(IllegalArgumentException.class, () -> certificates.selfSigned(List.of("n"), Duration.ZERO));
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        certificates.write(ONE, file("c.pem"), file("k.pem"));
        assertSame(ONE, certificates.read(file("c.pem"), file("k.pem")));
        try (var left = Files.list(folder)) {
            assertEquals(Set.of("c.pem", "k.pem"), left.map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void onlyTheOwnerMayReadTheKeyEvenIfTheOldFileWasOpen() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Files.writeString(file("k.pem"), "old");
        Files.setPosixFilePermissions(file("k.pem"), PosixFilePermissions.fromString("rw-rw-rw-"));
        certificates.write(ONE, file("c.pem"), file("k.pem"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file("k.pem"))));
    }

    @Test
    void aWriteThatFailsLeavesNothingBehind() throws Exception {
        assertThrows(IOException.class, () -> certificates.write(ONE, folder.resolve("missing/c.pem"), file("k.pem")));
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertSays("does not exist", file("c.pem"), file("k.pem"));
    }

    @Test
    void filesWithoutPemAreNamedWithTheRemedy() throws Exception {
        certificates.write(ONE, file("c.pem"), file("k.pem"));
        Files.write(file("c.der"), ONE.chain().getFirst().getEncoded());
        assertSays("holds no certificate in PEM form", file("c.der"), file("k.pem"));
        assertSays("openssl x509 -inform DER", file("c.der"), file("k.pem"));
        assertSays("holds no private key", file("c.pem"), file("c.pem"));
        Files.write(file("large"), new byte[2 << 20]);
        assertSays("more than 1 MiB", file("large"), file("k.pem"));
    }

    @Test
    void damagedPemIsSaidToBeDamaged() throws Exception {
        certificates.write(ONE, file("c.pem"), file("k.pem"));
        String good = Files.readString(file("c.pem"));
        Files.writeString(file("cut.pem"), good.substring(0, good.length() - 200));
        assertSays("is damaged", file("cut.pem"), file("k.pem"));
        Files.writeString(file("bad.pem"), good.replaceFirst("\nM", "\n!"));
        assertSays("is damaged", file("bad.pem"), file("k.pem"));
        Files.writeString(file("key.pem"), Files.readString(file("k.pem")).replaceAll("\n[^-\n]+\n(-+END)", "\n$1"));
        assertSays("key.pem", file("c.pem"), file("key.pem"));
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        certificates.write(ONE, file("c1.pem"), file("k1.pem"));
        certificates.write(OTHER, file("c2.pem"), file("k2.pem"));
        assertSays("does not belong to the certificate", file("c1.pem"), file("k2.pem"));
    }

    @Test
    void aChainInTheWrongOrderIsSaidToBe() throws Exception {
        certificates.write(new KeyMaterial(ONE.key(), List.of(ONE.chain().getFirst(), OTHER.chain().getFirst())), file("c.pem"), file("k.pem"));
        assertEquals(2, certificates.read(file("c.pem"), file("k.pem")).chain().size());
        certificates.write(new KeyMaterial(ONE.key(), List.of(OTHER.chain().getFirst(), ONE.chain().getFirst())), file("c.pem"), file("k.pem"));
        assertSays("is number 2", file("c.pem"), file("k.pem"));
    }

    @Test
    void anExpiredCertificateIsReadWithAWarning() throws Exception {
        var expired = SelfSigned.make(PAIR, List.of("n"), Duration.ofDays(1), Instant.now().minus(Duration.ofDays(3)));
        certificates.write(expired, file("c.pem"), file("k.pem"));
        var warnings = new ArrayList<String>();
        var logger = Logger.getLogger("org.nettunnel.crypto.bouncycastle");
        logger.setFilter(entry -> {
            warnings.add(entry.getMessage());
            return false;
        });
        try {
            assertSame(expired, certificates.read(file("c.pem"), file("k.pem")));
        } finally {
            logger.setFilter(null);
        }
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().startsWith("certificate expired"), warnings.getFirst());
    }

    @Test
    void opensslAcceptsTheCertificateForItsNames() throws Exception {
        certificates.write(ONE, file("c.pem"), file("k.pem"));
        openssl("verify", "-x509_strict", "-CAfile", "c.pem", "-verify_hostname", "node.example", "-verify_ip", "192.0.2.7", "-purpose", "sslserver", "c.pem");
        String text = openssl("x509", "-in", "c.pem", "-noout", "-text");
        assertTrue(text.contains("DNS:node.example, IP Address:192.0.2.7"), text);
        assertEquals(openssl("x509", "-in", "c.pem", "-noout", "-pubkey"), openssl("pkey", "-in", "k.pem", "-pubout"));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA as PKCS#1, genrsa -traditional -out k.pem 2048", "RSA as PKCS#8, genpkey -algorithm RSA -out k.pem",
        "EC as SEC1 behind its parameters, ecparam -name prime256v1 -genkey -out k.pem", "EC as SEC1, ecparam -name secp384r1 -genkey -noout -out k.pem",
        "EC as PKCS#8, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k.pem", "Ed25519, genpkey -algorithm ED25519 -out k.pem"})
    void readsKeysThatOpensslMade(String kind, String command) throws Exception {
        openssl(command.split(" "));
        openssl("req", "-x509", "-key", "k.pem", "-subj", "/CN=" + kind.charAt(0), "-days", "9", "-out", "c.pem");
        var material = certificates.read(file("c.pem"), file("k.pem"));
        assertEquals("CN=" + kind.charAt(0), material.chain().getFirst().getSubjectX500Principal().getName());
        Files.writeString(file("both.pem"), Files.readString(file("c.pem")) + "words between\n" + Files.readString(file("k.pem")));
        assertSame(material, certificates.read(file("both.pem"), file("both.pem")));
        certificates.write(OTHER, file("unused.pem"), file("other.pem"));
        assertSays("does not belong", file("c.pem"), file("other.pem"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"genrsa -aes128 -passout pass:secret -traditional -out k.pem 2048", "genpkey -algorithm RSA -aes-256-cbc -pass pass:secret -out k.pem"})
    void anEncryptedKeyIsRefusedWithTheRemedy(String command) throws Exception {
        openssl(command.split(" "));
        certificates.write(ONE, file("c.pem"), file("unused.pem"));
        assertSays("is encrypted", file("c.pem"), file("k.pem"));
        assertSays("openssl pkey -in", file("c.pem"), file("k.pem"));
    }

    private void assertSays(String words, Path chain, Path key) {
        var refused = assertThrows(IOException.class, () -> certificates.read(chain, key));
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
        assertTrue(refused.getMessage().contains(folder.toString()), refused.getMessage());
    }

    private static void assertSame(KeyMaterial expected, KeyMaterial actual) {
        assertEquals(expected.chain(), actual.chain());
        assertArrayEquals(expected.key().getEncoded(), actual.key().getEncoded());
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private String openssl(String... arguments) throws Exception {
        boolean isThere = List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream().anyMatch(path -> Files.isExecutable(Path.of(path, "openssl")));
        assumeTrue(isThere, "no openssl on the PATH");
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), command + " does not end");
        assertEquals(0, process.exitValue(), command + ": " + output);
        return output;
    }
}
