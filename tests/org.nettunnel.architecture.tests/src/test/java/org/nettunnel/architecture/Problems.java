package org.nettunnel.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/// Checks of files: a list of problems, which must be empty for the product and must not be for the example.
final class Problems {
    private Problems() {
    }

    static void check(String because, List<String> ofProduct, List<String> ofExample) {
        assertFalse(ofExample.isEmpty(), "the rule cannot fail: " + because);
        assertTrue(ofProduct.isEmpty(), () -> String.join("\n", ofProduct) + "\nbecause " + because);
    }
}
