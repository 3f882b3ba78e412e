package org.nettunnel.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps what a proof measured, for its last line.
final class Figures {
    private Figures() {}

    /// @param figure such as `tcp download 512 MiB/s`; without a semicolon, which stands between two
    static synchronized void keep(String figure) {
        System.out.println("figure: " + figure);
        String file = System.getProperty("nettunnel.figures");
        if (file == null) return;
        try {
            Files.writeString(Path.of(file), figure + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    static double perSecond(double amount, long nanos) {
        return amount * 1e9 / nanos;
    }
}
