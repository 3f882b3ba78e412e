package org.nettunnel.cli.site;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.provisioning.Site;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.cli.run.Plugins;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NeedsNoNode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel site check`.
@Command(name = "check", description = {"Check a whole update site as a node does, and show who signed it and what it holds. Nothing is kept and nobody trusted.",
        "Exit code 1 and a sentence when no node would take it."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel site check cipher.zip", "  nettunnel site check https://example.com/cipher/ --signer a1b2:c3d4:..."})
public final class SiteCheckCommand implements NeedsNoNode {
    private static final String BUNDLE = "org.nettunnel.provisioning";
    private static final String CHECK = "org.nettunnel.provisioning.SiteCheck";
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "SITE", description = "Folder or zip, or https: URL.")
    String location = "";

    @Option(names = "--signer", paramLabel = "FINGERPRINT", defaultValue = "", description = "Who must have signed it. Without: whoever did is shown.")
    String signer = "";

    public SiteCheckCommand(Shell shell) {
        this.shell = shell;
    }

    /// What `--json` prints.
    record Checked(String site, String location, long version, Instant expires, String signer, String signerName, List<SiteIndex.Listed> features, int files, long bytes) {}

    @Override
    public Integer call() throws CliFailure {
        try {
            if (!signer.isEmpty()) signer = new Fingerprint(signer).text();
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitCode.USAGE, "--signer: " + wrong.getMessage());
        }
        // a node takes nothing relative; here it is relative to where the person is
        String whole = location.contains(":") ? location : Path.of(location).toAbsolutePath().normalize().toString();
        Checked checked = loaded(whole);
        return print(checked);
    }

    /// The node's own code looks; this command knows only the API.
    private Checked loaded(String whole) throws CliFailure {
        try (var loader = new URLClassLoader(new URL[] {Plugins.own().jar(BUNDLE).toUri().toURL()}, SiteCheckCommand.class.getClassLoader())) {
            return in(loader, whole, signer);
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: " + unreadable.getMessage());
        }
    }

    static Checked in(ClassLoader loader, String location, String signer) throws CliFailure {
        try {
            Object found = loader.loadClass(CHECK).getMethod("check", String.class, String.class, Instant.class).invoke(null, location, signer, Instant.now());
            boolean fits = found instanceof Map.Entry<?, ?> entry && entry.getKey() instanceof Site && entry.getValue() instanceof SiteIndex;
            if (!fits) throw new CliFailure(ExitCode.FAILED, "the installation is not complete: " + BUNDLE + " is of another version");
            var both = (Map.Entry<?, ?>) found;
            return checked((Site) both.getKey(), (SiteIndex) both.getValue());
        } catch (InvocationTargetException refused) {
            Throwable cause = refused.getCause();
            throw new CliFailure(ExitCode.FAILED, cause instanceof IOException told ? Texts.reason(told) : String.valueOf(cause));
        } catch (ReflectiveOperationException foreign) {
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: " + foreign);
        }
    }

    private static Checked checked(Site site, SiteIndex index) {
        long bytes = index.files().stream().mapToLong(SiteIndex.File::size).sum();
        return new Checked(site.id(), site.location(), site.version(), site.expires(), site.signer().text(), site.signerName(), index.features(), index.files().size() + 1, bytes);
    }

    private int print(Checked checked) {
        if (shell.json()) return shell.printJson(checked);
        shell.line("site      " + checked.site() + ", version " + checked.version() + ", until " + checked.expires());
        for (var feature : checked.features()) shell.line("feature   " + feature.id() + " " + feature.version() + ", " + feature.label());
        shell.line("signer    " + checked.signerName() + ", fingerprint " + checked.signer());
        shell.line("files     " + checked.files() + ", " + Texts.bytes(checked.bytes()) + ", as they were signed");
        return ExitCode.OK;
    }
}
