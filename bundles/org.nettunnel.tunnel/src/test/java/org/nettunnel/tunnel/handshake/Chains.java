package org.nettunnel.tunnel.handshake;

import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;

/// Key chains as a handshake leaves them, for tests of what goes on from there.
public final class Chains {
    private Chains() {}

    /// @param th12 hash over M1 and M2
    /// @param th14 hash over M1 to M4
    public static KeyChain after(KeySchedule schedule, byte[] th12, byte[] secrets, Secret psk, byte[] th14) {
        var chain = new KeyChain(schedule, th12, secrets);
        chain.enter(psk);
        chain.join(th14);
        return chain;
    }

    /// Fresh, and the same each time.
    public static KeyChain fresh(KeySchedule schedule) {
        return after(schedule, new byte[48], new byte[64], Secret.of(new byte[32]), new byte[48]);
    }
}
