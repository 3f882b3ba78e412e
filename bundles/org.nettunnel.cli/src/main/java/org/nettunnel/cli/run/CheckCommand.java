package org.nettunnel.cli.run;

import java.util.List;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NeedsNoNode;
import org.nettunnel.cli.shell.Shell;

import picocli.CommandLine.Command;

/// `nettunnel check`.
@Command(name = "check", description = "Check the configuration files of a node without starting it; exit code 78 and a line for each problem.",
        footerHeading = "%nExamples:%n", footer = {"  nettunnel check", "  nettunnel check --config /etc/nettunnel"})
public final class CheckCommand implements NeedsNoNode {
    private final Shell shell;

    public CheckCommand(Shell shell) {
        this.shell = shell;
    }

    /// What `--json` prints.
    record Checked(String config, List<String> problems) {}

    @Override
    public Integer call() throws CliFailure {
        List<String> problems = StoreProblems.of(Plugins.own(), shell.config(), shell.data());
        if (shell.json()) shell.printJson(new Checked(shell.config().toString(), problems));
        else if (problems.isEmpty()) shell.line("no problems in " + shell.config());
        else problems.forEach(shell::line);
        return problems.isEmpty() ? ExitCode.OK : ExitCode.CONFIGURATION;
    }
}
