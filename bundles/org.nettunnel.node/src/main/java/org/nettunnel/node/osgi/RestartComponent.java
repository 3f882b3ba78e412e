package org.nettunnel.node.osgi;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Restart;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Stops the framework, so that every component is deactivated, and lets whoever started it begin anew.
///
/// The one who started it leaves a `Supplier<Runnable>` in the system property `nettunnel.restart` where he can do so in this process: it
/// is asked while all still runs, and what it gives is run when the framework has stopped. It is an object of the JDK since the two share
/// no classes.
/// **Threads:** any; the stopping runs on a thread of its own, which no bundle waits for.
@Component(service = Restart.class)
public final class RestartComponent implements Restart {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private static final String PROPERTY = "nettunnel.restart";
    /// Longer than tunnels are given to say farewell (setting `farewellSeconds`).
    private static final long LONGEST_STOP_MILLIS = 35_000;
    private static final long ANSWER_NANOS = 300_000_000;
    /// Of the process: a component that is made anew while the framework stops does not begin again.
    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private final Framework framework;

    @Activate
    public RestartComponent(BundleContext context) {
        framework = context.getBundle(0).adapt(Framework.class);
    }

    @Override
    public boolean isInPlace() {
        return System.getProperties().get(PROPERTY) instanceof Supplier<?>;
    }

    @Override
    public void begin() {
        if (!BEGUN.compareAndSet(false, true)) return;
        Object again = System.getProperties().get(PROPERTY);
        @Nullable Object anew = again instanceof Supplier<?> supplier ? supplier.get() : null;
        LOG.log(Level.INFO, "restarting in-place=" + (anew != null));
        Thread.ofPlatform().name("restart").daemon(false).start(() -> restart(anew));
    }

    private void restart(@Nullable Object anew) {
        // the answer to who asked is on its way through the server that is about to stop
        LockSupport.parkNanos(ANSWER_NANOS);
        try {
            framework.stop();
            framework.waitForStop(LONGEST_STOP_MILLIS);
        } catch (BundleException failed) {
            LOG.log(Level.WARNING, "the framework did not stop cleanly", failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        LOG.log(Level.INFO, "stopped");
        if (anew instanceof Runnable begin) begin.run();
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
