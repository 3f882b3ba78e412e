package org.nettunnel.cli.live;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

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
@Command(name = "history", description = {"Show how fast a tunnel was in the last five minutes, or in the last hour.",
        "A row has the mean of its time; of streams the most that were open."},
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
        for (int i = 0; i < steps; i += every) {
            int end = Math.min(steps, i + every);
            OptionalDouble received = mean(series.receivedPerSecond().subList(i, end));
            if (received.isEmpty()) continue;
            Instant at = history.from().plusSeconds((long) i * history.step()).truncatedTo(ChronoUnit.SECONDS);
            table.add(at.toString(), bytes(received), bytes(mean(series.sentPerSecond().subList(i, end))), most(series.openStreams().subList(i, end)),
                    millis(mean(series.roundTripMillis().subList(i, end))));
        }
        table.print(shell.terminal());
        return ExitCode.OK;
    }

    /// Of the steps of a row, those that were measured.
    static OptionalDouble mean(List<? extends @Nullable Number> steps) {
        var measured = DoubleStream.builder();
        for (Number step : steps) if (step != null) measured.add(step.doubleValue());
        return measured.build().average();
    }

    static String most(List<@Nullable Long> steps) {
        long most = -1;
        for (Long step : steps) if (step != null) most = Math.max(most, step);
        return most < 0 ? "" : Long.toString(most);
    }

    static String millis(OptionalDouble measured) {
        return measured.isEmpty() ? "" : String.format(Locale.ROOT, "%.1f ms", measured.getAsDouble());
    }

    private static String bytes(OptionalDouble count) {
        return count.isEmpty() ? "" : Texts.bytes(Math.round(count.getAsDouble()));
    }
}
