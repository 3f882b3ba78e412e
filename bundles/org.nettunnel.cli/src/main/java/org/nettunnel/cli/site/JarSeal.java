package org.nettunnel.cli.site;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;

import jdk.security.jarsigner.JarSigner;
import jdk.security.jarsigner.JarSignerException;

/// Signs jars by one signer, and nobody else: signatures that were there go. But for the signature the same jar gives the same bytes each time.
///
/// @param room a folder for what is made in between
record JarSeal(SignerKey signer, Path room) {
    private static final String META_INF = "META-INF/";
    private static final int LONGEST = 256 << 20;
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);

    /// @param name of the jar, for sentences
    void seal(Path jar, Path target, String name) throws IOException, CliFailure {
        Path bare = room.resolve("bare.jar");
        Path sealed = room.resolve("sealed.jar");
        try {
            Files.createDirectories(target.getParent());
            strip(jar, bare, name);
            try (var zip = new ZipFile(bare.toFile()); OutputStream out = Files.newOutputStream(sealed)) {
                jarSigner().sign(zip, out);
            }
            settle(sealed, target);
        } catch (ZipException broken) {
            throw new CliFailure(ExitCode.FAILED, name + " is not a jar: " + broken.getMessage());
        } catch (JarSignerException | GeneralSecurityException failed) {
            throw new CliFailure(ExitCode.FAILED, "cannot sign " + name + ": " + (failed.getCause() == null ? failed : failed.getCause()).getMessage());
        }
    }

    private JarSigner jarSigner() throws GeneralSecurityException {
        var path = CertificateFactory.getInstance("X.509").generateCertPath(signer.chain());
        return new JarSigner.Builder(signer.key(), path).digestAlgorithm("SHA-256").signerName("SIGNER").build();
    }

    /// Not compressed: that comes last.
    private static void strip(Path jar, Path target, String name) throws IOException, CliFailure {
        Set<String> seen = new HashSet<>();
        try (var zip = new ZipFile(jar.toFile()); var out = new ZipOutputStream(Files.newOutputStream(target))) {
            boolean wasSigned = zip.stream().anyMatch(entry -> isSignature(entry.getName()));
            for (ZipEntry entry : zip.stream().toList()) {
                if (isSignature(entry.getName())) continue;
                if (!seen.add(entry.getName())) throw new CliFailure(ExitCode.FAILED, name + " has the entry '" + entry.getName() + "' twice; it is not signed");
                boolean isManifest = wasSigned && entry.getName().equals(JarFile.MANIFEST_NAME);
                byte[] content = isManifest ? bareManifest(zip, entry) : content(zip, entry);
                var crc = new CRC32();
                crc.update(content);
                var bare = new ZipEntry(entry.getName());
                bare.setTimeLocal(entry.getTimeLocal());
                bare.setMethod(ZipEntry.STORED);
                bare.setSize(content.length);
                bare.setCrc(crc.getValue());
                out.putNextEntry(bare);
                out.write(content);
                out.closeEntry();
            }
        }
    }

    private static byte[] content(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            if (content.length > LONGEST) throw new ZipException("'" + entry.getName() + "' unpacks to more than " + (LONGEST >> 20) + " MiB");
            return content;
        }
    }

    /// As the JDK has it: these, and only right below META-INF, are not signed themselves.
    private static boolean isSignature(String path) {
        String upper = path.toUpperCase(Locale.ROOT);
        if (!upper.startsWith(META_INF) || upper.indexOf('/', META_INF.length()) >= 0) return false;
        return upper.startsWith("META-INF/SIG-") || upper.endsWith(".SF") || upper.endsWith(".RSA") || upper.endsWith(".DSA") || upper.endsWith(".EC");
    }

    private static byte[] bareManifest(ZipFile zip, ZipEntry entry) throws IOException {
        var manifest = new Manifest(new ByteArrayInputStream(content(zip, entry)));
        for (Attributes section : manifest.getEntries().values())
            section.keySet().removeIf(key -> key.toString().endsWith("-Digest") || key.toString().contains("-Digest-"));
        manifest.getEntries().values().removeIf(Attributes::isEmpty);
        var bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    /// The signer dates its own files; that differs each time and says nothing that counts.
    private static void settle(Path sealed, Path target) throws IOException {
        try (var zip = new ZipFile(sealed.toFile()); var out = new ZipOutputStream(Files.newOutputStream(target))) {
            for (ZipEntry entry : zip.stream().toList()) {
                boolean isOfTheSigner = isSignature(entry.getName()) || entry.getName().equals(JarFile.MANIFEST_NAME);
                var last = new ZipEntry(entry.getName());
                last.setTimeLocal(isOfTheSigner ? ALWAYS : entry.getTimeLocal());
                if (entry.isDirectory()) {
                    last.setMethod(ZipEntry.STORED);
                    last.setSize(0);
                    last.setCrc(0);
                }
                out.putNextEntry(last);
                out.write(content(zip, entry));
                out.closeEntry();
            }
        }
    }
}
