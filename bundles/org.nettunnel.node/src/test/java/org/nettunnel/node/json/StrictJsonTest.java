package org.nettunnel.node.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettunnel.api.transport.Address;

class StrictJsonTest {
    record Shape(String name, int port, List<Address> targets, boolean on, Inner inner) {}

    record Inner(String compression) {
        Inner {
            if (compression == null) throw new IllegalArgumentException("'compression' is missing");
        }
    }

    private static final String GOOD = """
            {
              "name": "web",
              "port": 80,
              "targets": ["10.0.0.7:80"],
              "on": true,
              "inner": {"compression": "off"}
            }
            """;

    private static BadDocument refused(String json) {
        return assertThrows(BadDocument.class, () -> StrictJson.FILES.read("file.json", json.getBytes(StandardCharsets.UTF_8), Shape.class));
    }

    @Test
    void readsWhatItWrote() throws Exception {
        Shape shape = new Shape("web", 80, List.of(new Address("::1", 80)), true, new Inner("off"));
        assertEquals(shape, StrictJson.FILES.read("x", StrictJson.FILES.pretty(shape), Shape.class));
        assertEquals(shape, StrictJson.FILES.read("x", StrictJson.FILES.compact(shape), Shape.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"port\": 80 | \"prot\": 80 | 3 | unknown key 'prot'; did you mean 'port'?",
        "\"compression\": | \"compresion\": | 6 | unknown key 'compresion' in inner; did you mean 'compression'?",
        "\"on\": true | \"on\": true, \"zzzzzz\": 1 | 5 | unknown key 'zzzzzz'; known are inner, name, on, port, targets",
        "80, | \"80\", | 3 | 'port' must be a whole number in range",
        "80, | 80.5, | 3 | 'port' must be a whole number in range",
        "80, | null, | 3 | 'port' must be a whole number in range",
        "80, | 99999999999, | 3 | this number is out of range",
        "\"web\" | 7 | 2 | 'name' must be a text",
        "true | 1 | 5 | 'on' must be true or false",
        "true | \"true\" | 5 | 'on' must be true or false",
        "[\"10.0.0.7:80\"] | \"10.0.0.7:80\" | 4 | 'targets' must be a list",
        "10.0.0.7:80 | 10.0.0.7 | 4 | 'targets[0]' must be HOST:PORT with a port in 1..65535, not '10.0.0.7'",
        "{\"compression\": \"off\"} | {} | 6 | inner: 'compression' is missing",
        "\"on\": true, | \"on\": true | 6 | is not JSON",
        "\"on\": true | \"name\": \"again\" | 5 | is not JSON: Duplicate field 'name'",
    })
    void saysWhereAndWhatIsWrong(String from, String to, int line, String sentence) {
        assertTrue(GOOD.contains(from.strip()), from);
        BadDocument wrong = refused(GOOD.replace(from.strip(), to.strip()));
        assertTrue(wrong.getMessage().contains(sentence.strip()), wrong.getMessage());
        assertEquals(line, wrong.line(), wrong.getMessage());
        assertTrue(wrong.getMessage().startsWith("file.json line " + line + ", column " + wrong.column() + ": "), wrong.getMessage());
        assertTrue(!wrong.getMessage().contains("nettunnel") && !wrong.getMessage().contains("java."), wrong.getMessage());
    }

    @Test
    void namesTheColumnOfTheUnknownKey() {
        assertEquals(3, refused(GOOD.replace("\"port\"", "\"prot\"")).column());
    }

    @Test
    void refusesWhatIsMissingEmptyOrBehindTheEnd() {
        assertTrue(refused(GOOD.replace("\"port\": 80,", "")).getMessage().contains("'port' is missing"));
        assertTrue(refused("").getMessage().contains("is empty"));
        assertTrue(refused("null").getMessage().contains("is null"));
        assertTrue(refused(GOOD + "{}").getMessage().contains("behind its end"));
        assertTrue(refused("[]").getMessage().contains("must be an object"));
        assertTrue(refused(GOOD.substring(0, GOOD.length() / 2)).getMessage().contains("is not JSON"));
    }

    @Test
    void boundsDepthTextAndSize() {
        assertTrue(refused("[".repeat(21) + "]".repeat(21)).getMessage().contains("too deep"));
        assertTrue(refused(GOOD.replace("web", "w".repeat(70_000))).getMessage().contains("too long"));
        byte[] large = (" ".repeat(1 << 20) + GOOD).getBytes(StandardCharsets.UTF_8);
        assertTrue(assertThrows(BadDocument.class, () -> StrictJson.PEER.read("peer", large, Shape.class)).getMessage().contains("at most 1048576"));
    }
}
