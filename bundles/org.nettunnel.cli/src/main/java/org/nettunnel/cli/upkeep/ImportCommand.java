package org.nettunnel.cli.upkeep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.upkeep.ImportRequest;
import org.nettunnel.api.admin.upkeep.ImportRequest.FileView;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.node.Originals;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel import`.
@Command(name = "import", description = {"Say what of the original NetTunnel's files can be taken over, and with --apply do it.",
        "Give the JSON files of its data directory, of any version; of version 1 those of both ends, since each knows its half of an endpoint."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel import NtUser.json NtTunnel*.json --address outer.example:52845",
                "  nettunnel import *.json --address outer.example:52845 --apply"})
public final class ImportCommand implements Shell.Task {
    private static final int MOST_BYTES = 4 << 20;
    private final Shell shell;

    @Parameters(arity = "1..20", paramLabel = "FILE", description = "Files of the original.")
    List<Path> files = List.of();

    @Option(names = "--address", paramLabel = "HOST:PORT", description = "Where the other nodes reach this one, for the invites of its tunnels.")
    @Nullable String address;

    @Option(names = "--apply", description = "Do it. It prints invites: hand them over as you would passwords.")
    boolean apply;

    public ImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        List<FileView> given = new ArrayList<>();
        for (Path file : files) given.add(read(file));
        Originals.Report report = shell.node().within(BackupCommand.LONGEST).call(UpkeepOperations.IMPORT, new ImportRequest(List.copyOf(given), address, apply));
        boolean isNothing = report.carried() + report.todo() == 0;
        int exit = isNothing ? ExitCode.FAILED : ExitCode.OK;
        if (shell.json()) {
            shell.printJson(report);
            return exit;
        }
        for (Originals.Line each : report.lines()) {
            shell.line(each.outcome() + ": " + each.kind() + (each.name().isEmpty() ? "" : " '" + each.name() + "'") + " of " + each.file() + ". " + each.sentence());
            if (each.command() != null) shell.line("    " + each.command());
            if (each.invite() != null) shell.line("    " + each.invite());
        }
        shell.hint(report.carried() + " carried, " + report.todo() + " to do by hand, " + report.lost() + " lost"
                + (isNothing ? "; there is nothing to bring over: are these files of the original?" : report.applied() ? "" : "; nothing was changed, --apply does it"));
        return exit;
    }

    private static FileView read(Path file) throws CliFailure {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) throw new CliFailure(ExitCode.FAILED, file + " is too long for a file of NetTunnel");
            return new FileView(String.valueOf(file.getFileName()), new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new CliFailure(ExitCode.FAILED, "cannot read " + file + ": " + Texts.reason(failed));
        }
    }
}
