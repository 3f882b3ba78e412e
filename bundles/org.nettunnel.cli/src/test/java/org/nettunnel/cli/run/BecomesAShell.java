package org.nettunnel.cli.run;

import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/// A program that opens this and that, sets a variable and becomes a shell, which tells its process id, the variable, its descriptors and
/// the signals it blocks.
final class BecomesAShell {
    private BecomesAShell() {}

    /// @param arguments a file to have open
    public static void main(String[] arguments) throws Exception {
        try (var _ = new RandomAccessFile(arguments[0], "rw"); var _ = new ServerSocket(0)) {
            var calls = new SystemCalls(false);
            calls.setEnvironment("SAID_BEFORE", "hello");
            calls.become(Path.of("/bin/sh"), List.of("-c", "echo $$ $SAID_BEFORE \"$1\"; ls -l /proc/self/fd; grep SigBlk /proc/self/status", "sh", "two words"));
        }
    }
}
