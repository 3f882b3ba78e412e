package org.nettunnel.cli.bundle;

import java.util.List;

import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.api.admin.bundles.SiteView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `nettunnel bundle site list|remove`.
public final class SiteCommands {
    private SiteCommands() {}

    /// What `--json` prints for each that was removed.
    record Removed(String removed) {}

    /// Lists them all.
    @Command(name = "list", description = "List the update sites that the node knows, and whose signature it takes there.")
    public static final class Lists implements Shell.Task {
        private final Shell shell;

        public Lists(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            SiteView.Page page = shell.node().call(BundleOperations.LIST_SITES, new Nothing());
            if (shell.json()) return shell.printJson(page);
            if (page.sites().isEmpty()) shell.line("No update sites. 'nettunnel bundle site add LOCATION' adds one.");
            for (int i = 0; i < page.sites().size(); i++) {
                if (i > 0) shell.line("");
                SiteCard.print(shell, page.sites().get(i));
            }
            return ExitCode.OK;
        }
    }

    /// Forgets them.
    @Command(name = "remove", description = "Forget update sites and their signers; what was installed from them stays.",
            footerHeading = "%nExamples:%n", footer = "  nettunnel bundle site remove compression.zstd")
    public static final class Removes implements Shell.Task {
        private final Shell shell;

        @Parameters(arity = "1..*", paramLabel = "SITE", description = "Id of the site; 'org.nettunnel.' may be left out.")
        List<String> sites = List.of();

        public Removes(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            NodeClient node = shell.node();
            List<String> known = node.call(BundleOperations.LIST_SITES, new Nothing()).sites().stream().map(SiteView::id).toList();
            for (String typed : sites) {
                String id = FeatureName.find(typed, known)
                        .orElseThrow(() -> new CliFailure(ExitCode.FAILED, "there is no site '" + typed + "', only " + FeatureName.list(known)));
                node.call(BundleOperations.REMOVE_SITE, id, new Nothing());
                if (shell.json()) shell.printJson(new Removed(id));
                else shell.hint("site '" + id + "' is forgotten");
            }
            return ExitCode.OK;
        }
    }
}
