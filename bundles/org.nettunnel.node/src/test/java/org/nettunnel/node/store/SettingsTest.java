package org.nettunnel.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.json.StrictJson;

class SettingsTest {
    private static Settings settings(String json) throws BadDocument {
        return StrictJson.SETTINGS.read("settings.json", json.getBytes(StandardCharsets.UTF_8), Settings.class);
    }

    @Test
    void whatIsLeftOutIsLeftToTheBundle() throws Exception {
        assertEquals(Map.of(), settings("{}").section("http", _ -> null));
        assertEquals(Map.of("port", 443, "accepts.per.second", 10), settings("{\"http\":{\"port\":443,\"accepts.per.second\":10}}").section("http", _ -> null));
    }

    @Test
    void everySectionCanBeSetByProperties() throws Exception {
        assertEquals(java.util.List.of("node", "http", "tunnel", "endpoint", "log"), Settings.DEFAULT.sections());
        assertEquals(Map.of("name", "office"), Settings.DEFAULT.section("node", Map.of("nettunnel.node.name", "office")::get));
        assertEquals(Map.of("farewell.seconds", 7), settings("{\"tunnel\":{\"farewell.seconds\":7}}").section("tunnel", _ -> null));
    }

    @Test
    void aSystemPropertyWins() throws Exception {
        Map<String, String> properties = Map.of("nettunnel.http.port", "0", "nettunnel.http.bind", "127.0.0.1");
        assertEquals(Map.of("port", 0, "bind", "127.0.0.1"), settings("{\"http\":{\"port\":443}}").section("http", properties::get));
    }

    @Test
    void saysWhatIsWrong() {
        assertTrue(assertThrows(BadDocument.class, () -> settings("{\"http\":{\"port\":70000}}")).getMessage().contains("70000 is not in 0..65535"));
        assertTrue(assertThrows(BadDocument.class, () -> settings("{\"htpt\":{}}")).getMessage().contains("did you mean 'http'?"));
        assertTrue(assertThrows(BadDocument.class, () -> settings("{\"log\":{\"level\":\"loud\"}}")).getMessage().contains("error, warning, info"));
        assertTrue(assertThrows(IOException.class, () -> Settings.DEFAULT.section("http", _ -> "many")).getMessage().contains("must be a whole number"));
        assertTrue(assertThrows(IOException.class, () -> Settings.DEFAULT.section("http", Map.of("nettunnel.http.port", "70000")::get)).getMessage()
                .contains("70000 is not in 0..65535"));
    }
}
