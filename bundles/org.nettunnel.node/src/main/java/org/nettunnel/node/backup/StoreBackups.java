package org.nettunnel.node.backup;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.nettunnel.api.crypto.PassphraseKeys;
import org.nettunnel.api.crypto.PassphraseKeys.Cost;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Backups;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.node.PasswordRules;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.json.StrictJson;
import org.nettunnel.node.store.NodeStore.Opening;
import org.nettunnel.node.store.StoreFiles;

/// Backs up and restores the files of a node, whether it runs or not.
///
/// **Threads:** safe for any; one at a time.
public class StoreBackups implements Backups {
    private static final String ABOUT = "backup.json";
    private static final String FORMAT = "nettunnel-%s-%s.backup";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Opening opening;
    private final Snapshot snapshot;
    private final SealedArchive sealing;
    private final Surroundings around;

    /// Reads all files at one moment.
    public interface Snapshot {
        Map<String, byte[]> take() throws IOException;
    }

    /// @param name    of the node, for the file's name
    /// @param running whether a node runs on these files
    public record Surroundings(String name, boolean running, Audit audit, InstantSource clock) {}

    /// What is said of a backup in it.
    record About(int schema, Instant made, String node, String auditHead) {
        About {
            if (schema != 1) throw new IllegalArgumentException("'schema' is " + schema + ", of a later NetTunnel: update this one");
            Objects.requireNonNull(made);
            Objects.requireNonNull(node);
            Objects.requireNonNull(auditHead);
        }
    }

    public StoreBackups(Opening opening, Snapshot snapshot, PassphraseKeys keys, Surroundings around) {
        this.opening = opening;
        this.snapshot = snapshot;
        this.sealing = new SealedArchive(keys);
        this.around = around;
    }

    /// Removes what a killed process left behind.
    public void sweep() throws IOException {
        Inventory.sweep(opening.data());
    }

    @Override
    public synchronized Archive backup(char[] passphrase) throws RequestRefused, IOException {
        try {
            PasswordRules.check(passphrase);
        } catch (RequestRefused weak) {
            throw new RequestRefused(weak.reason(), String.valueOf(weak.getMessage()).replace("the password", "the passphrase"));
        }
        Instant now = around.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Map<String, byte[]> files = new TreeMap<>(snapshot.take());
        String head = around.audit().verify(null).head();
        files.put(ABOUT, StrictJson.FILES.compact(new About(1, now, around.name(), head)));
        byte[] zipped = StoreFiles.zip(files);
        byte[] archive = sealing.seal(zipped, passphrase, Cost.USUAL);
        if (archive.length > SealedArchive.MOST_BYTES)
            throw new RequestRefused(Reason.CONFLICT, "the backup would have " + archive.length + " bytes; at most " + SealedArchive.MOST_BYTES + " can be restored: remove tunnels or endpoints");
        return new Archive(FORMAT.formatted(around.name().replaceAll("[^A-Za-z0-9-]+", "-"), DAY.format(now)), archive, head);
    }

    @Override
    public synchronized Plan restore(byte[] archive, char[] passphrase, boolean apply) throws RequestRefused, IOException {
        Map<String, byte[]> files = opened(archive, passphrase);
        About about = about(files);
        Inventory wanted = inventory(files);
        List<String> notes = new ArrayList<>();
        Inventory present = present(notes);
        notes.add("The audit log of this machine goes on; the backup's ended with " + about.auditHead() + ".");
        notes.add("Bundles and update sites that were added are not part of a backup: add them again.");
        if (opening.credentials() != null) notes.add("New secrets are sealed under the credential nettunnel-master of this machine, as before.");
        if (around.running() && apply) notes.add("Restart the node now: what is changed until then is lost.");
        if (apply) StoreFiles.stage(opening, files);
        if (apply && !around.running()) StoreFiles.finish(opening);
        return new Plan(about.made(), about.node(), wanted.fingerprint(), wanted.fingerprint().equals(present.fingerprint()),
                present.changesTo(wanted), notes, apply, apply && around.running());
    }

    private Map<String, byte[]> opened(byte[] archive, char[] passphrase) throws RequestRefused {
        byte[] zipped = sealing.open(archive, passphrase);
        try {
            return StoreFiles.unzip(zipped);
        } catch (IOException wrong) {
            throw new RequestRefused(Reason.INVALID, "the backup " + wrong.getMessage());
        }
    }

    /// Takes the description out of the files.
    private static About about(Map<String, byte[]> files) throws RequestRefused {
        byte[] about = files.remove(ABOUT);
        if (about == null) throw new RequestRefused(Reason.INVALID, "the backup does not say what it is of (" + ABOUT + ")");
        for (String name : files.keySet())
            if (!StoreFiles.isKnown(name)) throw new RequestRefused(Reason.INVALID, "the backup holds '" + name + "', of a later NetTunnel: update this one");
        if (!files.containsKey(StoreFiles.KEY)) throw new RequestRefused(Reason.INVALID, "the backup lacks the key of its secrets");
        try {
            return StrictJson.FILES.read(ABOUT, about, About.class);
        } catch (BadDocument wrong) {
            throw new RequestRefused(Reason.INVALID, "the backup: " + wrong.getMessage());
        }
    }

    private Inventory inventory(Map<String, byte[]> files) throws RequestRefused, IOException {
        try {
            return Inventory.of(files, opening.data());
        } catch (java.nio.file.FileSystemException disk) {
            throw disk;
        } catch (IOException wrong) {
            throw new RequestRefused(Reason.INVALID, "no node could start with this backup: " + wrong.getMessage());
        }
    }

    /// A restore is for when things are broken, too.
    private Inventory present(List<String> notes) {
        if (StoreFiles.isFresh(opening)) return Inventory.empty();
        try {
            return Inventory.of(snapshot.take(), opening.data());
        } catch (IOException broken) {
            notes.add("What is there now cannot be compared, since it cannot be read: " + broken.getMessage());
            return Inventory.empty();
        }
    }
}
