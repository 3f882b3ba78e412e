package org.nettunnel.system.server;

import java.io.IOException;
import java.nio.file.Path;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Scratch;

/// A proxy that takes CONNECT, as in many offices.
public final class Tinyproxy {
    private Tinyproxy() {}

    /// @param ports it connects to; others are refused
    public static Server start(int... ports) throws IOException, InterruptedException, Debian.Missing {
        String tinyproxy = Debian.program("tinyproxy");
        Scratch scratch = Scratch.make("tinyproxy");
        int port = Ports.free();
        var config = new StringBuilder("Port " + port + "\nListen 127.0.0.1\nTimeout 60\nMaxClients 50\nLogLevel Warning\nAllow 127.0.0.1\nPidFile \"" + scratch.file("pid") + "\"\n");
        for (int allowed : ports) config.append("ConnectPort ").append(allowed).append('\n');
        Path file = scratch.write("tinyproxy.conf", config.toString());
        return Server.whenListening(Server.start("tinyproxy", scratch, tinyproxy, "-d", "-c", file.toString()), scratch, port);
    }
}
