package org.nettunnel.cli.upkeep;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.upkeep.AuditView;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.node.Audit;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nettunnel audit list|verify`.
public final class AuditCommands {
    private AuditCommands() {}

    /// Lists the entries.
    @Command(name = "list", description = "List who changed what, the newest first. Each change is there twice: when it was asked for, and what became of it.",
            footerHeading = "%nExamples:%n", footer = {"  nettunnel audit list --limit 50", "  nettunnel audit list --filter /login"})
    public static final class Lists implements Shell.Task {
        private final Shell shell;

        @Option(names = "--limit", paramLabel = "NUMBER", description = "How many at most: 1 to 1000 (default: ${DEFAULT-VALUE}).")
        int limit = 100;

        @Option(names = "--before", paramLabel = "ENTRY", description = "Only entries before this one.")
        @Nullable Long before;

        @Option(names = "--filter", paramLabel = "TEXT", description = "Only entries that have TEXT in them.")
        @Nullable String filter;

        public Lists(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("limit", Integer.toString(limit));
            Long last = before;
            String text = filter;
            if (last != null) query.put("before", last.toString());
            if (text != null) query.put("filter", text);
            AuditView page = shell.node().call(UpkeepOperations.AUDIT, query);
            if (shell.json()) return shell.printJson(page);
            var table = new Table(shell.terminal().colours(), "ENTRY", "AT", "WHO", "FROM", "DID", "WHAT", "RESULT");
            for (Audit.Entry each : page.entries())
                table.add(Long.toString(each.seq()), each.at().toString(), each.user(), each.from(), each.action(), each.object(), each.result());
            table.print(shell.terminal());
            if (page.next() != null) shell.hint("There are older ones: --before " + page.next());
            return ExitCode.OK;
        }
    }

    /// Checks them all.
    @Command(name = "verify", description = {"Read all of the audit log and say whether anything was changed, removed or put in another order.",
            "Write the hash that it prints down elsewhere: with --expect you find out later that the end was cut off. Works on the files of a stopped node, too."},
            footerHeading = "%nExamples:%n", footer = {"  nettunnel audit verify", "  nettunnel audit verify --expect 5d41…"})
    public static final class Verifies implements Shell.Task {
        private final Shell shell;

        @Option(names = "--expect", paramLabel = "HASH", description = "Hash of an entry that must be there.")
        @Nullable String expect;

        @Option(names = "--files", description = "Read the files in the data directory, whether the node runs or not.")
        boolean files;

        public Verifies(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            String hash = expect;
            if (files && (shell.nodeUrl() != null || shell.via() != null)) throw new CliFailure(ExitCode.USAGE, "--files reads the files of this machine: leave out --node and --via");
            AuditView.Verdict verdict = files || Offline.is(shell) ? AuditView.Verdict.of(Offline.verify(shell, shell.data(), expect))
                    : shell.node().call(UpkeepOperations.VERIFY_AUDIT, hash == null ? Map.of() : Map.of("expect", hash));
            if (shell.json()) {
                shell.printJson(verdict);
            } else {
                if (verdict.good()) shell.line(verdict.sentence());
                verdict.problems().forEach(shell::line);
                shell.line("entries " + verdict.oldest() + " to " + verdict.newest() + ", hash of the newest " + verdict.head());
            }
            return verdict.good() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
