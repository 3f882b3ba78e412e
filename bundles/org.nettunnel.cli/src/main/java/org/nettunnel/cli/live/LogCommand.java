package org.nettunnel.cli.live;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.live.LiveOperations;
import org.nettunnel.api.admin.live.LogLine;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nettunnel log`.
@Command(name = "log", description = "Show the newest lines of the node's log, or follow it.",
        footerHeading = "%nExamples:%n", footer = {"  nettunnel log", "  nettunnel log --level warning --lines 50", "  nettunnel log --follow"})
public final class LogCommand implements Shell.Task {
    private final Shell shell;

    @Option(names = "--follow", description = "Say each new line too, until Ctrl-C.")
    boolean follow;

    @Option(names = "--level", paramLabel = "LEVEL", description = "Only lines of this level and worse: error, warning, info, debug or trace; not with --follow.")
    @Nullable String level;

    @Option(names = "--lines", paramLabel = "COUNT", description = "How many of the newest, 1 to 2000 (default: 200).")
    int lines = 200;

    public LogCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        String wanted = level;
        if (follow && wanted != null) throw new CliFailure(ExitCode.USAGE, "--follow tells every line: leave out --level");
        NodeClient node = shell.node();
        Map<String, String> query = new HashMap<>(Map.of(LiveOperations.LINES.name(), Integer.toString(lines)));
        if (wanted != null) query.put(LiveOperations.LEVEL.name(), wanted);
        LogLine.Page page = node.call(LiveOperations.LOG, "", query, new Nothing());
        if (!follow && shell.json()) return shell.printJson(page);
        if (!shell.json()) for (LogLine line : page.lines()) shell.line(Words.of(line));
        if (follow) Following.follow(shell, node, "log");
        return ExitCode.OK;
    }
}
