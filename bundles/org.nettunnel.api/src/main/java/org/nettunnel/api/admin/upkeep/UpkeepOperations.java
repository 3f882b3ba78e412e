package org.nettunnel.api.admin.upkeep;

import java.util.List;

import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.About;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Query;
import org.nettunnel.api.node.Backups;
import org.nettunnel.api.node.Originals;

/// The rows about keeping a node: audit, backup, taking over, settings.
public final class UpkeepOperations {
    public static final Query BEFORE = Query.number("before", "Lists only entries with a lower number: the field 'next' of the page before.");
    public static final Query EXPECT = Query.text("expect", "Hash of an entry that must be there, as it was written down elsewhere.");

    public static final Operation<Nothing, AuditView> AUDIT = Operation.get("/audit", Access.ADMINISTRATOR, AuditView.class,
            "Lists who changed what, the newest first.").taking(BEFORE, Query.LIMIT, Query.FILTER);
    public static final Operation<Nothing, AuditView.Verdict> VERIFY_AUDIT = Operation.get("/audit/verify", Access.ADMINISTRATOR, AuditView.Verdict.class,
            "Reads all of the audit log and says whether anything in it was changed, removed or put in another order.").taking(EXPECT);
    public static final Operation<BackupRequest, BackupView> BACKUP = Operation.post("/backup", Access.ADMINISTRATOR, BackupRequest.class,
            BackupView.class, "Makes one file of the node's identity, users, tunnels, endpoints, settings and keys, sealed under a passphrase.").forPeople();
    public static final Operation<RestoreRequest, Backups.Plan> RESTORE = Operation.post("/restore", Access.ADMINISTRATOR, RestoreRequest.class,
            Backups.Plan.class, "Says what a backup changes, or puts it in the place of all that is there when the node is restarted.").forPeople().withFiles();
    public static final Operation<ImportRequest, Originals.Report> IMPORT = Operation.post("/import", Access.ADMINISTRATOR, ImportRequest.class,
            Originals.Report.class, "Says what of the original NetTunnel's files can be taken over, or does it.").forPeople().withFiles();
    public static final Operation<Nothing, SettingsView> SETTINGS = Operation.get("/settings", Access.ADMINISTRATOR, SettingsView.class,
            "Lists all settings with their usual values, bounds and what they are for.");
    public static final Operation<SettingsRequest, SettingsView> SET = Operation.post("/settings", Access.ADMINISTRATOR, SettingsRequest.class,
            SettingsView.class, "Changes settings, all or none of those that are given.").about(About.SETTINGS).versioned().forPeople();

    public static final List<Operation<?, ?>> ALL = List.of(AUDIT, VERIFY_AUDIT, BACKUP, RESTORE, IMPORT, SETTINGS, SET);

    private UpkeepOperations() {}
}
