package org.nettunnel.node.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.PassphraseKeys;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Audit.Draft;
import org.nettunnel.api.node.Backups;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.node.audit.AuditLog;
import org.nettunnel.node.settings.HostName;
import org.nettunnel.node.store.NodeStore.Opening;
import org.nettunnel.node.store.OwnDirectory;
import org.nettunnel.node.store.StoreFiles;

/// Works on the files of a node that is stopped.
///
/// Commands load this class by its name, as they do [org.nettunnel.node.StoreCheck]; who calls it holds the lock of the data directory.
public final class OfflineNode {
    private OfflineNode() {}

    public static Backups backups(Path config, Path data, PassphraseKeys keys) throws IOException {
        String credentials = System.getenv("CREDENTIALS_DIRECTORY");
        Opening opening = Opening.of(OwnDirectory.prepare(config), OwnDirectory.prepare(data)).with(credentials == null ? null : Path.of(credentials));
        StoreFiles.finish(opening);
        Audit audit = new AuditLog(data, InstantSource.system());
        var backups = new Noted(opening, keys, audit);
        backups.sweep();
        return backups;
    }

    /// Who works on the files does so as the owner of this machine's node.
    private static final class Noted extends StoreBackups {
        private final Audit audit;

        Noted(Opening opening, PassphraseKeys keys, Audit audit) {
            super(opening, () -> StoreFiles.read(opening), keys, new Surroundings(HostName.here(), false, audit, InstantSource.system()));
            this.audit = audit;
        }

        @Override
        public synchronized Archive backup(char[] passphrase) throws RequestRefused, IOException {
            Archive made = super.backup(passphrase);
            audit.note(new Draft("local", "-", "backup of the stopped node", "", "done"));
            return made;
        }

        @Override
        public synchronized Plan restore(byte[] archive, char[] passphrase, boolean apply) throws RequestRefused, IOException {
            Plan plan = super.restore(archive, passphrase, false);
            if (!apply) return plan;
            audit.note(new Draft("local", "-", "restore of the stopped node", plan.node(), "asked"));
            Plan done = super.restore(archive, passphrase, true);
            audit.note(new Draft("local", "-", "restore of the stopped node", plan.node(), "done"));
            return done;
        }
    }

    public static Audit.Verdict verify(Path data, @Nullable String expected) throws IOException {
        return AuditLog.verify(data, expected);
    }
}
