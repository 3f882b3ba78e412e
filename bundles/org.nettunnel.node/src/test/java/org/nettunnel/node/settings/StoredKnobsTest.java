package org.nettunnel.node.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.node.Knobs.Setting;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.store.NodeStore.Opening;
import org.nettunnel.node.store.OwnDirectory;
import org.nettunnel.node.store.Settings;

class StoredKnobsTest {
    @TempDir
    Path root;
    private Opening opening;
    private final List<String> levels = new ArrayList<>();
    private final Map<String, String> properties = new HashMap<>();

    @BeforeEach
    void directories() throws IOException {
        opening = Opening.of(OwnDirectory.prepare(root.resolve("config")), OwnDirectory.prepare(root.resolve("data")));
    }

    private StoredKnobs knobs() throws IOException {
        return new StoredKnobs(NodeStore.open(opening), opening.config(), properties::get, levels::add);
    }

    private static Setting setting(StoredKnobs knobs, String key) {
        return knobs.settings().stream().filter(each -> each.key().equals(key)).findFirst().orElseThrow();
    }

    private static String refusal(StoredKnobs knobs, String key, @Nullable Object value) {
        return String.valueOf(assertThrows(RequestRefused.class, () -> knobs.set(Map.of(key, value == null ? "" : value))).getMessage());
    }

    @Test
    void everyKnobOfTheFileIsListedAndNoOther() {
        List<String> inFile = new ArrayList<>();
        for (RecordComponent section : Settings.class.getRecordComponents())
            if (section.getType().isRecord())
                Arrays.stream(section.getType().getRecordComponents()).map(each -> section.getName() + "."
                        + each.getName().replaceAll("([A-Z])", ".$1").toLowerCase(Locale.ROOT)).forEach(inFile::add);
        assertEquals(inFile.stream().sorted().toList(), Knob.ALL.stream().map(Knob::key).toList());
    }

    /// 192.0.2.0/24 is nobody's (RFC 5737).
    @ParameterizedTest
    @CsvSource({"http.bind,192.0.2.77", "http.bind,300.1.1.1", "http.bind,127.0.0.1:443", "http.bind,' '", "http.admin.listen,127.0.0.1",
            "http.admin.listen,127.0.0.1:99999", "http.admin.listen,192.0.2.77:443", "http.admin.listen,:443"})
    void whereThisMachineCannotListenTheNodeIsNotSent(String key, String place) throws Exception {
        StoredKnobs knobs = knobs();
        var refused = assertThrows(RequestRefused.class, () -> knobs.set(Map.of(key, place)));
        assertTrue(refused.getMessage().startsWith("setting '" + key + "' cannot be '" + place + "': it is "), refused.getMessage());
        assertNull(setting(knobs, key).value());
    }

    @ParameterizedTest
    @CsvSource({"http.bind,127.0.0.1", "http.bind,::1", "http.bind,0.0.0.0", "http.bind,localhost", "http.bind,''", "http.admin.listen,127.0.0.1:0",
            "http.admin.listen,[::1]:8443", "http.admin.listen,''"})
    void whereItCanTheNodeGoes(String key, String place) throws Exception {
        StoredKnobs knobs = knobs();
        knobs.set(Map.of(key, place));
        assertEquals(place, setting(knobs, key).value());
    }

    @Test
    void whatWasSetIsSavedAndWaitsForTheRestart() throws Exception {
        StoredKnobs knobs = knobs();
        knobs.set(Map.of("http.port", "8443", "node.name", "office", "endpoint.accepts.per.second", 0));
        assertEquals("8443", setting(knobs, "http.port").value());
        assertTrue(setting(knobs, "http.port").waits() && setting(knobs, "http.port").needsRestart());
        assertFalse(setting(knobs, "http.bind").waits());
        StoredKnobs restarted = knobs();
        assertEquals("8443", setting(restarted, "http.port").value());
        assertFalse(setting(restarted, "http.port").waits());
        var usual = new HashMap<String, @Nullable Object>();
        usual.put("http.port", null);
        restarted.set(usual);
        assertNull(setting(restarted, "http.port").value());
        assertEquals("office", setting(restarted, "node.name").value());
        assertEquals(Map.of("accepts.per.second", 0), NodeStore.open(opening).settings().section("endpoint", _ -> null));
    }

    @Test
    void theLogLevelCountsAtOnce() throws Exception {
        StoredKnobs knobs = knobs();
        knobs.set(Map.of("log.level", "debug"));
        assertEquals(List.of("debug"), levels);
        assertFalse(setting(knobs, "log.level").waits());
    }

    @Test
    void aNameForBrowsersCountsAtOnce() throws Exception {
        var knobs = knobs();
        knobs.set(Map.of("node.names", "vpn.example.org, office.example.org"));
        assertEquals("vpn.example.org, office.example.org", setting(knobs(), "node.names").value());
        assertFalse(setting(knobs, "node.names").waits());
        assertThrows(RequestRefused.class, () -> knobs.set(Map.of("node.names", "https://vpn.example.org")));
    }

    @Test
    void whatWillNotDoIsToldAndNothingIsChanged() throws Exception {
        StoredKnobs knobs = knobs();
        assertEquals("setting 'http.port' cannot be '70000': it is a whole number, 0 to 65535", refusal(knobs, "http.port", 70000));
        assertEquals("setting 'http.port' cannot be 'many': it is a whole number, 0 to 65535", refusal(knobs, "http.port", "many"));
        assertEquals("setting 'http.port' cannot be '1.5': it is a whole number, 0 to 65535", refusal(knobs, "http.port", 1.5));
        assertEquals("setting 'log.level' cannot be 'loud': it is one of error, warning, info, debug, trace", refusal(knobs, "log.level", "loud"));
        assertTrue(refusal(knobs, "http.prot", 1).endsWith("did you mean 'http.port'?"));
        assertTrue(refusal(knobs, "http.certificate", "x.pem").contains("belong together"));
        assertTrue(String.valueOf(assertThrows(RequestRefused.class, () -> knobs.set(Map.of("http.certificate", "x.pem", "http.key", "y.pem"))).getMessage())
                .contains("that the node can read"));
        assertThrows(RequestRefused.class, () -> knobs.set(Map.of("http.port", 1, "log.level", "loud")));
        assertFalse(Files.exists(opening.config().resolve("settings.json")));
    }

    @Test
    void whatAPropertyOverridesIsNotSet() throws Exception {
        properties.put("nettunnel.http.port", "0");
        StoredKnobs knobs = knobs();
        assertEquals("nettunnel.http.port", setting(knobs, "http.port").override());
        assertTrue(refusal(knobs, "http.port", 8443).contains("started with --port, which wins"));
        properties.put("nettunnel.tunnel.lanes", "1");
        assertTrue(refusal(knobs, "tunnel.lanes", 2).contains("started with the property nettunnel.tunnel.lanes, which wins"));
    }
}
