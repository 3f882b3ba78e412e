package org.nettunnel.osgi.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The product has one door: no console, no second listener.
class QuietTest {
    private static final String LISTENING = "0A";

    @BeforeAll
    static void startTheProduct() throws Exception {
        Running.startAll();
        Running.eventually(() -> Running.unsatisfied().isEmpty());
    }

    @Test
    void productHoldsNoConsole() throws IOException {
        Path products = Path.of(System.getProperty("nettunnel.product"));
        assertTrue(Files.isDirectory(products), () -> "no product in " + products);
        try (Stream<Path> files = Files.walk(products)) {
            List<String> jars = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")).toList();
            assertTrue(jars.size() > 20, () -> "this is not a product: " + jars);
            // our own console is pages behind the node's one port
            assertEquals(List.of(), jars.stream().filter(name -> name.matches("(?!org\\.nettunnel\\.console_).*(gogo|console|telnet|sshd|jmx|jolokia).*")).toList());
        }
    }

    @Test
    void nodeListensOnOneLoopbackPortAtMost() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")), "asked of /proc, which only Linux has");
        List<String> listeners = listeners();
        assertTrue(listeners.size() <= 1, () -> "more than the node's one port: " + listeners);
        for (String address : listeners)
            assertTrue(address.startsWith("0100007F:") || address.startsWith("0000000000000000FFFF00000100007F:"), () -> address + " is not 127.0.0.1");
    }

    /// Local addresses, as the kernel writes them, on which this process listens.
    private static List<String> listeners() throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) sockets.add(target.substring(8, target.length() - 1));
                } catch (IOException closedMeanwhile) {
                    continue;
                }
            }
        }
        var listeners = new ArrayList<String>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            if (!Files.exists(Path.of(table))) continue;
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 9 && fields[3].equals(LISTENING) && sockets.contains(fields[9])) listeners.add(fields[1]);
            }
        }
        return listeners;
    }
}
