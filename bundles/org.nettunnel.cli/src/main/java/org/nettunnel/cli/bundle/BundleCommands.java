package org.nettunnel.cli.bundle;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.api.admin.bundles.FeatureView;
import org.nettunnel.api.admin.bundles.OfferView;
import org.nettunnel.api.admin.bundles.SiteView;
import org.nettunnel.api.admin.bundles.WorkView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `nettunnel bundle list|search|works|cancel`.
public final class BundleCommands {
    private static final int SHORT_FINGERPRINT = 9;

    private BundleCommands() {}

    /// Lists what is installed.
    @Command(name = "list", description = "List what is installed: the node's core, and the bundles that may come and go.")
    public static final class Lists implements Shell.Task {
        private final Shell shell;

        public Lists(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            FeatureView.Page page = shell.node().call(BundleOperations.LIST_BUNDLES, new Nothing());
            if (shell.json()) return shell.printJson(page);
            var table = new Table(shell.terminal().colours(), "BUNDLE", "VERSION", "KIND", "SIGNER", "PROVIDES");
            for (FeatureView each : page.features())
                table.add(each.id(), each.version(), each.core() ? "core" : "optional", signer(each.signer()), String.join(", ", each.provides()));
            table.print(shell.terminal());
            for (FeatureView each : page.features()) {
                if (each.note().isEmpty()) continue;
                shell.line("");
                shell.line(each.note());
            }
            return ExitCode.OK;
        }

        private static String signer(@Nullable String fingerprint) {
            return fingerprint == null ? "the installation's" : fingerprint.substring(0, Math.min(SHORT_FINGERPRINT, fingerprint.length())) + "…";
        }
    }

    /// Lists what there is to install.
    @Command(name = "search", description = "Read the update sites, and list what they offer.", footerHeading = "%nExamples:%n",
            footer = {"  nettunnel bundle search", "  nettunnel bundle search zstd"})
    public static final class Searches implements Shell.Task {
        private final Shell shell;

        @Parameters(index = "0", arity = "0..1", paramLabel = "WORD", description = "Only what has it in its name.")
        String word = "";

        public Searches(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            OfferView.Page page = shell.node().within(WorkTask.LONG).call(BundleOperations.SEARCH_BUNDLES, new Nothing());
            List<OfferView> found = page.features().stream().filter(this::fits).toList();
            if (shell.json()) return shell.printJson(new OfferView.Page(page.sites(), found));
            if (page.sites().isEmpty()) shell.line("No update sites. 'nettunnel bundle site add LOCATION' adds one.");
            else if (found.isEmpty()) shell.line("Nothing is offered" + (word.isEmpty() ? "." : " that has '" + word + "' in its name."));
            else print(found);
            for (SiteView site : page.sites()) if (!site.problem().isEmpty()) shell.hint("site " + site.id() + " cannot be used: " + site.problem());
            return ExitCode.OK;
        }

        private void print(List<OfferView> found) {
            var table = new Table(shell.terminal().colours(), "BUNDLE", "VERSION", "STATE", "SIZE", "WHAT", "SITE");
            for (OfferView each : found) table.add(each.id(), each.version(), each.state(), Texts.bytes(each.bytes()), each.label(), each.site());
            table.print(shell.terminal());
        }

        private boolean fits(OfferView offer) {
            String wanted = word.toLowerCase(Locale.ROOT);
            return (offer.id() + " " + offer.label()).toLowerCase(Locale.ROOT).contains(wanted);
        }
    }

    /// Ends a work before its time.
    @Command(name = "cancel", description = {"End a work that waits, or that still fetches and checks. It ends as soon as it safely can; nothing was changed then.",
            "A work that makes its changes already goes to its end; 'nettunnel bundle rollback' takes them back."},
            footerHeading = "%nExamples:%n", footer = "  nettunnel bundle works && nettunnel bundle cancel 3")
    public static final class Cancels implements Shell.Task {
        private final Shell shell;

        @Parameters(index = "0", paramLabel = "WORK", description = "Its number, as 'nettunnel bundle works' shows it.")
        String work = "";

        public Cancels(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            shell.node().call(BundleOperations.CANCEL_WORK, work, new Nothing());
            WorkView now = shell.node().call(BundleOperations.SHOW_WORK, work, new Nothing());
            if (shell.json()) return shell.printJson(now);
            shell.line("work " + work + (now.isOver() ? " is cancelled; nothing was changed" : " ends as soon as it safely can"));
            return ExitCode.OK;
        }
    }

    /// Lists what was done and is being done.
    @Command(name = "works", description = "List the works on what is installed: those under way, and the last ones, the newest first.")
    public static final class Works implements Shell.Task {
        private final Shell shell;

        public Works(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            WorkView.Page page = shell.node().call(BundleOperations.LIST_WORKS, new Nothing());
            if (shell.json()) return shell.printJson(page);
            if (page.works().isEmpty()) shell.line("No works since the node started.");
            else print(page.works(), Instant.now());
            return ExitCode.OK;
        }

        private void print(List<WorkView> works, Instant now) {
            var table = new Table(shell.terminal().colours(), "WORK", "AGE", "STATE", "ORDER", "NOTE");
            for (WorkView work : works)
                table.add(work.id(), Texts.age(work.since(), now), work.state(), work.order(), work.state().equals("running") ? work.percent() + " % " + work.step()
                        : work.sentence() + (work.restart() ? " (at the next start of the node)" : ""));
            table.print(shell.terminal());
        }
    }
}
