package org.nettunnel.cli.live;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.live.HistoryView;
import org.nettunnel.api.admin.live.LiveOperations;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel history`.
@Command(name = "history", description = "Show how fast a tunnel was in the last five minutes, or in the last hour.",
        footerHeading = "%nExamples:%n", footer = {"  nettunnel history office", "  nettunnel history office --hour --json"})
public final class HistoryCommand implements Shell.Task {
    private static final int ROWS = 30;
    private final Shell shell;

    @Parameters(paramLabel = "TUNNEL", description = "Its name or id.")
    String tunnel = "";

    @Option(names = "--hour", description = "The last hour, in steps of ten seconds.")
    boolean hour;

    public HistoryCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        Map<String, String> query = Map.of(LiveOperations.TUNNEL.name(), tunnel, LiveOperations.SECONDS.name(), hour ? "3600" : "300");
        HistoryView history = shell.node().call(LiveOperations.HISTORY, "", query, new Nothing());
        if (shell.json()) return shell.printJson(history);
        if (history.series().isEmpty()) {
            shell.line("Nothing was seen of it yet.");
            return ExitCode.OK;
        }
        HistoryView.Series series = history.series().getFirst();
        var table = new Table(shell.terminal().colours(), "AT", "RECEIVED/S", "SENT/S", "STREAMS", "ROUND TRIP");
        int steps = series.receivedPerSecond().size(), every = Math.max(1, steps / ROWS);
        for (int i = every - 1; i < steps; i += every) {
            Long received = series.receivedPerSecond().get(i);
            if (received == null) continue;
            Instant at = history.from().plusSeconds((long) i * history.step()).truncatedTo(ChronoUnit.SECONDS);
            table.add(at.toString(), Texts.bytes(received), bytes(series.sentPerSecond().get(i)), text(series.openStreams().get(i)),
                    millis(series.roundTripMillis().get(i)));
        }
        table.print(shell.terminal());
        return ExitCode.OK;
    }

    static String millis(@Nullable Double measured) {
        return measured == null ? "" : String.format(Locale.ROOT, "%.1f ms", measured);
    }

    private static String bytes(@Nullable Long count) {
        return count == null ? "" : Texts.bytes(count);
    }

    private static String text(@Nullable Long count) {
        return count == null ? "" : count.toString();
    }
}
