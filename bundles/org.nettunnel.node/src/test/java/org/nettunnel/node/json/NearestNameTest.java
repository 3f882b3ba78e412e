package org.nettunnel.node.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("port", "bind", "compression", "id");

    @Test
    void findsTheNameWithTheFewestChanges() {
        assertEquals(Optional.of("port"), NearestName.of("prot", KNOWN));
        assertEquals(Optional.of("port"), NearestName.of("Port", KNOWN));
        assertEquals(Optional.of("compression"), NearestName.of("compresion", KNOWN));
        assertEquals(Optional.of("id"), NearestName.of("ID", KNOWN));
    }

    @Test
    void findsNothingForAWordThatIsFarFromAll() {
        assertEquals(Optional.empty(), NearestName.of("wavelength", KNOWN));
        assertEquals(Optional.empty(), NearestName.of("x".repeat(100_000), KNOWN));
    }

    @Test
    void countsChangedAddedAndDroppedLetters() {
        assertEquals(3, NearestName.distance("kitten", "sitting"));
        assertEquals(4, NearestName.distance("", "four"));
        assertEquals(0, NearestName.distance("same", "same"));
    }
}
