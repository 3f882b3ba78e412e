package org.nettunnel.crypto.bouncycastle;

import java.util.Arrays;

import org.nettunnel.api.crypto.PassphraseKeys;
import org.nettunnel.api.crypto.Secret;

/// Argon2id of Bouncy Castle.
public class BouncyPassphraseKeys implements PassphraseKeys {
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;

    @Override
    public synchronized Secret derive(char[] passphrase, byte[] salt, Cost cost) {
        if (salt.length != SALT_BYTES) throw new IllegalArgumentException("a salt has " + SALT_BYTES + " bytes, not " + salt.length);
        byte[] utf8 = BouncyPasswords.utf8(passphrase);
        byte[] key = BouncyPasswords.argon2id(utf8, new PhcString(cost.kibibytes(), cost.passes(), cost.lanes(), salt, new byte[KEY_BYTES]));
        try {
            return Secret.of(key);
        } finally {
            Arrays.fill(utf8, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }
}
