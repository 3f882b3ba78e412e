package org.nettunnel.crypto.bouncycastle;

import java.io.IOException;
import java.math.BigInteger;
import java.net.IDN;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;
import org.nettunnel.api.crypto.KeyMaterial;

/// Makes the certificate of a node that nobody has given one: a server's, for the names it is reached by, and no authority.
final class SelfSigned {
    private static final int KEY_BITS = 2048;
    private static final int SERIAL_BITS = 127;
    private static final int LONGEST_COMMON_NAME = 64;
    /// Peers whose clock is slow would not believe a certificate of this very second.
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private SelfSigned() {}

    static KeyMaterial make(KeyPair pair, List<String> names, Duration validity, Instant now) {
        if (names.isEmpty()) throw new IllegalArgumentException("a certificate needs at least one name or address");
        if (!validity.isPositive()) throw new IllegalArgumentException("the validity " + validity + " is not positive");
        var alternatives = names.stream().map(SelfSigned::alternative).toArray(GeneralName[]::new);
        var subject = subject(names.getFirst());
        try {
            var from = now.minus(CLOCK_SKEW).truncatedTo(ChronoUnit.SECONDS);
            var builder = new JcaX509v3CertificateBuilder(subject, new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
                    Date.from(from), Date.from(now.plus(validity)), subject, pair.getPublic());
            extend(builder, pair, new GeneralNames(alternatives));
            return new KeyMaterial(pair.getPrivate(), List.of(sign(builder, pair)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException missing) {
            throw new IllegalStateException("this Java cannot make an RSA certificate", missing);
        }
    }

    /// A fresh RSA key; takes a good part of a second.
    static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no RSA", missing);
        }
    }

    private static X500Name subject(String name) {
        String common = name.length() > LONGEST_COMMON_NAME ? name.substring(0, LONGEST_COMMON_NAME) : name;
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, common).build();
    }

    private static GeneralName alternative(String name) {
        if (IPAddress.isValid(name)) return new GeneralName(GeneralName.iPAddress, name);
        String ascii;
        try {
            ascii = IDN.toASCII(name);
        } catch (IllegalArgumentException unusable) {
            ascii = "";
        }
        if (!ascii.matches("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})"))
            throw new IllegalArgumentException("'" + name + "' is no DNS name or address; a certificate cannot name it");
        return new GeneralName(GeneralName.dNSName, ascii);
    }

    private static void extend(X509v3CertificateBuilder builder, KeyPair pair, GeneralNames names) throws GeneralSecurityException, IOException {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair pair) throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
