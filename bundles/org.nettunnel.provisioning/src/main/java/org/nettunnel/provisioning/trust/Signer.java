package org.nettunnel.provisioning.trust;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

import org.nettunnel.api.crypto.Fingerprint;

/// Who signed: the certificate of the key, whoever vouches for it.
///
/// @param name   its subject, for people
/// @param issuer who issued it; itself, as a rule
public record Signer(Fingerprint fingerprint, String name, String issuer) {
    static Signer of(X509Certificate certificate) {
        try {
            return new Signer(Fingerprint.of(certificate.getEncoded()), certificate.getSubjectX500Principal().getName(), certificate.getIssuerX500Principal().getName());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }

    /// For sentences.
    String text() {
        String vouched = issuer.equals(name) ? "self-signed" : "issued by " + issuer;
        return name + " (" + vouched + ", SHA-256 " + fingerprint + ")";
    }
}
