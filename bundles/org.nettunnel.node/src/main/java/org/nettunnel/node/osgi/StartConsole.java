package org.nettunnel.node.osgi;

/// What a starting node says to whoever started it, past the log: its setup code, which no log may keep, and why it cannot start.
final class StartConsole {
    private static final int CONFIGURATION_INVALID = 78;

    private StartConsole() {}

    static void say(String text) {
        System.err.println(text);
        System.err.flush();
    }

    /// Ends the process with one sentence and exit code 78: a node does not start half. Does not return.
    ///
    /// It halts rather than exits: the shutdown hooks would wait for the framework, which waits for the very thread that is here,
    /// and nothing has been started that they would have to stop.
    static RuntimeException end(Exception cause) {
        say("nettunnel: " + cause.getMessage());
        Runtime.getRuntime().halt(CONFIGURATION_INVALID);
        return new IllegalStateException(cause);
    }
}
