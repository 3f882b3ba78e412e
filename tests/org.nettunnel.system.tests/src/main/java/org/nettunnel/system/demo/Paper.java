package org.nettunnel.system.demo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The terminal a demo writes on: calm, in colour only where somebody looks.
final class Paper {
    private static final int WHAT_WIDTH = 26;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final boolean lively = Boolean.getBoolean("nettunnel.terminal");

    void line(String text) {
        out.println("  " + text);
    }

    void blank() {
        out.println();
    }

    void title(String text) {
        out.println("\n  " + bold(text) + "\n");
    }

    /// Says what is being done until [#done].
    void doing(String what) {
        if (lively) out.print("\r\033[K  " + dim("·") + " " + what + " " + dim("…"));
    }

    void done(String what, String outcome) {
        mark("32", "✓", what, outcome);
    }

    /// Something that does not work here, and is not needed.
    void without(String what, String why) {
        mark("33", "–", what, why);
    }

    void failed(String what, String why) {
        mark("31", "✗", what, why);
    }

    private void mark(String colour, String sign, String what, String outcome) {
        if (lively) out.print("\r\033[K");
        line(coloured(colour, sign) + " " + what + " ".repeat(Math.max(1, WHAT_WIDTH - what.length())) + outcome);
    }

    String bold(String text) {
        return coloured("1", text);
    }

    String dim(String text) {
        return coloured("2", text);
    }

    String blue(String text) {
        return coloured("36", text);
    }

    private String coloured(String code, String text) {
        return lively ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
