package org.nettunnel.system.site;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/// The authorities that a Java trusts, in a file: what the distribution's cacerts is.
public final class TrustStore {
    private TrustStore() {}

    /// @return the options by which a Java trusts these and no others
    public static String write(Path file, SigningKey... trusted) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.length; i++) store.setCertificateEntry("trusted" + i, trusted[i].certificate());
            store.store(out, "changeit".toCharArray());
        } catch (GeneralSecurityException wrong) {
            throw new IOException("cannot write " + file, wrong);
        }
        return "-Djavax.net.ssl.trustStore=" + file + " -Djavax.net.ssl.trustStorePassword=changeit -Djavax.net.ssl.trustStoreType=PKCS12";
    }
}
