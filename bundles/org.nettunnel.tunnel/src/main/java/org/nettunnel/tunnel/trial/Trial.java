package org.nettunnel.tunnel.trial;

/// What a service has to pass before it is used.
public interface Trial {
    /// It ends early when its thread is interrupted: its service left.
    ///
    /// @param isFirst whether links will have this one, so that it may as well be warmed up
    void run(boolean isFirst) throws Refused, InterruptedException;

    /// Ends the test of a service that nobody waits for any more.
    static void goOn() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("the service left while it was tested");
    }
}
