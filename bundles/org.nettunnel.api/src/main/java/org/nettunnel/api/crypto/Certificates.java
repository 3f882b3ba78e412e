package org.nettunnel.api.crypto;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Makes, reads and writes the certificate of the node's HTTPS port.
public interface Certificates {
    /// A self-signed RSA-2048 certificate, SHA-256.
    ///
    /// @param names DNS names and addresses for the subject alternative names; the first is the common name
    KeyMaterial selfSigned(List<String> names, Duration validity);

    /// Reads a PEM pair: a chain that starts with the node's own certificate, and its private key (PKCS#8, PKCS#1 or SEC1, not encrypted).
    ///
    /// @throws IOException with a sentence for people when a file cannot be read, is no PEM, or key and certificate do not belong together
    KeyMaterial read(Path certificates, Path key) throws IOException;

    /// Writes a PEM pair; the key's file is readable by its owner only.
    void write(KeyMaterial material, Path certificates, Path key) throws IOException;
}
