package org.nettunnel.node.osgi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.nettunnel.api.node.Directories;
import org.nettunnel.node.store.NodeStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Opens the store for this bundle's other components, or ends the process with the sentence that says what is wrong with it.
@Component(service = StoreComponent.class)
public final class StoreComponent {
    private final NodeStore store;
    private final NodeStore.Opening opening;
    private final Map<String, Map<String, Object>> settings = new HashMap<>();

    @Activate
    public StoreComponent(@Reference Directories directories) {
        String credentials = System.getenv("CREDENTIALS_DIRECTORY");
        opening = NodeStore.Opening.of(directories.config(), directories.data()).usingLastGood(Boolean.getBoolean("nettunnel.useLastGood"))
                .with(credentials == null ? null : Path.of(credentials));
        try {
            store = NodeStore.open(opening);
            for (String section : store.settings().sections()) settings.put(section, store.settings().section(section, System::getProperty));
        } catch (IOException wrong) {
            throw StartConsole.end(wrong);
        }
        // paths in the file are meant from where the file is
        settings.computeIfPresent("http", (_, http) -> {
            for (String key : new String[] {"certificate", "key"})
                http.computeIfPresent(key, (_, path) -> path.toString().isEmpty() ? path : directories.config().resolve(path.toString()).toString());
            return http;
        });
    }

    NodeStore.Opening opening() {
        return opening;
    }

    NodeStore store() {
        return store;
    }

    /// What is set of a section, system properties included.
    Map<String, Object> settings(String section) {
        return settings.getOrDefault(section, Map.of());
    }
}
