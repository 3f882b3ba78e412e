package org.nettunnel.system.server;

import java.io.IOException;
import org.nettunnel.system.process.Program;
import org.nettunnel.system.process.Scratch;

/// A Debian server in the foreground, listening on a loopback port, with throw-away files.
///
/// @param program it
/// @param scratch its files
/// @param port    where it listens
public record Server(Program program, Scratch scratch, int port) implements AutoCloseable {
    /// Hands back the server when it listens; leaves nothing behind when it does not.
    static Server whenListening(Program program, Scratch scratch, int port) throws InterruptedException {
        Server server = new Server(program, scratch, port);
        try {
            program.awaitListening(port);
            return server;
        } catch (InterruptedException | AssertionError failed) {
            server.close();
            throw failed;
        }
    }

    /// Starts a program, removing its files when it cannot be started.
    static Program start(String name, Scratch scratch, String... command) throws IOException {
        try {
            return Program.start(name, scratch.file("output.log"), java.util.List.of(command));
        } catch (IOException failed) {
            scratch.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        program.close();
        scratch.close();
    }
}
