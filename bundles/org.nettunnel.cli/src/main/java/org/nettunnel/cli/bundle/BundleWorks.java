package org.nettunnel.cli.bundle;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.api.admin.bundles.FeatureView;
import org.nettunnel.api.admin.bundles.OfferView;
import org.nettunnel.api.admin.bundles.SiteView;
import org.nettunnel.api.admin.bundles.WorkRequest;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel bundle install|update|remove|rollback`.
public final class BundleWorks {
    private BundleWorks() {}

    /// Gets one from a site.
    @Command(name = "install", description = {"Install a bundle in the running node, from the update sites it knows. Its streams go on.",
            "A cipher or compression is tested first; one that fails is taken out again, with the reason."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel bundle install compression.zstd",
                    "  nettunnel bundle install org.nettunnel.crypto.nasccl --version 0.1.0.202611222100"})
    public static final class Installs extends WorkTask {
        @Parameters(index = "0", paramLabel = "BUNDLE", description = "As 'nettunnel bundle search' names it; 'org.nettunnel.' may be left out.")
        String bundle = "";

        @Option(names = "--version", paramLabel = "VERSION", description = "This one (default: the newest).")
        @Nullable String version;

        public Installs(Shell shell) {
            super(shell);
        }

        @Override
        WorkRequest request(NodeClient node) throws CliFailure, NodeException {
            return new WorkRequest("install", bundle.startsWith(FeatureName.OURS) ? bundle : offered(node), version, null);
        }

        private String offered(NodeClient node) throws CliFailure, NodeException {
            OfferView.Page page = node.within(LONG).call(BundleOperations.SEARCH_BUNDLES, new Nothing());
            List<String> ids = page.features().stream().map(OfferView::id).distinct().toList();
            var problem = new StringBuilder();
            for (SiteView site : page.sites()) if (!site.problem().isEmpty()) problem.append("; site ").append(site.id()).append(": ").append(site.problem());
            return FeatureName.find(bundle, ids).orElseThrow(() -> new CliFailure(ExitCode.FAILED, page.sites().isEmpty()
                    ? "this node knows no update site; add one with 'nettunnel bundle site add LOCATION'"
                    : "no site offers '" + bundle + "', only " + FeatureName.list(ids) + problem));
        }
    }

    /// Gets newer ones.
    @Command(name = "update", description = {"Update bundles in the running node to the newest their sites offer. Streams go on.",
            "The node's own core is put beside the running one, and a restart tries it; where it does not come up, the node goes back by itself."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel bundle update", "  nettunnel bundle update compression.zstd", "  nettunnel bundle update node --restart"})
    public static final class Updates extends WorkTask {
        @Parameters(index = "0", arity = "0..1", paramLabel = "BUNDLE", description = "This one (default: all that are installed but the core).")
        @Nullable String bundle;

        @Option(names = "--restart", description = "Restart the node at once where the update needs it, as 'nettunnel restart' does.")
        boolean restart;

        public Updates(Shell shell) {
            super(shell);
        }

        @Override
        WorkRequest request(NodeClient node) throws CliFailure, NodeException {
            String named = bundle;
            return new WorkRequest("update", named == null ? null : installed(node, named), null, null);
        }

        @Override
        int restart() throws CliFailure, NodeException {
            return restart ? new CoreRestart(shell).call() : super.restart();
        }
    }

    /// Takes one out.
    @Command(name = "remove", description = {"Remove a bundle from the running node. Links that use what it offers change over first.",
            "Where tunnels would be left without a cipher in common with their peer nothing is done: they are named."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel bundle remove compression.zstd", "  nettunnel bundle remove crypto.nasccl --force"})
    public static final class Removes extends WorkTask {
        @Parameters(index = "0", paramLabel = "BUNDLE", description = "As 'nettunnel bundle list' names it; 'org.nettunnel.' may be left out.")
        String bundle = "";

        @Option(names = "--force", description = "Also where tunnels are left without a cipher in common with their peer: they go down.")
        boolean force;

        public Removes(Shell shell) {
            super(shell);
        }

        @Override
        WorkRequest request(NodeClient node) throws CliFailure, NodeException {
            return new WorkRequest("remove", installed(node, bundle), null, force);
        }
    }

    /// Takes the last work back.
    @Command(name = "rollback", description = {"Go back to what was installed before the last work that changed anything.",
            "Of the node's own core: to what it was before its last update, at the next start."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel bundle works && nettunnel bundle rollback", "  nettunnel bundle rollback node --restart"})
    public static final class RollsBack extends WorkTask {
        @Parameters(index = "0", arity = "0..1", paramLabel = "node", description = "The node's own core (default: all else).")
        @Nullable String bundle;

        @Option(names = "--restart", description = "Restart the node at once where it is needed.")
        boolean restart;

        @Option(names = "--force", description = "Also where tunnels are left without a cipher in common with their peer: they go down.")
        boolean force;

        public RollsBack(Shell shell) {
            super(shell);
        }

        @Override
        WorkRequest request(NodeClient node) throws CliFailure, NodeException {
            String named = bundle;
            return new WorkRequest("rollback", named == null ? null : installed(node, named), null, force);
        }

        @Override
        int restart() throws CliFailure, NodeException {
            return restart ? new CoreRestart(shell).call() : super.restart();
        }
    }

    private static String installed(NodeClient node, String typed) throws CliFailure, NodeException {
        List<String> ids = node.call(BundleOperations.LIST_BUNDLES, new Nothing()).features().stream().map(FeatureView::id).toList();
        return FeatureName.find(typed, ids)
                .orElseThrow(() -> new CliFailure(ExitCode.FAILED, "'" + typed + "' is not installed, only " + FeatureName.list(ids)));
    }
}
