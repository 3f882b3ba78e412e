package org.nettunnel.cli.site;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NeedsNoNode;
import org.nettunnel.cli.shell.Secrets;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel site sign`.
@Command(name = "sign", description = {"Make an update site for nodes of a p2 site that a build left: a copy in which every jar is signed, with a signed index.",
        "Other signatures go. The copy appears at once or not at all."},
        footerHeading = "%nExamples:%n", footer = {
                "  nettunnel site sign site/target/repository --key signer.p12 --id com.example.cipher --out cipher.zip",
                "  nettunnel bundle site add $PWD/cipher.zip                at a node: shows the signer and asks"})
public final class SiteSignCommand implements NeedsNoNode {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*([._-][a-zA-Z0-9]+)*");
    private static final int LONGEST_ID = 150;
    private static final Duration LONGEST = Duration.ofDays(3650);
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "SITE", description = "Folder or zip of the p2 site.")
    Path site = Path.of("");

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "The signer, as 'nettunnel site key' made it.")
    Path key = Path.of("");

    @Option(names = "--password-file", paramLabel = "FILE", description = "File whose first line is the password of the signer. Without: you are asked.")
    @Nullable Path passwordFile;

    @Option(names = "--id", paramLabel = "ID", required = true, description = "What nodes call the site, for as long as it lives; such as com.example.cipher.")
    String id = "";

    @Option(names = "--expires", paramLabel = "TIME", defaultValue = "90d", description = "After that nodes do not believe the index any more. Default: ${DEFAULT-VALUE}.")
    String expires = "90d";

    @Option(names = "--version", paramLabel = "N", description = "Number of the index; nodes never go back. Default: seconds since 1970, or one more than before.",
            defaultValue = "0", showDefaultValue = Help.Visibility.NEVER)
    long version;

    @Option(names = "--out", paramLabel = "FOLDER|ZIP", description = "What is made; a zip where the name ends with .zip. Default: ID.zip in the current folder.")
    @Nullable Path out;

    public SiteSignCommand(Shell shell) {
        this.shell = shell;
    }

    /// What `--json` prints.
    record Made(String out, String site, long version, Instant expires, String signer, String signerName, int files, long bytes, List<SiteIndex.Listed> features) {}

    @Override
    public Integer call() throws CliFailure {
        if (!ID.matcher(id).matches() || id.length() > LONGEST_ID)
            throw new CliFailure(ExitCode.USAGE, "'" + id + "' is no id of a site: words of letters and digits with . _ or - between them, beginning with a small letter");
        if (version < 0) throw new CliFailure(ExitCode.USAGE, "--version " + version + " is not 1 or more");
        Duration lifetime = lifetime();
        Path asked = out;
        Path target = asked == null ? Path.of(id + ".zip") : asked;
        SignerKey signer = SignerKey.read(key, new Secrets(shell.terminal()).password(passwordFile, "Password of the signer " + key + ": "));
        Instant last = signer.certificate().getNotAfter().toInstant();
        if (last.isBefore(Instant.now())) throw new CliFailure(ExitCode.FAILED, "the certificate of the signer " + key + " expired at " + last + "; no node would take the site: make a new signer");
        var signed = new SiteSigning(signer, id, lifetime, version).sign(site, target);
        if (last.isBefore(signed.index().expires())) shell.hint("The certificate of the signer expires before the index does, at " + last + ".");
        return print(signed, signer);
    }

    private Duration lifetime() throws CliFailure {
        try {
            Duration lifetime = Texts.duration(expires);
            if (!lifetime.isPositive() || lifetime.compareTo(LONGEST) > 0) throw new IllegalArgumentException("'" + expires + "' is not in 1s to 3650d");
            return lifetime;
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitCode.USAGE, "--expires: " + wrong.getMessage());
        }
    }

    private int print(SiteSigning.Signed signed, SignerKey signer) {
        SiteIndex index = signed.index();
        String name = signer.certificate().getSubjectX500Principal().getName();
        if (shell.json())
            return shell.printJson(new Made(signed.out().toString(), index.site(), index.version(), index.expires(), signer.fingerprint().text(), name, signed.files(),
                    signed.bytes(), index.features()));
        shell.line("site      " + index.site() + ", version " + index.version() + ", until " + index.expires());
        for (var feature : index.features()) shell.line("feature   " + feature.id() + " " + feature.version() + ", " + feature.label());
        shell.line("signer    " + name + ", fingerprint " + signer.fingerprint());
        shell.line("files     " + signed.files() + ", " + Texts.bytes(signed.bytes()) + ", in " + signed.out());
        return ExitCode.OK;
    }
}
