package org.nettunnel.admin.live;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

import org.nettunnel.admin.call.Engine;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.Tunnels;

/// Whether the node is alive, and whether it is ready; strangers may ask, and hear no more than that. The log says what is wrong.
///
/// Only the node's own parts count. What its users and its peers make of it does not: whoever may have an endpoint could have it listen at a port that
/// is taken, and so have a working node taken out of service. Of those the metrics tell, the events and the list of endpoints.
/// **Threads:** any; what costs something is looked at once in a while, however often it is asked.
public final class Health {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    private static final long HOLDS_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long DISK_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int FULL_PERCENT = 90;
    private final Engine engine;
    private final Path data;
    private final LongSupplier nanoTime;
    private final LongSupplier heapPercent;
    /// Guarded by this, as is the rest.
    private Seen alive = new Seen("", Long.MIN_VALUE);
    private Seen ready = new Seen("", Long.MIN_VALUE);
    private Seen disk = new Seen("", Long.MIN_VALUE);

    /// @param wrong empty where all is well
    private record Seen(String wrong, long at) {
        boolean holds(long now, long nanos) {
            return at != Long.MIN_VALUE && now - at < nanos;
        }
    }

    /// @param data the node's own directory, where it must be able to write
    public Health(Engine engine, Path data) {
        this(engine, data, System::nanoTime, Health::heapPercent);
    }

    Health(Engine engine, Path data, LongSupplier nanoTime, LongSupplier heapPercent) {
        this.engine = engine;
        this.data = data;
        this.nanoTime = nanoTime;
        this.heapPercent = heapPercent;
    }

    /// Whether every event loop answers.
    public synchronized boolean isAlive() {
        long now = nanoTime.getAsLong();
        if (alive.holds(now, HOLDS_NANOS)) return alive.wrong.isEmpty();
        alive = told(alive, loops(), now);
        return alive.wrong.isEmpty();
    }

    /// Whether all parts run, the node's port is bound, files are good, the disk can be written and the heap has room.
    public synchronized boolean isReady() {
        long now = nanoTime.getAsLong();
        if (ready.holds(now, HOLDS_NANOS)) return ready.wrong.isEmpty();
        if (!disk.holds(now, DISK_NANOS)) disk = new Seen(write(), now);
        ready = told(ready, firstWrong(), now);
        return ready.wrong.isEmpty();
    }

    /// The same again is no news.
    private static Seen told(Seen before, String wrong, long now) {
        if (!before.wrong.equals(wrong)) LOG.log(wrong.isEmpty() ? Level.INFO : Level.WARNING, wrong.isEmpty() ? "health is good again" : "health is bad reason=\"" + wrong + "\"");
        return new Seen(wrong, now);
    }

    private String loops() {
        Tunnels tunnels = engine.tunnels();
        return tunnels == null || tunnels.isAlive() ? "" : "an event loop does not answer";
    }

    private String firstWrong() {
        Node node = engine.node();
        if (node == null) return "the node's store is not running";
        if (engine.tunnels() == null) return "the tunnel engine is not running";
        String loops = loops();
        if (!loops.isEmpty()) return loops;
        if (engine.door().listening().isEmpty()) return "the node's port is not bound";
        if (engine.endpoints() == null) return "the endpoint engine is not running";
        if (!node.writing().lastGood()) return "the last change could not be written";
        if (!disk.wrong.isEmpty()) return disk.wrong;
        return heapPercent.getAsLong() < FULL_PERCENT ? "" : "the heap is nearly full";
    }

    private String write() {
        try {
            Path probe = Files.createTempFile(data, "health", ".tmp");
            try {
                Files.write(probe, new byte[] {1});
            } finally {
                Files.deleteIfExists(probe);
            }
            return "";
        } catch (IOException full) {
            return "the data directory cannot be written: " + full;
        }
    }

    /// What the last collection left of the largest pool: garbage is no load.
    private static long heapPercent() {
        long left = 0, most = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (usage == null || usage.getMax() <= most) continue;
            most = usage.getMax();
            left = usage.getUsed();
        }
        return most == 0 ? 0 : left * 100 / most;
    }
}
