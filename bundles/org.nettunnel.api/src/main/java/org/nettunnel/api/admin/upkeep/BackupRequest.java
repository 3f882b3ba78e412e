package org.nettunnel.api.admin.upkeep;

import org.jspecify.annotations.Nullable;

/// Asks for a backup.
///
/// @param passphrase that seals it: at least 12 characters
public record BackupRequest(@Nullable String passphrase) {
    @Override
    public String toString() {
        return "BackupRequest[***]";
    }
}
