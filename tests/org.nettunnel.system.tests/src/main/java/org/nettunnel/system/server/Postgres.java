package org.nettunnel.system.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.process.Scratch;

/// PostgreSQL with a fresh cluster; anyone on loopback is user `postgres`. It refuses to be root, so it becomes `postgres` then.
public final class Postgres {
    private Postgres() {}

    public static Server start() throws IOException, InterruptedException, Debian.Missing {
        String initdb = Debian.program("initdb");
        String postgres = Debian.program("postgres");
        Scratch scratch = Scratch.make("postgres");
        int port = Ports.free();
        Path cluster = scratch.directory("cluster");
        if (Debian.isRoot()) Run.succeed("chown", "postgres", cluster.toString());
        Run.succeed(asPostgres(initdb, "-D", cluster.toString(), "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"));
        return Server.whenListening(Server.start("postgres", scratch, asPostgres(postgres, "-D", cluster.toString(), "-p", String.valueOf(port), "-c",
                "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=100")), scratch, port);
    }

    private static String[] asPostgres(String... command) throws Debian.Missing {
        if (!Debian.isRoot()) return command;
        List<String> all = new ArrayList<>(List.of(Debian.program("setpriv"), "--reuid=postgres", "--regid=postgres", "--init-groups"));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }
}
