package org.nettunnel.cli.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.Root;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Terminal;

import picocli.CommandLine;

/// What a restart in the same process hands on.
class AgainTest {
    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void theNextProgramHasTheProcessAndTheEnvironmentAndNothingThatWasOpen() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                BecomesAShell.class.getName(), folder.resolve("open").toString()).redirectErrorStream(true).start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, process.waitFor(), said.toString());
        assertEquals(process.pid() + " hello two words", said.getFirst());
        assertFalse(said.toString().contains("socket:") || said.toString().contains(folder.resolve("open").toString()), said.toString());
        assertTrue(said.getLast().matches("SigBlk:\\s+0+"), said.getLast());
    }

    @Test
    void aProgramThatIsNotThereLeavesThisOneAsItIs() {
        var calls = new SystemCalls(System.getProperty("os.name", "").contains("Mac"));
        assertThrows(IOException.class, () -> calls.become(folder.resolve("nothing"), List.of()));
    }

    @Test
    void aNodeThatMayHaveAnyPortKeepsTheOneItHad() {
        assertEquals("4711", port(Map.of(Again.PORT_BEFORE, "4711"), "--port", "0"));
        assertEquals("80", port(Map.of(Again.PORT_BEFORE, "4711"), "--port", "80"));
        assertEquals("0", port(Map.of(Again.PORT_BEFORE, "99999"), "--port", "0"));
        assertEquals("0", port(Map.of(), "--port", "0"));
        assertEquals("unset", port(Map.of(Again.PORT_BEFORE, "4711")));
    }

    @Test
    void theAdministratorsPasswordIsNotAskedForAgain() {
        String[] arguments = {"--admin-password-file", folder.resolve("gone").toString()};
        assertThrows(CliFailure.class, () -> command(Map.of(), arguments).checkFlags());
        assertDoesNotThrow(() -> command(Map.of(Again.PORT_BEFORE, "0"), arguments).checkFlags());
    }

    private String port(Map<String, String> environment, String... arguments) {
        return command(environment, arguments).properties(folder, folder, folder).getOrDefault("nettunnel.http.port", "unset");
    }

    private RunCommand command(Map<String, String> environment, String... arguments) {
        var terminal = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), new ByteArrayInputStream(new byte[0]), environment,
                folder, false, null, _ -> false);
        var command = new RunCommand(new Shell(terminal, new Root()));
        new CommandLine(command).parseArgs(arguments);
        return command;
    }
}
