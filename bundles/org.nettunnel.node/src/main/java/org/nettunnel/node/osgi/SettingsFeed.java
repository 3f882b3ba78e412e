package org.nettunnel.node.osgi;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Hands the settings of each bundle to it: `settings.json` and system properties go to ConfigAdmin.
@Component(immediate = true, service = {})
public final class SettingsFeed {
    /// Each is a section of the settings and, after `org.nettunnel.`, a PID.
    private static final List<String> PIDS = List.of("http", "tunnel", "endpoint");
    private static final Map<String, Level> LEVELS = Map.of("error", Level.SEVERE, "warning", Level.WARNING, "info", Level.INFO,
            "debug", Level.FINE, "trace", Level.FINER);
    /// Kept here, because java.util.logging forgets loggers that nobody holds.
    private static final Logger NODE = Logger.getLogger("org.nettunnel");

    @Activate
    public SettingsFeed(@Reference StoreComponent store, @Reference ConfigurationAdmin admin) throws IOException {
        if (store.settings("log").get("level") instanceof String level) setLevel(level);
        for (String section : PIDS)
            admin.getConfiguration("org.nettunnel." + section, "?").updateIfDifferent(new Hashtable<>(store.settings(section)));
    }

    /// A flag at the start wins over it.
    static void setLevel(String name) {
        Level level = LEVELS.get(name);
        boolean isGivenAtStart = Logger.getLogger("").getLevel() != Level.INFO;
        if (level != null && !isGivenAtStart) NODE.setLevel(level);
    }
}
