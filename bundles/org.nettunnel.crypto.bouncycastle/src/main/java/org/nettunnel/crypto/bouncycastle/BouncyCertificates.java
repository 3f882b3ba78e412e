package org.nettunnel.crypto.bouncycastle;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.nettunnel.api.crypto.Certificates;
import org.nettunnel.api.crypto.KeyMaterial;

/// Certificates by Bouncy Castle's builder and PEM parser; keys and signatures by the JDK.
public class BouncyCertificates implements Certificates {
    private static final System.Logger LOGGER = System.getLogger("org.nettunnel.crypto.bouncycastle");

    @Override
    public KeyMaterial selfSigned(List<String> names, Duration validity) {
        return SelfSigned.make(SelfSigned.pair(), names, validity, Instant.now());
    }

    @Override
    public KeyMaterial read(Path certificates, Path key) throws IOException {
        var chain = PemFile.read(certificates).certificates();
        var own = PemFile.read(key).key();
        for (int n = 0; n < chain.size(); n++) {
            if (!belongsTo(own, chain.get(n))) continue;
            if (n > 0) throw new IOException("the certificate of the key in " + key + " is number " + (n + 1) + " in " + certificates + "; put it first");
            warnOfTime(certificates, chain.getFirst());
            return new KeyMaterial(own, chain);
        }
        throw new IOException("the private key in " + key + " does not belong to the certificate in " + certificates
                + " (" + chain.getFirst().getSubjectX500Principal() + "); name the key that the certificate was made for");
    }

    /// Whether a signature by the key verifies under the certificate: the one test that holds for every kind of key.
    private static boolean belongsTo(PrivateKey key, X509Certificate certificate) throws IOException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) return false;
        try {
            byte[] probe = "whose certificate is this?".getBytes(StandardCharsets.US_ASCII);
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the " + key.getAlgorithm() + " private key cannot sign (" + unusable.getMessage() + ")", unusable);
        }
    }

    private static void warnOfTime(Path path, X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException expired) {
            LOGGER.log(Level.WARNING, "certificate expired file=" + path + " since=" + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException early) {
            LOGGER.log(Level.WARNING, "certificate is not yet valid file=" + path + " from=" + certificate.getNotBefore().toInstant());
        }
    }

    /// Both files are complete on disk before the first is put in place.
    @Override
    public void write(KeyMaterial material, Path certificates, Path key) throws IOException {
        try (var newKey = new OwnFile(key, pem("PRIVATE KEY", List.of(material.key().getEncoded())));
                var newCertificates = new OwnFile(certificates, pem("CERTIFICATE", encoded(material.chain())))) {
            newKey.replace();
            newCertificates.replace();
        }
    }

    private static List<byte[]> encoded(List<? extends Certificate> chain) throws IOException {
        try {
            var encoded = new ArrayList<byte[]>();
            for (var certificate : chain) encoded.add(certificate.getEncoded());
            return encoded;
        } catch (CertificateEncodingException damaged) {
            throw new IOException("the certificate cannot be encoded", damaged);
        }
    }

    private static byte[] pem(String type, List<byte[]> blocks) throws IOException {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            for (byte[] block : blocks) writer.writeObject(new PemObject(type, block));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
