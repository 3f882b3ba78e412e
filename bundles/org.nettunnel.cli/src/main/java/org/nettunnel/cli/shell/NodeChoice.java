package org.nettunnel.cli.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.cli.shell.Logins.Login;
import org.nettunnel.client.NodeAddress;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.RecordJson;

/// Decides which node a command talks to, and as whom.
public final class NodeChoice {
    public static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final String FILE = "local-admin.json";
    private static final int LARGEST_FILE = 64 * 1024;
    private final Shell shell;

    public NodeChoice(Shell shell) {
        this.shell = shell;
    }

    /// What a running node leaves in its data directory.
    public record Local(@Nullable String url, @Nullable String fingerprint, @Nullable String token) {
        @Override
        public String toString() {
            return "Local[url=" + url + "]";
        }
    }

    /// @throws CliFailure with what to do, when there is none
    public NodeClient choose() throws CliFailure {
        String node = shell.root().node, via = shell.via();
        NodeClient chosen = node == null ? local() : saved(address(node));
        return via == null ? chosen : chosen.through(via);
    }

    public static NodeAddress address(String text) throws CliFailure {
        try {
            return NodeAddress.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    public static Fingerprint fingerprint(String text) throws CliFailure {
        try {
            return new Fingerprint(text);
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private NodeClient saved(NodeAddress address) throws CliFailure {
        Optional<Login> login = shell.logins().find(address.url());
        if (login.isEmpty())
            throw new CliFailure(ExitCode.NOT_ALLOWED, "there is no login for " + address + "; make one with 'nettunnel login " + address + "'");
        String pinned = login.get().fingerprint();
        return new NodeClient(address, pinned == null ? null : fingerprint(pinned), login.get().token(), TIMEOUT);
    }

    /// The node of this machine, by the file in its data directory.
    public NodeClient local() throws CliFailure {
        Path file = shell.data().resolve(FILE);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            Local local = RecordJson.read(in.readNBytes(LARGEST_FILE), Local.class);
            String url = local.url();
            String fingerprint = local.fingerprint();
            String token = local.token();
            if (url == null || fingerprint == null || token == null) throw new IOException("it does not hold url, fingerprint and token");
            return new NodeClient(address(url), fingerprint(fingerprint), token, TIMEOUT);
        } catch (NoSuchFileException none) {
            if (RunningNode.has(shell.data()))
                throw new CliFailure(ExitCode.UNREACHABLE, "the node with the data directory " + shell.data() + " is starting or stopping just now; try again in a moment");
            throw new CliFailure(ExitCode.UNREACHABLE, "no node runs with the data directory " + shell.data()
                    + "; start one with 'nettunnel run', or name another by --data DIR or --node URL");
        } catch (AccessDeniedException denied) {
            throw new CliFailure(ExitCode.NOT_ALLOWED, "the node of " + shell.data() + " belongs to another user of this machine; "
                    + "log in with 'nettunnel login URL' and use --node URL");
        } catch (IOException broken) {
            throw new CliFailure(ExitCode.FAILED, "cannot read " + file + ": " + Texts.reason(broken) + "; restart the node, which writes it anew");
        }
    }
}
