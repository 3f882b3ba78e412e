package org.nettunnel.system.site;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;
import javax.security.auth.x500.X500Principal;
import jdk.security.jarsigner.JarSigner;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// A key with its certificates, the own one first: signs jars, serves https, issues others.
public record SigningKey(PrivateKey key, List<X509Certificate> chain) {
    private static final Duration YEAR = Duration.ofDays(365);

    /// Signed by itself, and valid.
    public static SigningKey of(String name) {
        return make(name, YEAR, null);
    }

    /// Was valid until yesterday.
    public static SigningKey expired(String name) {
        return make(name, Duration.ofDays(-1), null);
    }

    /// Another, whose certificate this one signs as an authority.
    public SigningKey issue(String name) {
        return make(name, YEAR, this);
    }

    private static SigningKey make(String name, Duration validFor, @Nullable SigningKey issuer) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X500Principal subject = new X500Principal("CN=" + name);
            X500Principal by = issuer == null ? subject : issuer.certificate().getSubjectX500Principal();
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(by, new BigInteger(64, new SecureRandom()),
                    Date.from(now.minus(Duration.ofDays(30))), Date.from(now.plus(validFor)), subject, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer == null));
            builder.addExtension(Extension.extendedKeyUsage, false,
                    new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_codeSigning, KeyPurposeId.id_kp_serverAuth}));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")}));
            PrivateKey signs = issuer == null ? pair.getPrivate() : issuer.key();
            X509Certificate made = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signs)));
            return new SigningKey(pair.getPrivate(), issuer == null ? List.of(made) : List.of(made, issuer.certificate()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException("no certificate can be made", impossible);
        }
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// As an administrator confirms it: SHA-256 of the certificate, 64 hex digits.
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no SHA-256", impossible);
        }
    }

    /// Signs a jar in its place as good people do.
    public void sign(Path jar) throws IOException {
        sign(jar, "SIGNER", "SHA-256", "SHA256withECDSA");
    }

    /// @param name of the signature files
    public void sign(Path jar, String name, String digest, String signature) throws IOException {
        Path signed = jar.resolveSibling(jar.getFileName() + ".signed");
        try (ZipFile in = new ZipFile(jar.toFile()); OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(key, CertificateFactory.getInstance("X.509").generateCertPath(chain)).signerName(name).digestAlgorithm(digest)
                    .signatureAlgorithm(signature).build().sign(in, out);
        } catch (GeneralSecurityException wrong) {
            throw new IOException("cannot sign " + jar, wrong);
        }
        Files.move(signed, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
