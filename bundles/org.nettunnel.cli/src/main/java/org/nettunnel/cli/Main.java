package org.nettunnel.cli;

import java.util.List;

import org.nettunnel.api.admin.Problem;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NeedsNoNode;
import org.nettunnel.cli.shell.Root;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Terminal;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.cli.shell.Typed;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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
        command.setExecutionStrategy(parsed -> execute(shell, parsed));
        command.setExecutionExceptionHandler((failure, named, _) -> failed(shell, named.getCommandSpec(), failure));
        int code = command.execute(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    /// What would be passed over is refused before anything is done.
    private static int execute(Shell shell, ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) last = last.subcommand();
        CommandSpec named = last.commandSpec();
        boolean isNodeGiven = shell.nodeUrl() != null || shell.via() != null;
        if (isNodeGiven && named.userObject() instanceof NeedsNoNode && !last.isUsageHelpRequested())
            throw new ParameterException(named.commandLine(), "'" + named.qualifiedName() + "' talks to no node: leave out " + (shell.nodeUrl() == null ? "--via" : "--node"));
        return new CommandLine.RunLast().execute(parsed);
    }

    /// An empty line before the options and before the commands.
    private static void spaced(CommandLine command) {
        var words = command.getCommandSpec().usageMessage();
        words.parameterListHeading("%n").optionListHeading(command.getCommandSpec().positionalParameters().isEmpty() ? "%n" : "")
                .commandListHeading("%nCommands:%n");
        command.getSubcommands().values().forEach(Main::spaced);
    }

    private static int usage(Terminal terminal, ParameterException refused) {
        CommandLine command = refused.getCommandLine();
        ParameterException wrong = unknown(command, refused);
        if (isGroup(command)) {
            command.usage(terminal.err());
        } else {
            terminal.err().println("nettunnel: " + Texts.printable(String.valueOf(wrong.getMessage())));
            CommandLine.UnmatchedArgumentException.printSuggestions(wrong, terminal.err());
            terminal.err().println("More: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    /// An option that is missing may be there, but misspelt: what was not understood says more.
    private static ParameterException unknown(CommandLine command, ParameterException refused) {
        List<String> left = command.getUnmatchedArguments();
        return refused instanceof CommandLine.MissingParameterException && !left.isEmpty() ? new CommandLine.UnmatchedArgumentException(command, left) : refused;
    }

    /// A group without a command behind it: the choice is the answer.
    private static boolean isGroup(CommandLine command) {
        var parsed = command.getParseResult();
        return !command.getSubcommands().isEmpty() && parsed != null && !parsed.hasSubcommand() && parsed.unmatched().isEmpty() && parsed.errors().isEmpty();
    }

    private static int failed(Shell shell, CommandSpec command, Exception failure) throws Exception {
        int code = switch (failure) {
            case CliFailure own -> own.exitCode();
            case NodeException.Unreachable _, NodeException.UnknownCertificate _ -> ExitCode.UNREACHABLE;
            case NodeException.Refused refused -> code(refused.problem());
            default -> throw failure;
        };
        shell.hint("nettunnel: " + (failure instanceof NodeException.Refused refused ? sentence(shell, command, refused) : failure.getMessage()));
        return code;
    }

    /// Who is not logged in is told how to.
    private static String sentence(Shell shell, CommandSpec command, NodeException.Refused refused) {
        String node = shell.nodeUrl();
        return switch (refused.stranger()) {
            case NOWHERE -> Typed.sentence(command, refused);
            case HERE -> node == null ? refused.sentence() : "the login at " + node + " is over; log in again with 'nettunnel login " + node + "'";
            case THERE -> "you are not logged in at the other end of tunnel '" + shell.via() + "', or no more; log in with 'nettunnel login --via " + shell.via()
                    + (node == null ? "" : " --node " + node) + "'";
        };
    }

    private static int code(Problem problem) {
        return problem.status() == UNAUTHORIZED || problem.status() == FORBIDDEN ? ExitCode.NOT_ALLOWED : ExitCode.FAILED;
    }
}
