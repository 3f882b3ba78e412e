package org.nettunnel.client;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;

/// Believes the pinned certificate and no other; without a pin, one that an authority known to this machine signed for the host.
///
/// A pin needs no name and no dates: it is the certificate that somebody compared.
/// **Threads:** one connection at a time.
@SuppressWarnings("null") // the JDK does not say which of its parameters may be null
final class CertificateCheck extends X509ExtendedTrustManager {
    private final @Nullable Fingerprint pinned;
    private volatile @Nullable Fingerprint shown;

    CertificateCheck(@Nullable Fingerprint pinned) {
        this.pinned = pinned;
    }

    /// The certificate that was shown and not believed; null when it was believed.
    @Nullable Fingerprint refused() {
        return shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        Fingerprint fingerprint = Fingerprint.of(chain[0].getEncoded());
        shown = fingerprint;
        if (pinned == null) byAuthorities(chain, authType, socket);
        else if (!pinned.equals(fingerprint)) throw new CertificateException("another certificate than the pinned one");
        shown = null;
    }

    private static void byAuthorities(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            if (socket instanceof SSLSocket tls) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
            }
            for (var manager : factory.getTrustManagers())
                if (manager instanceof X509ExtendedTrustManager authorities) {
                    authorities.checkServerTrusted(chain, authType, socket);
                    return;
                }
            throw new CertificateException("this Java has no authorities");
        } catch (CertificateException refused) {
            throw refused;
        } catch (GeneralSecurityException broken) {
            throw new CertificateException("the authorities of this machine cannot be read", broken);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("only for sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        throw new CertificateException("only for sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("only for servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        throw new CertificateException("only for servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        throw new CertificateException("only for servers");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
