package org.nettunnel.api.crypto;

/// Hashes people's passwords with Argon2id (RFC 9106); never called on an event loop: one hash takes tens of milliseconds.
///
/// **Threads:** safe for any; at most two hashes are computed at once, others wait.
public interface Passwords {
    /// @return a PHC string with salt and parameters
    String hash(char[] password);

    /// @throws IllegalArgumentException when `phc` is no Argon2id PHC string
    boolean matches(char[] password, String phc);

    /// Whether `phc` was made with weaker parameters than today's and should be made anew at the next login.
    boolean isOutdated(String phc);
}
