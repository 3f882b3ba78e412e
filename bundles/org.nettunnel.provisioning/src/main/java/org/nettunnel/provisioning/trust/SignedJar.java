package org.nettunnel.provisioning.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;

/// Reads a whole jar and says who signed it: every entry, by one certificate that is valid now, with nothing added, taken or changed since.
///
/// No certificate store of Java or the system is asked: a signer counts because an administrator confirmed it, and for no other reason.
/// **Threads:** one.
public final class SignedJar {
    private static final String META_INF = "META-INF/";
    private final String name;
    private final Instant now;
    private final Set<String> entries = new HashSet<>();
    private final byte[] buffer = new byte[1 << 16];
    private long unpacked;
    private @Nullable X509Certificate signer;

    private SignedJar(String name, Instant now) {
        this.name = name;
        this.now = now;
    }

    /// @param name of the file, for sentences
    /// @throws SiteRefused when it is not signed as a whole by one certificate that is valid `now`
    public static Signer check(Path jar, String name, Instant now) throws SiteRefused, IOException {
        return new SignedJar(name, now).read(jar);
    }

    /// @param pinned the only signer that counts
    public static Signer check(Path jar, String name, Instant now, Fingerprint pinned) throws SiteRefused, IOException {
        Signer signer = check(jar, name, now);
        if (!signer.fingerprint().equals(pinned))
            throw new SiteRefused(name + " is signed by " + signer.text() + ", not by the signer that was confirmed for this site (" + pinned
                    + "); if the site has a new signer, make sure of its fingerprint and add the site again");
        return signer;
    }

    private Signer read(Path path) throws SiteRefused, IOException {
        checkSignatureLength(path);
        try (var jar = new JarFile(path.toFile(), true, ZipFile.OPEN_READ)) {
            if (jar.size() > Caps.ENTRIES) throw new SiteRefused(name + " has " + jar.size() + " entries; at most " + Caps.ENTRIES + " are read");
            Manifest manifest = jar.getManifest();
            if (manifest == null) throw unsigned();
            var block = SignatureBlock.of(jar, name);
            for (JarEntry entry : Collections.list(jar.entries())) readEntry(jar, entry);
            block.check(jar, manifest);
            Set<String> missing = new HashSet<>(manifest.getEntries().keySet());
            missing.removeAll(entries);
            if (!missing.isEmpty())
                throw changed("'" + missing.iterator().next() + "' was taken out of it");
        } catch (SecurityException broken) {
            throw changed(String.valueOf(broken.getMessage()));
        } catch (ZipException broken) {
            throw new SiteRefused(name + " is not a jar: " + broken.getMessage());
        }
        X509Certificate certificate = signer;
        if (certificate == null) throw unsigned();
        checkTime(certificate);
        return Signer.of(certificate);
    }

    /// The JDK reads manifest and signature to memory, as long as they are, before anything of them is believed.
    private void checkSignatureLength(Path path) throws SiteRefused, IOException {
        try (var zip = new ZipFile(path.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (!isOfTheSignature(entry.getName())) continue;
                try (InputStream in = zip.getInputStream(entry)) {
                    long total = 0;
                    for (int n; (n = in.read(buffer)) >= 0; total += n)
                        if (total > Caps.SIGNATURE) throw new SiteRefused(name + " has a " + entry.getName() + " longer than " + (Caps.SIGNATURE >> 20) + " MiB");
                }
            }
        } catch (ZipException broken) {
            throw new SiteRefused(name + " is not a jar: " + broken.getMessage());
        }
    }

    private void readEntry(JarFile jar, JarEntry entry) throws SiteRefused, IOException {
        String path = entry.getName();
        EntryName.check(name, path);
        if (!entries.add(path)) throw new SiteRefused(name + " has the entry '" + path + "' twice");
        try (InputStream in = jar.getInputStream(entry)) {
            for (int n; (n = in.read(buffer)) >= 0; unpacked += n)
                if (unpacked > Caps.UNPACKED) throw new SiteRefused(name + " unpacks to more than " + (Caps.UNPACKED >> 20) + " MiB");
        }
        if (path.endsWith("/") || isOfTheSignature(path)) return;
        CodeSigner @Nullable [] signers = entry.getCodeSigners();
        if (signers == null || signers.length == 0)
            throw jar.getManifest().getAttributes(path) != null ? unsigned()
                    : new SiteRefused(name + " holds '" + path + "', which its signature does not cover: it was added after signing");
        if (signers.length != 1) throw new SiteRefused(name + " has " + signers.length + " signatures; it must have one");
        var certificate = (X509Certificate) signers[0].getSignerCertPath().getCertificates().getFirst();
        if (signer != null && !certificate.equals(signer)) throw new SiteRefused(name + " is signed in parts by several signers; one must sign it all");
        signer = certificate;
    }

    /// As the JDK has it: these, and only right below META-INF, are not signed themselves.
    static boolean isOfTheSignature(String path) {
        String upper = path.toUpperCase(Locale.ROOT);
        if (!upper.startsWith(META_INF) || upper.indexOf('/', META_INF.length()) >= 0) return false;
        return upper.equals(JarFile.MANIFEST_NAME) || upper.startsWith("META-INF/SIG-") || upper.endsWith(".SF") || upper.endsWith(".RSA")
                || upper.endsWith(".DSA") || upper.endsWith(".EC");
    }

    private void checkTime(X509Certificate certificate) throws SiteRefused {
        if (now.isAfter(certificate.getNotAfter().toInstant()))
            throw new SiteRefused("the certificate that signed " + name + " (" + Signer.of(certificate).name() + ") expired at "
                    + certificate.getNotAfter().toInstant() + "; this node's clock says " + now);
        if (now.isBefore(certificate.getNotBefore().toInstant()))
            throw new SiteRefused("the certificate that signed " + name + " (" + Signer.of(certificate).name() + ") is valid from "
                    + certificate.getNotBefore().toInstant() + " on; this node's clock says " + now);
        boolean @Nullable [] usage = certificate.getKeyUsage();
        if (usage != null && !usage[0]) throw new SiteRefused("the certificate that signed " + name + " is not meant for signing");
    }

    private SiteRefused unsigned() {
        return new SiteRefused(name + " is not signed, or not with algorithms that count today; every file of a site must be");
    }

    private SiteRefused changed(String what) {
        return new SiteRefused(name + " was changed after it was signed: " + what);
    }
}
