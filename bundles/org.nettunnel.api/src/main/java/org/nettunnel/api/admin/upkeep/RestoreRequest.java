package org.nettunnel.api.admin.upkeep;

import org.jspecify.annotations.Nullable;

/// Asks what a restore changes, or to do it.
///
/// @param archive as a [BackupView] has it
/// @param apply   null or false to be told only
public record RestoreRequest(@Nullable String archive, @Nullable String passphrase, @Nullable Boolean apply) {
    @Override
    public String toString() {
        return "RestoreRequest[apply=" + apply + "]";
    }
}
