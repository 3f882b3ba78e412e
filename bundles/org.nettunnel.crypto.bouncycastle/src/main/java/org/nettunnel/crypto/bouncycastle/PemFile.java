package org.nettunnel.crypto.bouncycastle;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// What one PEM file holds; what is neither certificate nor private key (parameters, text between blocks) is passed over.
record PemFile(Path path, List<Object> entries) {
    private static final long LARGEST_BYTES = 1 << 20;
    /// What JCA calls the algorithms that a TLS server's key can have, by their object identifier.
    private static final Map<String, String> ALGORITHMS = Map.of(
            "1.2.840.113549.1.1.1", "RSA", "1.2.840.10045.2.1", "EC",
            "1.3.101.112", "Ed25519", "1.3.101.113", "Ed448");

    static PemFile read(Path path) throws IOException {
        var entries = new ArrayList<Object>();
        try (var parser = new PEMParser(new StringReader(text(path)))) {
            for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) entries.add(entry);
        } catch (IOException | IllegalStateException | IllegalArgumentException malformed) {
            throw new IOException(path + " is damaged: a PEM block in it cannot be read (" + malformed.getMessage() + ")", malformed);
        }
        return new PemFile(path, entries);
    }

    private static String text(Path path) throws IOException {
        try {
            if (Files.size(path) > LARGEST_BYTES) throw new IOException(path + " has more than 1 MiB and is no PEM file of a certificate or key");
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new IOException(path + " does not exist", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException(path + " cannot be read: the node's user has no right to it", denied);
        }
    }

    List<X509Certificate> certificates() throws IOException {
        var converter = new JcaX509CertificateConverter();
        var certificates = new ArrayList<X509Certificate>();
        try {
            for (var entry : entries)
                if (entry instanceof X509CertificateHolder holder) certificates.add(converter.getCertificate(holder));
        } catch (CertificateException malformed) {
            throw new IOException(path + " holds a certificate that Java cannot read (" + malformed.getMessage() + ")", malformed);
        }
        if (certificates.isEmpty())
            throw new IOException(path + " holds no certificate in PEM form (-----BEGIN CERTIFICATE-----); one in DER form is converted by:"
                    + " openssl x509 -inform DER -in " + path + " -out " + path + ".pem");
        return certificates;
    }

    PrivateKey key() throws IOException {
        for (var entry : entries) {
            switch (entry) {
                case PrivateKeyInfo key -> { return key(key); }
                case PEMKeyPair pair -> { return key(pair.getPrivateKeyInfo()); }
                case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ -> throw new IOException(
                        "the private key in " + path + " is encrypted; a node starts without a person, so decrypt it by:"
                        + " openssl pkey -in " + path + " -out " + path + ".decrypted, protect that file (mode 0600), and name it instead");
                default -> { }
            }
        }
        throw new IOException(path + " holds no private key in PEM form (-----BEGIN PRIVATE KEY-----, RSA PRIVATE KEY or EC PRIVATE KEY)");
    }

    private PrivateKey key(PrivateKeyInfo info) throws IOException {
        String identifier = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        String algorithm = ALGORITHMS.get(identifier);
        if (algorithm == null)
            throw new IOException("the private key in " + path + " is of an unknown algorithm (" + identifier + "); RSA, EC and Ed25519 are known");
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException malformed) {
            throw new IOException("the " + algorithm + " private key in " + path + " cannot be read (" + malformed.getMessage() + ")", malformed);
        }
    }
}
