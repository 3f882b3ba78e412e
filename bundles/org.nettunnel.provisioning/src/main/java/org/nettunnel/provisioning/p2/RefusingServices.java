package org.nettunnel.provisioning.p2;

import java.security.cert.Certificate;
import java.util.Collection;
import java.util.List;

import org.bouncycastle.openpgp.PGPPublicKey;
import org.eclipse.equinox.p2.core.UIServices;
import org.jspecify.annotations.Nullable;

/// What p2 asks when it wants to ask a person: it gets no password, and trust in nobody.
///
/// Without such a service p2 trusts whatever is signed by anybody. Whom the node trusts is decided before p2 sees anything.
final class RefusingServices extends UIServices {
    @Override
    public @Nullable AuthenticationInfo getUsernamePassword(@Nullable String location) {
        return AUTHENTICATION_PROMPT_CANCELED;
    }

    @Override
    public @Nullable AuthenticationInfo getUsernamePassword(@Nullable String location, @Nullable AuthenticationInfo previous) {
        return AUTHENTICATION_PROMPT_CANCELED;
    }

    @Override
    @SuppressWarnings("null")
    public TrustInfo getTrustInfo(Certificate[][] chains, Collection<PGPPublicKey> keys, String[] unsigned) {
        return getTrustInfo(chains, unsigned);
    }

    @Override
    @SuppressWarnings("null")   // p2 leaves its parameters open
    public TrustInfo getTrustInfo(Certificate[][] chains, String[] unsigned) {
        return new TrustInfo(List.of(), List.of(), false, false);
    }
}
