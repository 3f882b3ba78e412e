package org.nettunnel.provisioning.p2;

import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.bouncycastle.openpgp.PGPPublicKey;
import org.eclipse.equinox.p2.core.UIServices;
import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;

/// What p2 asks when it wants to ask a person: it gets no password, and trust in confirmed signers only.
///
/// The second line: every jar was checked before p2 saw it. Without such a service p2 trusts whatever is signed by anybody.
final class RefusingServices extends UIServices {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.provisioning");
    private volatile Supplier<Set<Fingerprint>> signers = Set::of;

    void trust(Supplier<Set<Fingerprint>> confirmed) {
        signers = confirmed;
    }

    @Override
    public @Nullable AuthenticationInfo getUsernamePassword(@Nullable String location) {
        return AUTHENTICATION_PROMPT_CANCELED;
    }

    @Override
    public @Nullable AuthenticationInfo getUsernamePassword(@Nullable String location, @Nullable AuthenticationInfo previous) {
        return AUTHENTICATION_PROMPT_CANCELED;
    }

    /// PGP keys are nobody's here.
    @Override
    @SuppressWarnings("null")
    public TrustInfo getTrustInfo(Certificate[][] chains, Collection<PGPPublicKey> keys, String[] unsigned) {
        return getTrustInfo(chains, unsigned);
    }

    @Override
    @SuppressWarnings("null")   // p2 leaves its parameters open
    public TrustInfo getTrustInfo(Certificate[][] chains, String[] unsigned) {
        if (unsigned != null && unsigned.length > 0) LOG.log(System.Logger.Level.WARNING, "unsigned files refused files=" + Arrays.toString(unsigned));
        List<Certificate> trusted = new ArrayList<>();
        if (chains != null)
            for (Certificate[] chain : chains)
                if (chain.length > 0 && isConfirmed(chain[0])) trusted.add(chain[0]);
        return new TrustInfo(trusted, List.of(), false, false);
    }

    private boolean isConfirmed(Certificate certificate) {
        try {
            return signers.get().contains(Fingerprint.of(certificate.getEncoded()));
        } catch (CertificateEncodingException unreadable) {
            return false;
        }
    }
}
