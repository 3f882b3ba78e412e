package org.nettunnel.cli.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettunnel.cli.shell.Root;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Terminal;

class WarningsTest {
    private final Logger ours = Logger.getLogger("org.nettunnel");

    /// Other tests share the process.
    @AfterEach
    void asBefore() {
        for (Handler each : ours.getHandlers()) ours.removeHandler(each);
        ours.setUseParentHandlers(true);
    }

    @Test
    void aWarningIsOneSentenceAndTheRestIsNothing() {
        var said = new StringWriter();
        var terminal = new Terminal(new PrintWriter(said), new PrintWriter(said), new ByteArrayInputStream(new byte[0]), Map.of(), Path.of(""), false, null, _ -> false);
        Warnings.tell(new Shell(terminal, new Root()));
        Warnings.tell(new Shell(terminal, new Root()));
        System.Logger log = System.getLogger("org.nettunnel.node");
        log.log(System.Logger.Level.INFO, "a backup was restored files=9");
        log.log(System.Logger.Level.WARNING, "the audit log was mended");
        terminal.err().flush();
        assertEquals("the audit log was mended" + System.lineSeparator(), said.toString());
    }
}
