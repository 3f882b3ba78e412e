package org.nettunnel.api.node;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Makes one file of what this node is (identity, users, tunnels, endpoints, settings, keys), sealed under a passphrase, and makes a node of such a file.
///
/// It holds identity, users, tunnels, endpoints, settings, the key of the store and the certificate the node made. It does not hold the audit
/// log, which tells what happened on this machine and must not be set back, nor bundles that were installed.
/// **Threads:** safe for any; takes about half a second.
public interface Backups {
    /// @throws RequestRefused when the passphrase is too weak
    Archive backup(char[] passphrase) throws RequestRefused, IOException;

    /// Says what a restore changes, and with `apply` does it: all of it or nothing, also when the process is killed in the middle.
    ///
    /// A node that runs takes on what was restored when it is restarted; what is changed until then is lost.
    /// @throws RequestRefused when passphrase or archive are not right; nothing was changed then
    Plan restore(byte[] archive, char[] passphrase, boolean apply) throws RequestRefused, IOException;

    /// @param fileName  proposal
    /// @param auditHead hash of the newest entry of the audit log then, for `nettunnel audit verify --expect`
    record Archive(String fileName, byte[] bytes, String auditHead) {
        @Override
        public String toString() {
            return "Archive[fileName=" + fileName + ", bytes=" + bytes.length + "]";
        }
    }

    /// @param made         when the backup was
    /// @param node         the name of the node it is of
    /// @param identity     its fingerprint
    /// @param sameIdentity whether this node is that one already
    /// @param notes        what to know beside it, a sentence each
    record Plan(Instant made, String node, String identity, boolean sameIdentity, List<Change> changes, List<String> notes, boolean applied,
            boolean needsRestart) {}

    /// @param kind `identity`, `user`, `tunnel`, `endpoint`, `preference`, `settings` or `certificate`
    /// @param what `added`, `changed` or `lost`
    record Change(String kind, String name, String what) {}
}
