package org.nettunnel.node;

import java.util.concurrent.atomic.AtomicInteger;

import org.nettunnel.api.crypto.Passwords;

/// Hashes that cost nothing, and are counted.
final class FakePasswords implements Passwords {
    private static final String OLD = "$argon2id$old$";
    private static final String NEW = "$argon2id$new$";
    final AtomicInteger compared = new AtomicInteger();
    boolean makesOld;
    /// What happens while a hash is made.
    Runnable hashing = () -> {};

    @Override
    public String hash(char[] password) {
        hashing.run();
        return (makesOld ? OLD : NEW) + Integer.toHexString(new String(password).hashCode());
    }

    @Override
    public boolean matches(char[] password, String phc) {
        compared.incrementAndGet();
        return phc.endsWith("$" + Integer.toHexString(new String(password).hashCode()));
    }

    @Override
    public boolean isOutdated(String phc) {
        return phc.startsWith(OLD);
    }
}
