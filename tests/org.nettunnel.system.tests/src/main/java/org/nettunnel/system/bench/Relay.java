package org.nettunnel.system.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.Program;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.server.Sshd;

/// A way from a local port to a target that goes through two processes.
///
/// @param name     for the table
/// @param sinkPort leads to the sink
/// @param echoPort leads to the echo
/// @param programs all that does the work, for its CPU
/// @param parts    to close
record Relay(String name, int sinkPort, int echoPort, List<Program> programs, List<AutoCloseable> parts) implements AutoCloseable {
    static final String OURS = "NetTunnel";
    static final String DIRECT = "direct";
    static final String OPENSSH = "OpenSSH";
    static final String SOCAT = "socat";

    /// No relay at all: what the load itself and the kernel can do.
    static Relay direct(int sink, int echo) {
        return new Relay(DIRECT, sink, echo, List.of(), List.of());
    }

    /// Two nodes over `tcp`, without compression.
    static Relay ours(Product product, int sink, int echo) throws IOException, InterruptedException {
        NodePair pair = NodePair.start(product, "tcp");
        return new Relay(OURS, pair.endpoint(sink).port(), pair.endpoint(echo).port(),
                List.of(pair.outer().process(), pair.inner().process()), List.of(pair));
    }

    /// A local port forward of the OpenSSH client, AES-128-GCM.
    static Relay openSsh(int sink, int echo) throws IOException, InterruptedException, Debian.Missing {
        String ssh = Debian.program("ssh");
        Sshd sshd = Sshd.start();
        int sinkPort = Ports.free();
        int echoPort = Ports.free();
        List<String> command = new ArrayList<>(List.of(ssh));
        command.addAll(sshd.options());
        command.addAll(List.of("-N", "-c", "aes128-gcm@openssh.com", "-o", "ExitOnForwardFailure=yes", "-L", forward(sinkPort, sink), "-L",
                forward(echoPort, echo), "-p", String.valueOf(sshd.server().port()), Sshd.user()));
        Program client = Program.start("ssh", sshd.server().scratch().file("client.log"), command);
        client.awaitListening(sinkPort);
        client.awaitListening(echoPort);
        return new Relay(OPENSSH, sinkPort, echoPort, List.of(client, sshd.server().program()), List.of(client, sshd));
    }

    /// Two socats in a row, without any encryption.
    static Relay socat(int sink, int echo) throws IOException, InterruptedException, Debian.Missing {
        Scratch scratch = Scratch.make("socat");
        List<Program> programs = new ArrayList<>();
        int sinkPort = socatPair(sink, scratch, programs);
        int echoPort = socatPair(echo, scratch, programs);
        List<AutoCloseable> parts = new ArrayList<>(programs);
        parts.add(scratch);
        return new Relay(SOCAT, sinkPort, echoPort, programs, parts);
    }

    private static int socatPair(int target, Scratch scratch, List<Program> programs) throws IOException, InterruptedException, Debian.Missing {
        int to = target;
        for (int hop = 0; hop < 2; hop++) {
            int port = Ports.free();
            Program socat = Program.start("socat", scratch.file("output.log"), List.of(Debian.program("socat"), "-b65536",
                    "TCP-LISTEN:" + port + ",bind=127.0.0.1,fork,reuseaddr,backlog=1024,nodelay", "TCP:127.0.0.1:" + to + ",nodelay"));
            programs.add(socat);
            socat.awaitListening(port);
            to = port;
        }
        return to;
    }

    private static String forward(int port, int target) {
        return "127.0.0.1:" + port + ":127.0.0.1:" + target;
    }

    long cpuNanos() {
        return CpuTime.nanos(programs);
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception failed) {
                throw new IllegalStateException(name + " does not close", failed);
            }
        }
    }
}
