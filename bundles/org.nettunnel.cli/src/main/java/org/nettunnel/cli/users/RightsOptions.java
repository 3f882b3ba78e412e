package org.nettunnel.cli.users;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.users.GrantsView;
import org.nettunnel.api.admin.users.QuotaView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.RecordJson;

import picocli.CommandLine.Option;

/// The options by which a user is given rights: those of one tunnel by words, any by a file.
final class RightsOptions {
    @Option(names = "--tunnel", paramLabel = "TUNNEL", description = "Name or id of the tunnel that --act is about; * for every one.")
    @Nullable String tunnel;

    @Option(names = "--act", paramLabel = "ACT", split = ",", description = "What he may there: see, operate, endpoints (have own ones).")
    List<String> acts = List.of();

    @Option(names = "--ports", paramLabel = "PORTS", split = ",", description = "Where his endpoints may listen, such as 9000-9010.")
    List<String> ports = List.of();

    @Option(names = "--targets", paramLabel = "TARGETS", split = ",", description = "What they may connect to, such as 10.0.0.0/8:80 or *.example.org:443.")
    List<String> targets = List.of();

    @Option(names = "--binds", paramLabel = "ADDRESSES", split = ",", description = "Addresses they may listen on (usually only 127.0.0.1).")
    List<String> binds = List.of();

    @Option(names = "--grants-file", paramLabel = "FILE", description = "All his grants as JSON, as 'user list --json' prints them.")
    @Nullable Path file;

    @Option(names = "--most-endpoints", paramLabel = "N", description = "Endpoints he may have at once.")
    @Nullable Integer endpoints;

    @Option(names = "--most-connections", paramLabel = "N", description = "Open connections through them.")
    @Nullable Integer connections;

    @Option(names = "--bytes-per-second", paramLabel = "N", description = "Bytes a second of all those connections together.")
    @Nullable Long bytesPerSecond;

    /// Null when no option says anything of grants.
    @Nullable GrantsView grants() throws CliFailure {
        Path given = file;
        String one = tunnel;
        if (given != null) {
            if (one != null || !acts.isEmpty()) throw new CliFailure(ExitCode.USAGE, "give --grants-file, or --tunnel and --act, not both");
            return read(given);
        }
        if (one == null) {
            if (acts.isEmpty() && ports.isEmpty() && targets.isEmpty() && binds.isEmpty()) return null;
            throw new CliFailure(ExitCode.USAGE, "which tunnel may he use? Give --tunnel TUNNEL, or --tunnel '*' for every one");
        }
        if (acts.isEmpty()) throw new CliFailure(ExitCode.USAGE, "what may he do there? Give --act see, operate or endpoints");
        return new GrantsView(List.of(new GrantsView.OfTunnel(one, acts, ports, targets, binds)), List.of());
    }

    private static GrantsView read(Path from) throws CliFailure {
        try {
            return RecordJson.read(Files.readString(from, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), GrantsView.class);
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.FAILED, "cannot read " + from + ": " + Texts.reason(unreadable));
        }
    }

    /// Null when no option says anything of bounds.
    @Nullable QuotaView quota() {
        return endpoints == null && connections == null && bytesPerSecond == null ? null : new QuotaView(endpoints, connections, bytesPerSecond);
    }
}
