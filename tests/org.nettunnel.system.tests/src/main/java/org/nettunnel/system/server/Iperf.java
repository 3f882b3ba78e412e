package org.nettunnel.system.server;

import java.io.IOException;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Scratch;

/// An iperf3 server.
public final class Iperf {
    private Iperf() {}

    /// Whether it waits for the next run; one who comes earlier is turned away, or just reset.
    static boolean isIdle(Server server) {
        String said = server.program().output();
        return said.lastIndexOf("Server listening") > said.lastIndexOf("Accepted connection");
    }

    public static Server start() throws IOException, InterruptedException, Debian.Missing {
        String iperf = Debian.program("iperf3");
        Scratch scratch = Scratch.make("iperf");
        int port = Ports.free();
        return Server.whenListening(Server.start("iperf3", scratch, iperf, "-s", "--forceflush", "-B", "127.0.0.1", "-p", String.valueOf(port)), scratch, port);
    }
}
