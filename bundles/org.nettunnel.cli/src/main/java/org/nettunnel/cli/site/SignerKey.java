package org.nettunnel.cli.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Texts;

/// Who signs a site: a private key and its certificate, in a PKCS #12 file with a password.
///
/// @param chain own certificate first
record SignerKey(PrivateKey key, List<X509Certificate> chain) {
    private static final String ALIAS = "signer";
    private static final String DISTINGUISHED = ",=+<>#;\\\"";

    X509Certificate certificate() {
        return chain.getFirst();
    }

    Fingerprint fingerprint() {
        try {
            return Fingerprint.of(certificate().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }

    static SignerKey read(Path file, String password) throws CliFailure {
        try (var in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (!(store.getKey(alias, password.toCharArray()) instanceof PrivateKey key)) continue;
                var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(store.getCertificateChain(alias)));
                return new SignerKey(key, path.getCertificates().stream().map(X509Certificate.class::cast).toList());
            }
            throw new CliFailure(ExitCode.FAILED, file + " holds no private key; 'nettunnel site key' makes a signer");
        } catch (IOException unreadable) {
            String why = unreadable.getCause() instanceof GeneralSecurityException ? "the password is wrong" : Texts.reason(unreadable);
            throw new CliFailure(ExitCode.FAILED, "cannot read the signer " + file + ": " + why);
        } catch (GeneralSecurityException strange) {
            throw new CliFailure(ExitCode.FAILED, "cannot read the signer " + file + ": " + strange.getMessage());
        }
    }

    /// Makes a signer with a certificate of its own, on the curve P-256. The file is its owner's alone.
    static SignerKey make(Path file, String name, int days, String password) throws CliFailure {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (Files.exists(file)) throw new CliFailure(ExitCode.FAILED, file + " is there already; a signer is never overwritten: give another --out");
            if (folder == null || !Files.isDirectory(folder)) throw new CliFailure(ExitCode.FAILED, "there is no folder " + folder + " for " + file.getFileName());
            Path room = Files.createTempDirectory(folder, ".signer");
            try {
                Path secret = Files.writeString(ownersOnly(room.resolve("password")), password + "\n" + password + "\n");
                Path made = room.resolve("signer.p12");
                keytool(room, secret, made, name, days);
                if (folder.getFileSystem().supportedFileAttributeViews().contains("posix"))
                    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
                Files.createLink(file, made); // unlike a move it never replaces what somebody else put there
            } finally {
                Folders.remove(room);
            }
        } catch (IOException failed) {
            throw new CliFailure(ExitCode.FAILED, "cannot write the signer " + file + ": " + Texts.reason(failed));
        }
        return read(file, password);
    }

    /// What is wrong with a name for a certificate.
    static @Nullable String problem(String name) {
        boolean isGood = !name.isBlank() && name.length() <= 64 && name.equals(name.strip())
                && name.chars().noneMatch(c -> Character.isISOControl(c) || DISTINGUISHED.indexOf(c) >= 0);
        return isGood ? null : "'" + Texts.printable(name) + "' is no name for a signer: 1 to 64 characters without " + DISTINGUISHED;
    }

    private static Path ownersOnly(Path file) throws IOException {
        Files.createFile(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix"))
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /// Every Java has this program; its classes are nobody's API.
    private static void keytool(Path room, Path secret, Path made, String name, int days) throws IOException, CliFailure {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1", "-genkeypair",
                "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA", "-validity", String.valueOf(days), "-dname", "CN=" + name,
                "-ext", "ku:critical=digitalSignature", "-ext", "eku=codeSigning", "-storetype", "PKCS12", "-keystore", made.toString(),
                "-storepass:file", secret.toString());
        Process process = new ProcessBuilder(command).directory(room.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) throw new CliFailure(ExitCode.FAILED, "keytool could not make the signer: " + said);
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.FAILED, "interrupted while the signer was made; nothing was written");
        }
    }
}
