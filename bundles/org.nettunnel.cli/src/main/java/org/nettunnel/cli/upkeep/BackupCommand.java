package org.nettunnel.cli.upkeep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.upkeep.BackupRequest;
import org.nettunnel.api.admin.upkeep.BackupView;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.node.Backups;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Secrets;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel backup`.
@Command(name = "backup", description = {"Make one file of what a node is, sealed under a passphrase: identity, users, tunnels, endpoints, settings, keys.",
        "Bundles that were installed, trusted sites and the audit log are not in it.",
        "Without the passphrase nobody can read it, you neither. Works with the node running or stopped."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel backup", "  nettunnel backup /safe/office.backup --passphrase-file /root/passphrase"})
public final class BackupCommand implements Shell.Task {
    static final Duration LONGEST = Duration.ofSeconds(60);
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to put it (default: a new file here, named after node and time).")
    @Nullable Path file;

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Take the passphrase from the first line of FILE instead of asking.")
    @Nullable Path passphraseFile;

    /// What `--json` prints.
    record Made(String file, long bytes, String auditHead) {}

    public BackupCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        mustBeFree(file);
        String passphrase = new Secrets(shell.terminal()).password(passphraseFile, "Passphrase: ", "--passphrase-file");
        if (passphraseFile == null && !passphrase.equals(new Secrets(shell.terminal()).password(null, "Once more: ", "--passphrase-file")))
            throw new CliFailure(ExitCode.FAILED, "the two passphrases differ; nothing was made");
        Backups.Archive archive = Offline.is(shell) ? Offline.backups(shell, backups -> backups.backup(passphrase.toCharArray())) : running(passphrase);
        Path given = file;
        Path to = given == null ? Path.of(archive.fileName()) : given;
        write(to, archive.bytes());
        if (shell.json()) return shell.printJson(new Made(to.toString(), archive.bytes().length, archive.auditHead()));
        shell.line(to.toString());
        shell.hint("Keep it and its passphrase apart. The audit log ended with " + archive.auditHead());
        return ExitCode.OK;
    }

    private Backups.Archive running(String passphrase) throws CliFailure, NodeException {
        BackupView made = shell.node().within(LONGEST).call(UpkeepOperations.BACKUP, new BackupRequest(passphrase));
        // a name from the other side is only a name, never a path
        String name = made.fileName().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^\\.+", "");
        return new Backups.Archive(name.isEmpty() ? "nettunnel.backup" : name, Base64.getDecoder().decode(made.archive()), made.auditHead());
    }

    /// Said before anybody is asked for a passphrase.
    private static void mustBeFree(@Nullable Path file) throws CliFailure {
        if (file == null) return;
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) throw new CliFailure(ExitCode.FAILED, "cannot write " + file + ": there is no folder " + folder + "; make it first");
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) throw isThere(file);
    }

    private static CliFailure isThere(Path file) {
        return new CliFailure(ExitCode.FAILED, file + " is there already; name another file, or remove it");
    }

    /// Never over another file, and for its owner alone.
    private static void write(Path file, byte[] bytes) throws CliFailure {
        boolean modes = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] own = modes ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        try (var out = FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), own)) {
            for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining();) out.write(rest);
            out.force(true);
        } catch (FileAlreadyExistsException there) {
            throw isThere(file);
        } catch (IOException failed) {
            throw new CliFailure(ExitCode.FAILED, "cannot write " + file + ": " + Texts.reason(failed));
        }
    }
}
