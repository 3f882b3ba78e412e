package org.nettunnel.node.osgi;

import java.io.IOException;
import java.nio.file.Path;
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

    @Activate
    public StoreComponent(@Reference Directories directories) {
        String credentials = System.getenv("CREDENTIALS_DIRECTORY");
        var opening = NodeStore.Opening.of(directories.config(), directories.data()).usingLastGood(Boolean.getBoolean("nettunnel.useLastGood"))
                .with(credentials == null ? null : Path.of(credentials));
        try {
            store = NodeStore.open(opening);
            for (String section : SettingsFeed.SECTIONS) settings(section);   // a wrong property is found before anything starts
        } catch (IOException wrong) {
            throw FailedStart.end(wrong);
        }
    }

    NodeStore store() {
        return store;
    }

    /// What is set of a section, system properties included.
    Map<String, Object> settings(String section) throws IOException {
        return store.settings().section(section, System::getProperty);
    }
}
