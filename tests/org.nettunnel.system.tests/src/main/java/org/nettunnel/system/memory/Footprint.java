package org.nettunnel.system.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.ProductNode;

/// What the processes of two nodes take: their live heap, as their own logs of collections say, and their resident memory, as the system says.
///
/// They must have been started so that each collects all of its heap now and then and logs that to `gc-PID.log`.
record Footprint(double heapMebibytes, double residentMebibytes) {
    private static final Pattern FULL = Pattern.compile("Pause Full .*->(\\d+)M\\(");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int COLLECTIONS = 2;

    /// Of two nodes together, after their next collections.
    static Footprint of(NodePair pair, Path directory) throws InterruptedException, IOException {
        Path one = log(pair.outer(), directory);
        Path other = log(pair.inner(), directory);
        int beforeOne = live(one).size();
        int beforeOther = live(other).size();
        Await.until("both nodes have collected their heaps", PATIENCE,
                () -> live(one).size() >= beforeOne + COLLECTIONS && live(other).size() >= beforeOther + COLLECTIONS);
        return new Footprint(live(one).getLast() + live(other).getLast(), resident(pair.outer().process().pid()) + resident(pair.inner().process().pid()));
    }

    private static Path log(ProductNode node, Path directory) {
        return directory.resolve("gc-" + node.process().pid() + ".log");
    }

    /// Live mebibytes after each full collection.
    private static List<Double> live(Path log) throws IOException {
        return Files.readAllLines(log).stream().map(FULL::matcher).filter(Matcher::find).map(found -> Double.valueOf(found.group(1))).toList();
    }

    private static double resident(long process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status")))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        throw new IOException("process " + process + " has no resident memory");
    }
}
