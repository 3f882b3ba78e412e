package org.nettunnel.cli;

import java.util.List;

import org.nettunnel.api.admin.Problem;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Root;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Terminal;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine;

/// Where the command `nettunnel` starts.
public final class Main {
    private static final String GROUPS = "jdk.tls.namedGroups";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private Main() {}

    public static void main(String[] arguments) {
        if (!List.of(arguments).contains("run")) quickTls();
        int code = run(Terminal.ofProcess(), arguments);
        if (code != ExitCode.STAYS) System.exit(code);
    }

    /// A key share of one group: the JDK makes a second one on P-256, which costs a command 0.3 s. Every node has X25519.
    private static void quickTls() {
        if (System.getProperty(GROUPS) == null) System.setProperty(GROUPS, "x25519");
    }

    /// Runs one command.
    ///
    /// @return one of [ExitCode], or [ExitCode#STAYS]
    static int run(Terminal terminal, String... arguments) {
        var shell = new Shell(terminal, new Root());
        CommandLine command = new Commands(shell).named(List.of(arguments));
        command.setOut(terminal.out()).setErr(terminal.err());
        command.setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
        command.setUsageHelpAutoWidth(false).setUsageHelpWidth(100).setUsageHelpLongOptionsMaxWidth(30);
        spaced(command);
        command.setParameterExceptionHandler((wrong, _) -> usage(terminal, wrong));
        command.setExecutionExceptionHandler((failure, _, _) -> failed(terminal, failure));
        int code = command.execute(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    /// An empty line before the options and before the commands.
    private static void spaced(CommandLine command) {
        var words = command.getCommandSpec().usageMessage();
        words.parameterListHeading("%n").optionListHeading(command.getCommandSpec().positionalParameters().isEmpty() ? "%n" : "")
                .commandListHeading("%nCommands:%n");
        command.getSubcommands().values().forEach(Main::spaced);
    }

    private static int usage(Terminal terminal, ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (isGroup(command)) {
            command.usage(terminal.err());
        } else {
            terminal.err().println("nettunnel: " + Texts.printable(String.valueOf(wrong.getMessage())));
            CommandLine.UnmatchedArgumentException.printSuggestions(wrong, terminal.err());
            terminal.err().println("More: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    /// A group without a command behind it: the choice is the answer.
    private static boolean isGroup(CommandLine command) {
        var parsed = command.getParseResult();
        return !command.getSubcommands().isEmpty() && parsed != null && !parsed.hasSubcommand() && parsed.unmatched().isEmpty() && parsed.errors().isEmpty();
    }

    private static int failed(Terminal terminal, Exception failure) throws Exception {
        int code = switch (failure) {
            case CliFailure own -> own.exitCode();
            case NodeException.Unreachable _, NodeException.UnknownCertificate _ -> ExitCode.UNREACHABLE;
            case NodeException.Refused refused -> code(refused.problem());
            default -> throw failure;
        };
        terminal.err().println("nettunnel: " + Texts.printable(String.valueOf(failure.getMessage())));
        return code;
    }

    private static int code(Problem problem) {
        return problem.status() == UNAUTHORIZED || problem.status() == FORBIDDEN ? ExitCode.NOT_ALLOWED : ExitCode.FAILED;
    }
}
