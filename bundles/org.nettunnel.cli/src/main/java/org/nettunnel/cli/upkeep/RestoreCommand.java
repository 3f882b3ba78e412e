package org.nettunnel.cli.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.upkeep.RestoreRequest;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.node.Backups;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Secrets;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel restore`.
@Command(name = "restore", description = {"Say what a backup changes, and with --apply put it in the place of all that is there: all of it or nothing.",
        "The node becomes the one that was backed up, its identity included: stop the other one first. A running node takes it on when it is restarted."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel restore office.backup             # says what would change", "  nettunnel restore office.backup --apply"})
public final class RestoreCommand implements Shell.Task {
    private static final int MOST_BYTES = 8 << 20;
    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    Path file = Path.of("");

    @Option(names = "--apply", description = "Do it.")
    boolean apply;

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Take the passphrase from the first line of FILE instead of asking.")
    @Nullable Path passphraseFile;

    public RestoreCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        byte[] archive = read();
        String passphrase = new Secrets(shell.terminal()).password(passphraseFile, "Passphrase: ", "--passphrase-file");
        Backups.Plan plan = Offline.is(shell) ? Offline.backups(shell, backups -> backups.restore(archive, passphrase.toCharArray(), apply))
                : shell.node().within(BackupCommand.LONGEST).call(UpkeepOperations.RESTORE,
                        new RestoreRequest(Base64.getEncoder().encodeToString(archive), passphrase, apply));
        if (shell.json()) return shell.printJson(plan);
        print(plan);
        return ExitCode.OK;
    }

    private void print(Backups.Plan plan) {
        shell.line("backup of '" + plan.node() + "', made " + plan.made() + ", identity " + plan.identity() + (plan.sameIdentity() ? " (this node)" : " (another than this node's)"));
        if (plan.changes().isEmpty()) {
            shell.line("nothing is different here");
        } else {
            var table = new Table(shell.terminal().colours(), plan.applied() ? "WAS" : "WOULD BE", "KIND", "NAME");
            for (Backups.Change each : plan.changes()) table.add(each.what(), each.kind(), each.name());
            table.print(shell.terminal());
        }
        plan.notes().forEach(shell::hint);
        if (!plan.applied()) shell.hint("Nothing was changed; --apply does it.");
        else if (plan.needsRestart()) shell.hint("It counts from the next start: nettunnel restart");
    }

    private byte[] read() throws CliFailure {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) throw new CliFailure(ExitCode.FAILED, file + " is too long for a backup");
            return bytes;
        } catch (IOException failed) {
            throw new CliFailure(ExitCode.FAILED, "cannot read " + file + ": " + Texts.reason(failed));
        }
    }
}
