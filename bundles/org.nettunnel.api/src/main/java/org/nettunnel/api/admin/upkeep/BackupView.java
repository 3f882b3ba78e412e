package org.nettunnel.api.admin.upkeep;

/// A backup.
///
/// @param fileName  proposal
/// @param archive   sealed; Base64
/// @param auditHead hash of the newest entry of the audit log then
public record BackupView(String fileName, String archive, String auditHead) {
    @Override
    public String toString() {
        return "BackupView[fileName=" + fileName + "]";
    }
}
