package org.nettunnel.system.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.process.Scratch;

/// An OpenSSH server with its own host key that lets in the present user by a key of its own.
///
/// @param server the server
public record Sshd(Server server) implements AutoCloseable {
    public static Sshd start() throws IOException, InterruptedException, Debian.Missing {
        String sshd = Debian.program("sshd");
        String keygen = Debian.program("ssh-keygen");
        Scratch scratch = Scratch.make("sshd");
        int port = Ports.free();
        for (String key : List.of("host_key", "user_key"))
            Run.succeed(keygen, "-q", "-t", "ed25519", "-N", "", "-f", scratch.file(key).toString());
        Files.copy(scratch.file("user_key.pub"), scratch.file("authorized_keys"));
        if (Debian.isRoot()) Files.createDirectories(Path.of("/run/sshd")); // where it is empty and root's, or sshd refuses
        Path config = scratch.write("sshd_config", """
                ListenAddress 127.0.0.1:%1$d
                HostKey %2$s/host_key
                AuthorizedKeysFile %2$s/authorized_keys
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                PermitRootLogin prohibit-password
                AllowTcpForwarding yes
                MaxStartups 100
                PrintMotd no
                Subsystem sftp internal-sftp
                """.formatted(port, scratch.directory()));
        return new Sshd(Server.whenListening(Server.start("sshd", scratch, sshd, "-D", "-e", "-f", config.toString()), scratch, port));
    }

    /// Options for `ssh` and `scp` that use the key and ask nothing.
    public List<String> options() {
        return List.of("-F", "/dev/null", "-i", server.scratch().file("user_key").toString(), "-o", "StrictHostKeyChecking=no", "-o",
                "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "ConnectTimeout=10");
    }

    /// Whom to log in as, at the loopback address.
    public static String user() {
        return System.getProperty("user.name") + "@127.0.0.1";
    }

    @Override
    public void close() {
        server.close();
    }
}
