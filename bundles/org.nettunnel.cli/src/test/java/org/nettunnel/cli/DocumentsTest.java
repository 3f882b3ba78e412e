package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.nettunnel.cli.shell.Root;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Terminal;

import picocli.CommandLine;

/// What documents and help tell people to type is what the command takes.
class DocumentsTest {
    /// A command and what follows it, up to where the shell goes on with something else.
    private static final Pattern CALL = Pattern.compile("(?:^|[\\s(/|;&$])nettunnel ((?:'[^']*'|\"[^\"]*\"|[^'\"|;&<>)])*)");
    private static final Pattern QUOTED = Pattern.compile("`((?:[\\w./]*/)?nettunnel [^`]+)`");
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");
    /// Stands for what the reader knows.
    private static final String LEFT_OUT = "…";
    private final Path root = Path.of(System.getProperty("nettunnel.root", "../..")).toAbsolutePath().normalize();

    private static CommandLine commands() {
        var nowhere = new PrintWriter(new StringWriter());
        return new Commands(new Shell(new Terminal(nowhere, nowhere, new ByteArrayInputStream(new byte[0]), Map.of(), Path.of(""), false, null, _ -> false), new Root())).all();
    }

    private List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(root.resolve("README.md"), root.resolve("SECURITY.md"), root.resolve("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "bundles", "releng"))
            try (var files = Files.find(root.resolve(folder), 4, (file, _) -> file.toString().endsWith(".md") && !file.toString().contains("/target/"))) {
                documents.addAll(files.sorted().toList());
            }
        return documents;
    }

    @Test
    void everyCommandLineInTheDocumentsIsTaken() throws Exception {
        var wrong = new ArrayList<String>();
        int count = 0;
        for (Path document : documents()) {
            List<String> calls = calls(Files.readString(document));
            count += calls.size();
            for (String call : calls) check(root.relativize(document).toString(), call, wrong);
        }
        assertEquals(List.of(), wrong);
        assertTrue(count > 60, count + " command lines were found: where are the others?");
    }

    @Test
    void everyExampleInTheHelpIsTaken() {
        var wrong = new ArrayList<String>();
        examples(commands(), wrong);
        assertEquals(List.of(), wrong);
    }

    @Test
    void aLineThatIsNotTakenIsFound() {
        var wrong = new ArrayList<String>();
        for (String call : calls("Say `nettunnel tunnel trial`, `nettunnel status`.\n```\n$ bin/nettunnel invite office   # or so\n\nnettunnel log --loud … | cat\nnettunnel run \\\n  --port x\n```\n"))
            check("it", call, wrong);
        assertEquals(4, wrong.size(), wrong.toString());
    }

    private static void examples(CommandLine command, List<String> wrong) {
        for (String line : command.getCommandSpec().usageMessage().footer())
            for (String call : callsIn(line.replaceFirst("(\\S)\\s{3,}.*$", "$1"))) check(command.getCommandSpec().qualifiedName() + " --help", call, wrong);
        command.getSubcommands().values().forEach(each -> examples(each, wrong));
    }

    private static List<String> calls(String markdown) {
        var calls = new ArrayList<String>();
        boolean isCode = false;
        for (String line : markdown.replace("\\\n", " ").lines().toList()) {
            if (line.strip().startsWith("```")) isCode = !isCode;
            else if (isCode) calls.addAll(callsIn(line));
            else for (Matcher quoted = QUOTED.matcher(line); quoted.find();) calls.addAll(callsIn(quoted.group(1)));
        }
        return calls;
    }

    private static List<String> callsIn(String line) {
        var calls = new ArrayList<String>();
        for (Matcher call = CALL.matcher(line.replaceFirst("(^|\\s)#\\s.*$", "")); call.find();) calls.add(call.group(1).strip());
        return calls;
    }

    private static void check(String where, String call, List<String> wrong) {
        List<String> words = WORD.matcher(call).results().map(word -> word.group().replaceAll("['\"]", "")).toList();
        try {
            if (words.contains(LEFT_OUT) || words.contains("...")) checkOptions(words);
            else commands().parseArgs(words.toArray(String[]::new));
        } catch (CommandLine.ParameterException | AssertionError refused) {
            wrong.add(where + ": nettunnel " + call + ": " + refused.getMessage());
        }
    }

    /// Of a line that leaves something out.
    private static void checkOptions(List<String> words) {
        CommandLine command = commands();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next != null) command = next;
            else if (word.startsWith("--")) assertNotNull(command.getCommandSpec().findOption(word.replaceFirst("=.*", "")), "no option " + word);
        }
    }
}
