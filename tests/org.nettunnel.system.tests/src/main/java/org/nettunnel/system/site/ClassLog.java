package org.nettunnel.system.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Run;

/// What a node's Java says of its classes and its memory, in a file of its own: the node itself tells nothing of that.
///
/// A node cannot be attached to. Here it may: the options below come after its own.
public final class ClassLog {
    private static final Pattern EVENT = Pattern.compile("\\[class,(load|unload) *\\] (?:unloading class )?([\\w.$/]+)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern CLASSES = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +java\\.lang\\.Class ");
    private static final Pattern LOADERS = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +org\\.eclipse\\.osgi\\.internal\\.loader\\.EquinoxClassLoader");
    private final ProductNode node;
    private final Path folder;

    /// @param node not yet started; it gets the options
    /// @param more options
    public ClassLog(ProductNode node, String more) throws IOException {
        this.node = node;
        folder = node.scratch().directory("java");
        node.withJavaOptions("-XX:-DisableAttachMechanism -Xlog:class+load,class+unload:file=" + folder + "/classes-%p.log:tags:filecount=0 " + more);
    }

    /// Classes of a package, and of those below, that were loaded so far; each as often as it was.
    public long loaded(String packageName) throws IOException {
        return count("load", packageName);
    }

    public long unloaded(String packageName) throws IOException {
        return count("unload", packageName);
    }

    private long count(String event, String packageName) throws IOException {
        long count = 0;
        try (Stream<Path> logs = Files.list(folder)) {
            for (Path log : logs.filter(file -> file.getFileName().toString().startsWith("classes-")).toList()) {
                try (Stream<String> lines = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
                    count += lines.filter(line -> line.contains(packageName + ".")).map(EVENT::matcher)
                            .filter(Matcher::find).filter(found -> found.group(1).equals(event) && found.group(2).startsWith(packageName + ".")).count();
                }
            }
        }
        return count;
    }

    /// Waits until no class of these is left: their loaders were collected.
    public void awaitNoneLeft(String packageName, Duration limit) throws InterruptedException {
        Await.until("all classes of " + packageName + " in " + node.name() + " are collected", limit, () -> {
            collect();
            long there = loaded(packageName) - unloaded(packageName);
            if (there != 0) throw new IllegalStateException(there + " of " + loaded(packageName) + " classes are still there");
            return true;
        });
    }

    /// Has the node's Java collect all its garbage.
    public void collect() throws IOException, InterruptedException {
        jcmd("GC.run");
    }

    /// What is live after a collection.
    public Footprint footprint() throws IOException, InterruptedException {
        collect();
        String histogram = jcmd("GC.class_histogram");
        return new Footprint(number(TOTAL, histogram), number(CLASSES, histogram), resident(), number(LOADERS, histogram));
    }

    private static long number(Pattern pattern, String histogram) throws IOException {
        Matcher found = pattern.matcher(histogram);
        if (!found.find()) throw new IOException("jcmd says nothing of " + pattern + ": " + histogram.lines().limit(5).toList());
        return Long.parseLong(found.group(1));
    }

    private long resident() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/" + node.process().pid() + "/status"));
        return status.stream().filter(line -> line.startsWith("VmRSS:")).findFirst().map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).orElseThrow();
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        return Run.succeed(Path.of(System.getProperty("java.home"), "bin/jcmd").toString(), String.valueOf(node.process().pid()), command).out();
    }

    /// How many classes are loaded is told by their number: the space they take also has what the compiler learns of each method, which grows as it learns.
    ///
    /// @param heap     bytes of live objects
    /// @param classes  that are loaded
    /// @param resident bytes of the process
    /// @param loaders  of bundles
    public record Footprint(long heap, long classes, long resident, long loaders) {}
}
