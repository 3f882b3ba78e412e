package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.nettunnel.system.process.Cli.Result;

/// What a person is told when something is wrong.
final class Sentences {
    private static final int MOST_LINES = 4;

    private Sentences() {}

    /// Failed, with a sentence or two on standard error that names this, and no Java stack.
    static void assertSentence(Result result, String... named) {
        assertNotEquals(0, result.exit(), result::toString);
        assertFalse(result.err().isBlank(), () -> "says nothing: " + result);
        assertNames(result.err(), named);
        assertTrue(result.err().lines().count() <= MOST_LINES, () -> "more than a sentence: " + result);
    }

    static void assertNames(String text, String... named) {
        assertFalse(text.contains("\tat ") || text.contains("Exception"), () -> "a Java stack: " + text);
        for (String name : named)
            assertTrue(text.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)), () -> "does not name '" + name + "': " + text);
    }
}
