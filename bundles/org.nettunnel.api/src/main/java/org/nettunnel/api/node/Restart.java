package org.nettunnel.api.node;

/// Lets the node start anew: with its own arguments, environment and working directory, and with whatever was installed meanwhile.
///
/// **Threads:** safe for any.
public interface Restart {
    /// What a node exits with that cannot come back in the same process; service managers start it again.
    int EXIT_CODE = 75;

    /// Whether it comes back in the same process; else it ends with [#EXIT_CODE].
    boolean isInPlace();

    /// Begins: peers are told to redial, every component is stopped, then the node comes back. Returns at once; a second call does nothing.
    void begin();
}
