package org.nettunnel.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.nettunnel.api.crypto.Certificates;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.crypto.KeyMaterial;
import org.nettunnel.http.DoorSettings.PemPair;

/// The certificate the door shows: the user's own, or one that is made at the first start and kept.
final class DoorCertificate {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.http");
    /// Long, since people pin it: a new one would look like an attack.
    private static final Duration VALIDITY = Duration.ofDays(3650);

    private final KeyMaterial material;

    private DoorCertificate(KeyMaterial material) {
        this.material = material;
    }

    /// @param data where the made pair is kept, as `https-certificate.pem` and `https-key.pem`
    static DoorCertificate open(Optional<PemPair> own, Certificates certificates, Path data) throws IOException {
        PemPair files = own.orElse(new PemPair(data.resolve("https-certificate.pem"), data.resolve("https-key.pem")));
        boolean make = own.isEmpty() && !isThere(files);
        KeyMaterial material = make ? certificates.selfSigned(names(), VALIDITY) : certificates.read(files.certificates(), files.key());
        if (make) certificates.write(material, files.certificates(), files.key());
        var certificate = new DoorCertificate(material);
        LOG.log(Level.INFO, (make ? "https certificate made" : "https certificate read") + " sha256=" + certificate.fingerprint() + " file=" + files.certificates());
        return certificate;
    }

    /// Half a pair is not made anew: whoever pinned the certificate would see another one for no reason of his.
    private static boolean isThere(PemPair files) throws IOException {
        boolean certificate = Files.exists(files.certificates());
        if (certificate == Files.exists(files.key())) return certificate;
        throw new IOException("of the https certificate and its key only " + (certificate ? files.certificates() : files.key())
                + " is there: bring the other file back, or remove this one to have a new pair made");
    }

    Fingerprint fingerprint() {
        try {
            return Fingerprint.of(material.chain().getFirst().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate that was parsed cannot be encoded", impossible);
        }
    }

    /// A context that offers this certificate; versions and suites are the engine's matter.
    SSLContext context() throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("door", material.key(), new char[0], material.chain().toArray(Certificate[]::new));
            // "PKIX" would open the store's encrypted key anew for each handshake, which takes longer than all the rest of it
            var keys = KeyManagerFactory.getInstance("SunX509");
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the https certificate cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private static List<String> names() {
        var names = new LinkedHashSet<String>();
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            // a machine without a name is reached as localhost or by its address
        }
        names.addAll(List.of("localhost", "127.0.0.1", "::1"));
        return List.copyOf(names);
    }
}
