package org.nettunnel.node.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Knobs;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.json.NearestName;
import org.nettunnel.node.json.StrictJson;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.store.Settings;

/// The settings in `settings.json`.
///
/// **Threads:** safe for any.
public class StoredKnobs implements Knobs {
    /// What 'nettunnel run' makes the property of, by key.
    private static final Map<String, String> FLAGS = Map.of("http.port", "--port", "http.bind", "--bind", "http.certificate", "--certificate", "http.key", "--key", "node.name", "--node-name");
    private final NodeStore store;
    private final Path config;
    private final UnaryOperator<@Nullable String> properties;
    private final Consumer<String> logLevel;
    /// What holds in this process.
    private final Map<String, Object> running;

    /// @param config     where paths in the settings are meant from
    /// @param properties gives a system property, or null
    /// @param logLevel   takes on another level at once
    public StoredKnobs(NodeStore store, Path config, UnaryOperator<@Nullable String> properties, Consumer<String> logLevel) {
        this.store = store;
        this.config = config;
        this.properties = properties;
        this.logLevel = logLevel;
        this.running = new HashMap<>(chosen(store.settings()));
    }

    @Override
    public synchronized List<Setting> settings() {
        Map<String, Object> chosen = chosen(store.settings());
        List<Setting> settings = new ArrayList<>();
        for (Knob knob : Knob.ALL) settings.add(setting(knob, chosen.get(knob.key())));
        return settings;
    }

    private Setting setting(Knob knob, @Nullable Object chosen) {
        boolean waits = !knob.live() && !String.valueOf(chosen).equals(String.valueOf(running.get(knob.key())));
        return new Setting(knob.key(), chosen == null ? null : chosen.toString(), knob.byDefault(), knob.kind().range(), knob.kind().choices(), knob.explained(),
                !knob.live(), waits, overriding(knob));
    }

    private @Nullable String overriding(Knob knob) {
        String property = "nettunnel." + knob.key();
        return properties.apply(property) == null ? null : property;
    }

    @Override
    public synchronized List<Setting> set(Map<String, @Nullable Object> values) throws RequestRefused, IOException {
        Map<String, Object> next = new TreeMap<>(chosen(store.settings()));
        for (Map.Entry<String, @Nullable Object> each : values.entrySet()) {
            Knob knob = knob(each.getKey());
            Object value = each.getValue();
            if (value == null) {
                next.remove(knob.key());
                continue;
            }
            String wins = overriding(knob);
            if (wins != null)
                throw new RequestRefused(Reason.CONFLICT, "setting '" + knob.key() + "' would not count: the node was started with " + FLAGS.getOrDefault(knob.key(), "the property " + wins) + ", which wins; start it without");
            next.put(knob.key(), knob.checked(value));
        }
        checkCertificate(next);
        store.saveSettings(settings(next));
        Object level = next.get("log.level");
        if (values.containsKey("log.level")) logLevel.accept(level == null ? "info" : level.toString());
        return settings();
    }

    private static Knob knob(String key) throws RequestRefused {
        for (Knob knob : Knob.ALL) if (knob.key().equals(key)) return knob;
        String near = NearestName.of(key, Knob.ALL.stream().map(Knob::key).toList()).map(name -> "; did you mean '" + name + "'?").orElse("; 'nettunnel settings list' shows them");
        throw new RequestRefused(Reason.INVALID, "there is no setting '" + (key.length() > 80 ? key.substring(0, 80) + "…" : key).replaceAll("\\p{Cntrl}", "?") + "'" + near);
    }

    /// A node whose certificate is gone does not start: better told now.
    private void checkCertificate(Map<String, Object> next) throws RequestRefused {
        String certificate = String.valueOf(next.getOrDefault("http.certificate", ""));
        String key = String.valueOf(next.getOrDefault("http.key", ""));
        if (certificate.isEmpty() != key.isEmpty())
            throw new RequestRefused(Reason.INVALID, "settings 'http.certificate' and 'http.key' belong together: set both or neither");
        for (String path : certificate.isEmpty() ? List.<String>of() : List.of(certificate, key))
            if (!Files.isReadable(config.resolve(path))) throw new RequestRefused(Reason.INVALID, "there is no file '" + config.resolve(path) + "' that the node can read");
    }

    /// By key, what is set in the file.
    private static Map<String, Object> chosen(Settings settings) {
        Map<String, Object> chosen = new HashMap<>();
        try {
            for (String section : settings.sections())
                settings.section(section, _ -> null).forEach((key, value) -> chosen.put(section + "." + key, value));
        } catch (IOException impossible) {
            throw new IllegalStateException("the settings that were read are not right", impossible);
        }
        return chosen;
    }

    private static Settings settings(Map<String, Object> chosen) throws RequestRefused {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", 1);
        for (Knob knob : Knob.ALL) {
            Object value = chosen.get(knob.key());
            if (value == null) continue;
            @SuppressWarnings("unchecked")   // only such are put in
            var section = (Map<String, Object>) document.computeIfAbsent(knob.section(), _ -> new LinkedHashMap<String, Object>());
            section.put(knob.name(), value);
        }
        try {
            return StrictJson.SETTINGS.read("the settings", StrictJson.SETTINGS.compact(document), Settings.class);
        } catch (BadDocument wrong) {
            throw new RequestRefused(Reason.INVALID, String.valueOf(wrong.getMessage()));
        }
    }
}
