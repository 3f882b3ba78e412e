package org.nettunnel.cli.site;

import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NeedsNoNode;
import org.nettunnel.cli.shell.Secrets;
import org.nettunnel.cli.shell.Shell;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nettunnel site key`.
@Command(name = "key", description = {"Make a signer of update sites: a private key with a certificate of its own, in a file with a password.",
        "Administrators confirm its fingerprint once, so keep it for as long as the sites live, and keep it well."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel site key --out signer.p12 --name \"Example Ltd\""})
public final class SiteKeyCommand implements NeedsNoNode {
    private static final int SHORTEST_PASSWORD = 8;
    private final Shell shell;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the signer is written; never over another one.")
    Path out = Path.of("signer.p12");

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Who signs; administrators see it beside the fingerprint.")
    String name = "";

    @Option(names = "--days", paramLabel = "N", defaultValue = "1825", description = "How long its certificate is valid, 1 to 3650 days. Default: ${DEFAULT-VALUE}.")
    int days;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File whose first line is the password. Without: you are asked.")
    @Nullable Path passwordFile;

    public SiteKeyCommand(Shell shell) {
        this.shell = shell;
    }

    /// What `--json` prints.
    record Made(String file, String signer, String name, Instant expires) {}

    @Override
    public Integer call() throws CliFailure {
        String problem = SignerKey.problem(name);
        if (problem != null) throw new CliFailure(ExitCode.USAGE, problem);
        if (days < 1 || days > 3650) throw new CliFailure(ExitCode.USAGE, "--days " + days + " is not in 1 to 3650");
        String password = new Secrets(shell.terminal()).newPassword(passwordFile, "Password for the signer: ");
        if (password.length() < SHORTEST_PASSWORD) throw new CliFailure(ExitCode.USAGE, "the password is shorter than " + SHORTEST_PASSWORD + " characters");
        SignerKey signer = SignerKey.make(out, name, days, password);
        Instant expires = signer.certificate().getNotAfter().toInstant();
        if (shell.json()) return shell.printJson(new Made(out.toString(), signer.fingerprint().text(), name, expires));
        shell.line("signer       " + name + ", until " + expires);
        shell.line("fingerprint  " + signer.fingerprint());
        shell.line("file         " + out);
        return ExitCode.OK;
    }
}
