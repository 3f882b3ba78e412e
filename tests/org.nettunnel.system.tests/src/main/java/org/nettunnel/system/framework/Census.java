package org.nettunnel.system.framework;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Collectors;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Run;

/// The platform threads of this JVM and the ports it listens on.
///
/// @param threads how many of each name; numbers in a name do not count, nor do the threads that carry virtual ones
/// @param ports   as `ss` shows them
public record Census(Map<String, Integer> threads, Set<Integer> ports) {
    public static Census take() throws IOException, InterruptedException, Debian.Missing {
        Map<String, Integer> threads = new TreeMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet())
            if (!(thread instanceof ForkJoinWorkerThread)) threads.merge(thread.getName().replaceAll("[0-9a-f]*\\d[0-9a-f]*", "#"), 1, Integer::sum);
        String mark = "pid=" + ProcessHandle.current().pid() + ",";
        Set<Integer> ports = Run.succeed(Debian.program("ss"), "-H", "-l", "-n", "-t", "-u", "-p").out().lines().filter(line -> line.contains(mark))
                .map(line -> line.trim().split("\\s+")[4]).map(local -> Integer.valueOf(local.substring(local.lastIndexOf(':') + 1)))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Census(threads, ports);
    }

    /// What is more than there was, in words; empty when nothing is.
    ///
    /// @param slack how many threads of a name pools may have more, as they see fit
    public String moreThan(Census before, int slack) {
        StringBuilder more = new StringBuilder();
        threads.forEach((name, count) -> {
            int had = before.threads.getOrDefault(name, 0);
            if (count > had + slack) more.append(count).append(" threads '").append(name).append("' where ").append(had).append(" were; ");
        });
        Set<Integer> opened = new TreeSet<>(ports);
        opened.removeAll(before.ports);
        if (!opened.isEmpty()) more.append("listens on ").append(opened);
        return more.toString();
    }
}
