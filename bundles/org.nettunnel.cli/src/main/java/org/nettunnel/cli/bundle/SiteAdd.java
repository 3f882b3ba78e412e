package org.nettunnel.cli.bundle;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.api.admin.bundles.SiteRequest;
import org.nettunnel.api.admin.bundles.SiteView;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NodeChoice;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Terminal;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel bundle site add`.
@Command(name = "add", description = {"Let the node install from an update site: a folder or a zip on the node's machine, or an https URL.",
        "What is installed from it runs inside the node. So you are shown who signed the site, and the node",
        "takes only what this signer signed. Compare the fingerprint with one that you got another way."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel bundle site add https://updates.example.org/nettunnel/compression.zstd",
                "  nettunnel bundle site add ./org.nettunnel.compression.zstd.zip", "  nettunnel bundle site add /media/stick/site --signer FINGERPRINT"})
public final class SiteAdd implements Shell.Task {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "LOCATION", description = "Folder, zip, file: or https: URL. The node reads it, not this command.")
    String location = "";

    @Option(names = "--signer", paramLabel = "FINGERPRINT", description = "Confirms the signer without asking: SHA-256 of its certificate.")
    @Nullable String signer;

    public SiteAdd(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        String given = signer;
        Fingerprint expected = given == null ? null : NodeChoice.fingerprint(given);
        String where = absolute();
        NodeClient node = shell.node().within(WorkTask.LONG);
        SiteView seen = node.call(BundleOperations.LOOK_AT_SITE, new SiteRequest(where, null));
        if (expected == null) confirm(node, seen);
        else if (!expected.toString().equals(seen.signer()))
            throw new CliFailure(ExitCode.FAILED, "the site " + where + " is signed by " + seen.signerName() + " with fingerprint " + seen.signer() + ", not "
                    + expected + "; nothing was changed");
        else beware(node, seen);
        SiteView added = node.call(BundleOperations.ADD_SITE, new SiteRequest(where, seen.signer()));
        if (shell.json()) return shell.printJson(added);
        shell.line("site '" + added.id() + "' is added; what it offers: " + FeatureName.list(seen.features().stream().map(SiteView.Listed::id).toList()));
        return ExitCode.OK;
    }

    /// Only a person who read the fingerprint confirms it: there is no option that says yes to whatever comes.
    private void confirm(NodeClient node, SiteView seen) throws CliFailure, NodeException {
        Terminal.Prompt prompt = shell.terminal().prompt();
        if (prompt == null)
            throw new CliFailure(ExitCode.USAGE, "the site " + seen.location() + " is signed by " + seen.signerName() + " with fingerprint " + seen.signer()
                    + "; compare it with one that you got another way, then repeat with --signer FINGERPRINT");
        if (!shell.json()) SiteCard.print(shell, seen);
        beware(node, seen);
        shell.hint("Bundles from this site will run inside the node, and may read all that it carries.");
        String answer = prompt.line("Did you compare the fingerprint, and do you trust this signer (" + seen.signer() + ")? [yes/no] ");
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).equals("yes")) throw new CliFailure(ExitCode.FAILED, "not confirmed; nothing was changed");
    }

    private void beware(NodeClient node, SiteView seen) throws NodeException {
        for (SiteView known : node.call(BundleOperations.LIST_SITES, new Nothing()).sites())
            if (known.id().equals(seen.id()) && !known.signer().equals(seen.signer()))
                shell.hint("BEWARE: until now this site was signed by " + known.signerName() + " with fingerprint " + known.signer() + "; now it is " + seen.signerName()
                        + " with " + seen.signer() + ".");
    }

    /// The node has a working directory of its own.
    private String absolute() throws CliFailure {
        if (location.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) return location;
        try {
            String path = Path.of(location).toAbsolutePath().normalize().toString();
            String node = shell.nodeUrl();
            if (node != null) shell.hint("The node at " + node + " reads " + path + " on its own machine, not on this one.");
            return path;
        } catch (InvalidPathException wrong) {
            throw new CliFailure(ExitCode.USAGE, "'" + location + "' is neither a path nor a URL");
        }
    }
}
