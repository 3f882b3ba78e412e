package org.nettunnel.cli.commands;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.StreamView;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.diagnosis.DiagnosisOperations;
import org.nettunnel.api.admin.diagnosis.DiagnosisView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;
import org.nettunnel.client.RecordJson;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nettunnel streams`.
@Command(name = "streams", description = "List the connections that are carried just now, follow them, say why one is slow, or end one.",
        footerHeading = "%nExamples:%n", footer = {"  nettunnel streams", "  nettunnel streams --filter 10.0.0.7", "  nettunnel streams --follow",
                "  nettunnel streams --diagnose 4711", "  nettunnel streams --reset 4711"})
public final class StreamsCommand implements Shell.Task {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private final Shell shell;

    @Option(names = "--follow", description = "Say what opens and what ends, until Ctrl-C.")
    boolean follow;

    @Option(names = "--filter", paramLabel = "TEXT", description = "Only those that have this text in what is shown of them, such as a client's address.")
    String filter = "";

    @Option(names = "--reset", paramLabel = "ID", description = "End this stream; both applications see a connection reset.")
    @Nullable String reset;

    @Option(names = "--diagnose", paramLabel = "ID", description = "Measure this stream for a second and say what holds it up.")
    @Nullable String diagnose;

    /// What `--json` prints.
    record Reset(String reset) {}

    public StreamsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        NodeClient node = shell.node();
        String id = reset;
        if (id != null) {
            node.call(TunnelOperations.RESET_STREAM, id, new Nothing());
            if (shell.json()) return shell.printJson(new Reset(id));
            shell.hint("stream " + id + " was reset");
            return ExitCode.OK;
        }
        String slow = diagnose;
        if (slow != null) return diagnose(node, slow);
        if (follow) return follow(node);
        StreamView.Page page = new StreamView.Page(node.all(TunnelOperations.LIST_STREAMS, filter, StreamView.Page::streams, StreamView.Page::next));
        if (shell.json()) return shell.printJson(page);
        if (page.streams().isEmpty()) shell.line(filter.isEmpty() ? "No streams." : "No stream has '" + filter + "' in it.");
        else Listings.streams(shell, page.streams(), Instant.now());
        return ExitCode.OK;
    }

    private int diagnose(NodeClient node, String id) throws NodeException {
        DiagnosisView view = node.call(DiagnosisOperations.DIAGNOSE_STREAM, id, new Nothing());
        if (shell.json()) return shell.printJson(view);
        DiagnosisCard.print(shell, view);
        return ExitCode.OK;
    }

    private int follow(NodeClient node) throws NodeException {
        Map<String, StreamView> known = new LinkedHashMap<>();
        do {
            StreamView.Page page = new StreamView.Page(node.all(TunnelOperations.LIST_STREAMS, filter, StreamView.Page::streams, StreamView.Page::next));
            if (shell.json()) {
                shell.terminal().out().println(RecordJson.write(page));
            } else {
                tell(known, page);
            }
        } while (shell.terminal().pause().wait(BEAT));
        return ExitCode.OK;
    }

    private void tell(Map<String, StreamView> known, StreamView.Page page) {
        Map<String, StreamView> now = new LinkedHashMap<>();
        for (StreamView stream : page.streams()) now.put(stream.id(), stream);
        known.forEach((id, stream) -> {
            if (!now.containsKey(id)) shell.line("ended   " + words(stream));
        });
        now.forEach((id, stream) -> {
            StreamView before = known.get(id);
            if (before == null) shell.line("opened  " + words(stream));
            else if (!before.equals(stream)) shell.line("carries " + words(stream));
        });
        known.clear();
        known.putAll(now);
    }

    private static String words(StreamView stream) {
        return "#" + stream.id() + " " + stream.tunnelName() + "/" + stream.endpointName() + " " + stream.direction() + " " + stream.state() + " from "
                + stream.client() + (stream.target().isEmpty() ? "" : " to " + stream.target()) + ", received " + Texts.bytes(stream.receivedBytes())
                + ", sent " + Texts.bytes(stream.sentBytes());
    }
}
