package org.nettunnel.cli.commands;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.OutageRequest;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Texts;

import picocli.CommandLine.Option;

/// The options that say how long this end of a tunnel waits while it has no link.
final class OutageChoice {
    @Option(names = "--grace", paramLabel = "TIME", description = "How long open streams wait at this end for a link, "
            + "such as 90s, 2m or 1h (a number alone is seconds); 0 ends them with the last one. A new tunnel has 2m; 1d is the most.")
    @Nullable String grace;

    @Option(names = "--patience", paramLabel = "TIME", description = "How long a new connection waits at this end for a link; 0 refuses "
            + "it at once. A new tunnel has 30s; the grace is the most.")
    @Nullable String patience;

    /// Null when neither is given.
    @Nullable OutageRequest chosen() throws CliFailure {
        Long waits = seconds("--grace", grace), waitsNew = seconds("--patience", patience);
        if (waits == null && waitsNew == null) return null;
        if (waits != null && waitsNew != null && waitsNew > waits)
            throw new CliFailure(ExitCode.USAGE, "--patience: new connections cannot wait " + patience + " where streams are given up after " + grace
                    + "; give a time within --grace");
        return new OutageRequest(waits, waitsNew);
    }

    private static @Nullable Long seconds(String option, @Nullable String text) throws CliFailure {
        if (text == null) return null;
        return Texts.duration(option, text, "1d").toSeconds();
    }
}
