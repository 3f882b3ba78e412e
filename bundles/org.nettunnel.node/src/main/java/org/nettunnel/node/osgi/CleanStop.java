package org.nettunnel.node.osgi;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// Stops the framework when the process is told to end, so that every component is deactivated first.
///
/// Without it SIGTERM ends the JVM with sockets open and the peers in the dark. A node that was asked to end and did has
/// not failed: it exits with 0, where a JVM left alone says 143.
/// **Threads:** the stopping runs on the JVM's shutdown thread, which waits for it at most `LONGEST_STOP_MILLIS`.
@Component(immediate = true, service = {})
public final class CleanStop {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    /// Longer than tunnels are given to say farewell (setting `farewellSeconds`).
    private static final long LONGEST_STOP_MILLIS = 35_000;

    private final Thread hook;

    @Activate
    public CleanStop(BundleContext context) {
        Framework framework = context.getBundle(0).adapt(Framework.class);
        hook = new Thread(() -> stop(framework), "clean-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// A framework that stopped, or a bundle that was started anew, leaves no hook behind that would end a process it has no part in.
    @Deactivate
    void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // it is the hook that stops us
        }
    }

    private static void stop(Framework framework) {
        LOG.log(System.Logger.Level.INFO, "stopping");
        try {
            framework.stop();
            framework.waitForStop(LONGEST_STOP_MILLIS);
            LOG.log(System.Logger.Level.INFO, "stopped");
            Runtime.getRuntime().halt(0);
        } catch (BundleException failed) {
            LOG.log(System.Logger.Level.WARNING, "the framework did not stop cleanly", failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
