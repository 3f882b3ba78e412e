package org.nettunnel.node.osgi;

import java.io.PrintStream;

/// Ends the process when the node cannot start: with one sentence and exit code 78, not with half a node.
///
/// It halts rather than exits: the shutdown hooks would wait for the framework, which waits for the very thread that is here,
/// and nothing has been started that they would have to stop.
final class FailedStart {
    private static final int CONFIGURATION_INVALID = 78;

    private FailedStart() {}

    /// Does not return.
    static RuntimeException end(Exception cause) {
        PrintStream console = System.err;
        console.println("nettunnel: " + cause.getMessage());
        console.flush();
        Runtime.getRuntime().halt(CONFIGURATION_INVALID);
        return new IllegalStateException(cause);
    }
}
