package org.nettunnel.cli.bundle;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.PreferenceRequest;
import org.nettunnel.api.admin.SuiteView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel suite list|prefer`.
public final class SuiteCommands {
    private static final String SPARE = "spare";

    private SuiteCommands() {}

    /// Lists them all.
    @Command(name = "list", description = {"List the ciphers and compressions of this node, the best first: what they come from, how many",
            "links use them, and what was found when they were tested.",
            "LEGACY are those that are there for old peers and old habits only. A spare one of a name that another bundle offers is left out."})
    public static final class Lists implements Shell.Task {
        private final Shell shell;

        @Option(names = "--all", description = "Those too that are spare, since another bundle has one of that name that is preferred.")
        boolean all;

        public Lists(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            return show(shell, shell.node().call(NodeOperations.LIST_SUITES, new Nothing()), all);
        }
    }

    /// Says which are to be used.
    @Command(name = "prefer", description = {"Say which ciphers and compressions this node would rather use, the best first.",
            "Running links change over at once. Those not named follow in their usual order. The node that dials decides, among what both have."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel suite prefer ChaCha20-Poly1305", "  nettunnel suite prefer NASCCL-2+AES-256-GCM AES-256-GCM",
                    "  nettunnel suite prefer --compression lz4,zstd", "  nettunnel suite prefer --reset"})
    public static final class Prefers implements Shell.Task {
        private final Shell shell;

        @Parameters(arity = "0..*", paramLabel = "SUITE", description = "Names of ciphers as 'nettunnel suite list' has them, instead of those preferred until now.")
        List<String> suites = List.of();

        @Option(names = "--compression", paramLabel = "NAME", split = ",", description = "Likewise for compressions; several with commas between them.")
        List<String> compressions = List.of();

        @Option(names = "--allow-insecure-legacy",
                description = "Let a legacy cipher carry records alone (…+HMAC) with a peer that allows it too. Such a tunnel is not secure.")
        boolean allow;

        @Option(names = "--no-insecure-legacy", description = "Forbid it again, as at first.")
        boolean forbid;

        @Option(names = "--reset", description = "Prefer nothing: the usual order, and no insecure legacy.")
        boolean reset;

        public Prefers(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            PreferenceRequest request = request();
            SuiteView.Page page = shell.node().call(NodeOperations.PREFER, request);
            if (shell.json()) return shell.printJson(page);
            shell.line("ciphers: " + order(page.preference().suites()));
            shell.line("compressions: " + order(page.preference().compressions()));
            shell.line(legacy(page.preference()));
            return ExitCode.OK;
        }

        private PreferenceRequest request() throws CliFailure {
            boolean isSomething = !suites.isEmpty() || !compressions.isEmpty() || allow || forbid;
            if (reset && isSomething) throw new CliFailure(ExitCode.USAGE, "--reset stands alone: it takes back all that was preferred");
            if (allow && forbid) throw new CliFailure(ExitCode.USAGE, "--allow-insecure-legacy and --no-insecure-legacy exclude each other");
            if (reset) return new PreferenceRequest(List.of(), List.of(), false);
            if (!isSomething) throw new CliFailure(ExitCode.USAGE, "name what is preferred; 'nettunnel suite list' shows what there is, --reset takes it back");
            @Nullable Boolean legacy = allow || forbid ? allow : null;
            return new PreferenceRequest(suites.isEmpty() ? null : suites, compressions.isEmpty() ? null : compressions, legacy);
        }

        private static String order(List<String> names) {
            return names.isEmpty() ? "in their usual order" : String.join(", then ", names) + ", then the others";
        }
    }

    private static int show(Shell shell, SuiteView.Page page, boolean all) {
        if (shell.json()) return shell.printJson(page);
        table(shell, "CIPHER", all ? page.suites() : needed(page.suites()));
        shell.line("");
        table(shell, "COMPRESSION", all ? page.compressions() : needed(page.compressions()));
        shell.line("");
        shell.line(legacy(page.preference()));
        return ExitCode.OK;
    }

    /// Without the spare ones of a name that is there otherwise.
    private static List<SuiteView> needed(List<SuiteView> suites) {
        Set<String> others = suites.stream().filter(each -> !each.state().equals(SPARE)).map(SuiteView::name).collect(Collectors.toSet());
        return suites.stream().filter(each -> !each.state().equals(SPARE) || !others.contains(each.name())).toList();
    }

    private static void table(Shell shell, String title, List<SuiteView> suites) {
        var table = new Table(shell.terminal().colours(), title, "STATE", "PREFERRED", "LINKS", "BUNDLE", "NOTE");
        for (SuiteView each : suites)
            table.add(each.name(), each.state(), each.preferred() == 0 ? "" : Integer.toString(each.preferred()), Integer.toString(each.links()),
                    FeatureName.shortened(Texts.text(each.feature())), note(each));
        table.print(shell.terminal());
    }

    private static String note(SuiteView suite) {
        if (!suite.legacy()) return suite.reason();
        return "LEGACY" + (suite.reason().isEmpty() ? "" : ": " + suite.reason());
    }

    private static String legacy(SuiteView.Preference preference) {
        return preference.allowInsecureLegacy() ? "INSECURE LEGACY IS ALLOWED: with a peer that allows it too, a legacy cipher may carry records alone."
                : "Insecure legacy is not allowed: a legacy cipher carries nothing alone.";
    }
}
