package org.nettunnel.system.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Programs that a Debian system has or can get: where they are, and the package that brings them.
public final class Debian {
    private static final List<String> PLACES =
            Stream.concat(Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":")), Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin"))
                    .distinct().toList();
    private static final Map<String, String> PACKAGES = Map.ofEntries(Map.entry("nginx", "nginx-light"), Map.entry("wrk", "wrk"),
            Map.entry("postgres", "postgresql"), Map.entry("initdb", "postgresql"), Map.entry("pgbench", "postgresql-contrib"),
            Map.entry("sshd", "openssh-server"), Map.entry("ssh", "openssh-client"), Map.entry("scp", "openssh-client"),
            Map.entry("redis-server", "redis-server"), Map.entry("redis-benchmark", "redis-tools"), Map.entry("iperf3", "iperf3"),
            Map.entry("ss", "iproute2"), Map.entry("ip", "iproute2"), Map.entry("nft", "nftables"), Map.entry("curl", "curl"),
            Map.entry("socat", "socat"));

    private Debian() {}

    /// The program's path.
    ///
    /// @throws Missing when it is not installed
    public static String program(String name) throws Missing {
        return find(name).orElseThrow(() -> new Missing(name, PACKAGES.getOrDefault(name, name)));
    }

    public static Optional<String> find(String name) {
        return Stream.concat(PLACES.stream(), postgresPlaces()).map(place -> Path.of(place, name)).filter(Files::isExecutable).findFirst()
                .map(Path::toString);
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Stream<String> postgresPlaces() {
        Path all = Path.of("/usr/lib/postgresql");
        String[] versions = all.toFile().list();
        return versions == null ? Stream.of() : Stream.of(versions).sorted().map(version -> all.resolve(version).resolve("bin").toString());
    }

    /// A program is not installed.
    public static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String program, String debianPackage) {
            super("'" + program + "' is not installed; it is in the Debian package " + debianPackage
                    + " (apt-get install " + debianPackage + ")");
        }
    }
}
