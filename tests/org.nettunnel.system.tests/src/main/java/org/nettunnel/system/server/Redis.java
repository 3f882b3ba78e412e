package org.nettunnel.system.server;

import java.io.IOException;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Scratch;

/// Redis in memory only.
public final class Redis {
    private Redis() {}

    public static Server start() throws IOException, InterruptedException, Debian.Missing {
        String redis = Debian.program("redis-server");
        Scratch scratch = Scratch.make("redis");
        int port = Ports.free();
        return Server.whenListening(Server.start("redis", scratch, redis, "--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", "", "--dir",
                scratch.directory().toString()), scratch, port);
    }
}
