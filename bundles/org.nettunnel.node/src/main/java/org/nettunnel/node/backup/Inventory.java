package org.nettunnel.node.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Backups.Change;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.node.store.Account;
import org.nettunnel.node.store.KeptTunnel;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.store.NodeStore.Identity;
import org.nettunnel.node.store.NodeStore.Opening;
import org.nettunnel.node.store.OwnDirectory;
import org.nettunnel.node.store.Settings;
import org.nettunnel.node.store.StoreFiles;
import org.nettunnel.node.sync.EndpointEntry;

/// What is in the files of a node, by kind and name, to be compared with those of another.
///
/// @param fingerprint of the identity; empty for a node that has none yet
record Inventory(String fingerprint, Map<Key, Object> things) {
    private static final String SCRATCH = ".restore-";
    private static final Comparator<Key> ORDER = Comparator.comparing(Key::kind).thenComparing(Key::name);

    /// @param kind as in [Change]
    record Key(String kind, String name) {}

    /// The content of a file, by its value.
    private record Bytes(String hex) {
        Bytes(byte[] bytes) {
            this(Arrays.toString(bytes));
        }

        @Override
        public String toString() {
            return "Bytes[***]";
        }
    }

    static Inventory empty() {
        return new Inventory("", Map.of());
    }

    /// Opens the files as a node does that starts with them, in a directory beside its own that is removed again.
    ///
    /// @throws IOException when no node would start with them
    static Inventory of(Map<String, byte[]> files, Path data) throws IOException {
        Path scratch = Files.createTempDirectory(OwnDirectory.prepare(data), SCRATCH);
        try {
            Path config = OwnDirectory.prepare(scratch.resolve("config"));
            Opening opening = Opening.of(config, OwnDirectory.prepare(scratch.resolve("data")));
            StoreFiles.write(opening, files);
            return of(NodeStore.open(opening), files);
        } finally {
            remove(scratch);
        }
    }

    private static Inventory of(NodeStore store, Map<String, byte[]> files) {
        Map<Key, Object> things = new HashMap<>();
        Identity identity = store.identity();
        String fingerprint = identity == null ? "" : identity.identity().fingerprint().toString();
        if (identity != null) things.put(new Key("identity", fingerprint), identity);
        for (Account account : store.accounts()) things.put(new Key("user", account.user().name()), account);
        for (KeptTunnel tunnel : store.tunnels()) things.put(new Key("tunnel", tunnel.config().name()), tunnel);
        for (EndpointEntry entry : store.endpoints().entries().values())
            if (entry instanceof EndpointEntry.Live live) things.put(new Key("endpoint", live.config().name() + " (" + live.id() + ")"), live.config());
        // what nobody ever set is no thing
        if (!store.preference().equals(Preference.NONE)) things.put(new Key("preference", "suites and compressions"), store.preference());
        if (!isUsual(store.settings())) things.put(new Key("settings", "settings.json"), store.settings());
        byte[] certificate = files.get(StoreFiles.CERTIFICATE.getFirst());
        if (certificate != null) things.put(new Key("certificate", "of the port"), new Bytes(certificate));
        return new Inventory(fingerprint, things);
    }

    private static boolean isUsual(Settings settings) {
        return settings.equals(new Settings(settings.schema(), null, null, null, null, null));
    }

    /// What becomes another when `next` takes this one's place.
    List<Change> changesTo(Inventory next) {
        List<Change> changes = new ArrayList<>();
        var keys = new TreeSet<>(ORDER);
        keys.addAll(things.keySet());
        keys.addAll(next.things.keySet());
        for (Key key : keys) {
            @Nullable Object mine = things.get(key);
            @Nullable Object other = next.things.get(key);
            if (mine == null) changes.add(new Change(key.kind(), key.name(), "added"));
            else if (other == null) changes.add(new Change(key.kind(), key.name(), "lost"));
            else if (!mine.equals(other)) changes.add(new Change(key.kind(), key.name(), "changed"));
        }
        return changes;
    }

    /// Removes what a killed process left of a look at a backup: there are keys in it.
    static void sweep(Path data) throws IOException {
        if (!Files.isDirectory(data)) return;
        try (DirectoryStream<Path> left = Files.newDirectoryStream(data, SCRATCH + "*")) {
            for (Path each : left) remove(each);
        }
    }

    private static void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
            try (DirectoryStream<Path> within = Files.newDirectoryStream(path)) {
                for (Path each : within) remove(each);
            }
        Files.deleteIfExists(path);
    }
}
