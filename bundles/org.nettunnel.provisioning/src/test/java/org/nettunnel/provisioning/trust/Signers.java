package org.nettunnel.provisioning.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipFile;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.nettunnel.api.crypto.Fingerprint;

import jdk.security.jarsigner.JarSigner;

/// Keys that sign jars in tests, made by keytool once per run.
public enum Signers {
    GOOD("-startdate", "-1d", "-validity", "30"),
    OTHER("-startdate", "-1d", "-validity", "30"),
    EXPIRED("-startdate", "-10d", "-validity", "5");

    private static final Map<Signers, PrivateKeyEntry> MADE = new ConcurrentHashMap<>();
    private static final String PASSWORD = "changeit";
    private final List<String> options;

    Signers(String... options) {
        this.options = List.of(options);
    }

    public Fingerprint fingerprint() {
        try {
            return Fingerprint.of(entry().getCertificate().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A server's side of TLS with this certificate.
    public SSLContext serverContext() {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setEntry("server", entry(), new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Signs in place.
    public Path sign(Path jar) throws IOException {
        return sign(jar, "SHA-256", "SIGNER");
    }

    public Path sign(Path jar, String digest, String name) throws IOException {
        Path signed = Files.createTempFile(jar.toAbsolutePath().getParent(), "signing", ".tmp");
        try (var zip = new ZipFile(jar.toFile()); OutputStream out = Files.newOutputStream(signed)) {
            PrivateKeyEntry entry = entry();
            var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(entry.getCertificate()));
            new JarSigner.Builder(entry.getPrivateKey(), path).digestAlgorithm(digest).signerName(name).build().sign(zip, out);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        Files.move(signed, jar, StandardCopyOption.REPLACE_EXISTING);
        return jar;
    }

    private PrivateKeyEntry entry() {
        return MADE.computeIfAbsent(this, _ -> make());
    }

    private PrivateKeyEntry make() {
        try {
            Path folder = Files.createTempDirectory("signer");
            Path store = folder.resolve("signer.p12");
            try {
                List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "signer",
                        "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name() + " signer", "-keystore", store.toString(), "-storepass", PASSWORD));
                command.addAll(options);
                Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
                String said = new String(keytool.getInputStream().readAllBytes());
                if (keytool.waitFor() != 0) throw new IllegalStateException(said);
                KeyStore keys = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(store)) {
                    keys.load(in, PASSWORD.toCharArray());
                }
                return (PrivateKeyEntry) keys.getEntry("signer", new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
            } finally {
                Files.deleteIfExists(store);
                Files.delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
