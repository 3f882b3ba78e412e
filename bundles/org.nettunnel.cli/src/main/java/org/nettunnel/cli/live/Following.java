package org.nettunnel.cli.live;

import java.time.Duration;
import java.util.Map;

import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

/// Listens to a node until Ctrl-C; where the connection breaks it goes on behind the last event.
final class Following {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private Following() {}

    /// @param types with commas between
    static void follow(Shell shell, NodeClient node, String types) throws NodeException {
        String last = node.listen(Map.of("types", types), "", (_, name, data) -> heard(shell, name, data));
        while (shell.terminal().pause().wait(AGAIN)) {
            try {
                last = node.listen(Map.of("types", types), last, (_, name, data) -> heard(shell, name, data));
            } catch (NodeException.Unreachable _) {
                // it may be about to come back
            }
        }
    }

    private static boolean heard(Shell shell, String name, String data) {
        if (shell.json()) shell.terminal().out().println("{\"event\":\"" + name + "\",\"data\":" + data + "}");
        else shell.line(Words.of(name, data));
        return !shell.terminal().out().checkError();
    }
}
