package org.nettunnel.cli;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NeedsNoNode;
import org.nettunnel.cli.shell.Shell;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine;

/// `nettunnel completion`.
@Command(name = "completion", description = "Print a script that completes this command in bash and zsh.", footerHeading = "%nExamples:%n",
        footer = {"  source <(nettunnel completion bash)", "  nettunnel completion zsh > ~/.nettunnel-completion    # and source it in ~/.zshrc"})
final class CompletionCommand implements NeedsNoNode {
    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "bash|zsh", description = "The shell; the script is good for both.")
    String kind = "bash";

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure {
        if (!kind.equals("bash") && !kind.equals("zsh"))
            throw new CliFailure(ExitCode.USAGE, "there is no completion for '" + kind + "', only for bash and zsh");
        CommandLine all = new Commands(shell).all();
        shell.terminal().out().print(AutoComplete.bash("nettunnel", all));
        shell.terminal().out().flush();
        return ExitCode.OK;
    }
}
