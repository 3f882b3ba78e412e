package org.nettunnel.crypto.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The cases of one file of Project Wycheproof, which lies beside the checkout and not in it.
///
/// Found in `shared/vectors/wycheproof` of a folder above the working directory; the system property `nettunnel.vectors` names another `vectors`.
record Wycheproof(List<Case> cases) {
    /// One test vector; `group` holds what it shares with its neighbours.
    record Case(JsonNode group, JsonNode test) {
        byte[] bytes(String field) {
            return HexFormat.of().parseHex(test.path(field).asText());
        }

        boolean isValid() {
            return test.get("result").asText().equals("valid");
        }

        boolean has(String flag) {
            for (var each : test.path("flags")) if (each.asText().equals(flag)) return true;
            return false;
        }

        @Override
        public String toString() {
            return "case " + test.get("tcId") + " (" + test.path("comment").asText() + ", " + test.get("result").asText() + ")";
        }
    }

    /// What a test says of one case: true when it behaved as it should.
    interface Check {
        boolean holds(Case vector) throws Exception;
    }

    static Wycheproof open(String file) throws IOException {
        var path = vectors().resolve("wycheproof").resolve(file);
        assumeTrue(Files.isReadable(path), () -> "no test vectors at " + path + "; name their folder by -Dnettunnel.vectors=DIR");
        var cases = new ArrayList<Case>();
        for (var group : new ObjectMapper().readTree(path.toFile()).get("testGroups"))
            for (var test : group.get("tests")) cases.add(new Case(group, test));
        return new Wycheproof(cases);
    }

    private static Path vectors() {
        var given = System.getProperty("nettunnel.vectors");
        if (given != null) return Path.of(given);
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent())
            if (Files.isDirectory(at.resolve("shared/vectors"))) return at.resolve("shared/vectors");
        return Path.of("shared/vectors").toAbsolutePath();
    }

    Wycheproof where(Predicate<Case> expressible) {
        return new Wycheproof(cases.stream().filter(expressible).toList());
    }

    /// Runs every case; the count is stated so that none is left out in silence.
    void expect(int count, Check check) {
        var wrong = new ArrayList<String>();
        for (var vector : cases) {
            try {
                if (!check.holds(vector)) wrong.add(vector.toString());
            } catch (Exception | AssertionError surprise) {
                wrong.add(vector + ": " + surprise);
            }
        }
        if (!wrong.isEmpty()) fail(wrong.size() + " of " + cases.size() + " cases: " + String.join("\n", wrong));
        assertEquals(count, cases.size(), "cases run");
    }
}
