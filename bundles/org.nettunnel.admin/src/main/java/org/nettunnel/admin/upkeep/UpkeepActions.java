package org.nettunnel.admin.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation.Query;
import org.nettunnel.api.admin.upkeep.AuditView;
import org.nettunnel.api.admin.upkeep.BackupRequest;
import org.nettunnel.api.admin.upkeep.BackupView;
import org.nettunnel.api.admin.upkeep.ImportRequest;
import org.nettunnel.api.admin.upkeep.RestoreRequest;
import org.nettunnel.api.admin.upkeep.SettingsRequest;
import org.nettunnel.api.admin.upkeep.SettingsView;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Backups;
import org.nettunnel.api.node.Originals;
import org.nettunnel.api.node.Originals.Foreign;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.transport.Address;

/// What is done to keep a node.
public final class UpkeepActions implements Actions {
    private static final int USUAL_PAGE = 200;
    private static final int LARGEST_PAGE = 1_000;
    private final Engine engine;

    public UpkeepActions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(UpkeepOperations.AUDIT, this::audit);
        rows.on(UpkeepOperations.VERIFY_AUDIT, this::verify);
        rows.on(UpkeepOperations.BACKUP, this::backup);
        rows.on(UpkeepOperations.RESTORE, this::restore);
        rows.on(UpkeepOperations.IMPORT, this::takeOver);
        rows.on(UpkeepOperations.SETTINGS, this::settings);
        rows.on(UpkeepOperations.SET, this::set);
    }

    private AuditView audit(Call<Nothing> call) throws Refusal, IOException {
        long before = call.given().number(UpkeepOperations.BEFORE, 0, 0, Long.MAX_VALUE);
        int limit = (int) call.given().number(Query.LIMIT, USUAL_PAGE, 1, LARGEST_PAGE);
        String filter = Words.given(call.given().text(Query.FILTER), "");
        Audit.Page page = engine.needAudit().entries(new Audit.Query(before, limit, filter));
        return new AuditView(page.entries(), page.next() == 0 ? null : page.next());
    }

    private AuditView.Verdict verify(Call<Nothing> call) throws Refusal, IOException {
        return AuditView.Verdict.of(engine.needAudit().verify(call.given().text(UpkeepOperations.EXPECT)));
    }

    private BackupView backup(Call<BackupRequest> call) throws Refusal, RequestRefused, IOException {
        char[] passphrase = Words.required("passphrase", call.body().passphrase()).toCharArray();
        try {
            Backups.Archive made = engine.needBackups().backup(passphrase);
            return new BackupView(made.fileName(), Base64.getEncoder().encodeToString(made.bytes()), made.auditHead());
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private Backups.Plan restore(Call<RestoreRequest> call) throws Refusal, RequestRefused, IOException {
        byte[] archive = Words.parsed("archive", call.body().archive(), Base64.getDecoder()::decode);
        char[] passphrase = Words.required("passphrase", call.body().passphrase()).toCharArray();
        try {
            return engine.needBackups().restore(archive, passphrase, Boolean.TRUE.equals(call.body().apply()));
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private Originals.Report takeOver(Call<ImportRequest> call) throws Refusal, RequestRefused, IOException {
        List<Foreign> files = new ArrayList<>();
        List<ImportRequest.@Nullable FileView> given = call.body().files();
        if (given == null || given.isEmpty()) throw Refusal.invalid("field 'files' needs at least one file");
        for (ImportRequest.FileView file : given) {
            String content = file == null ? null : file.content();
            if (file == null || content == null) throw Refusal.invalid("a file in 'files' has no 'content'");
            files.add(new Foreign(Words.required("name", file.name()), content));
        }
        String address = call.body().address();
        return engine.needOriginals().take(files, address == null ? null : Words.parsed("address", address, Address::parse),
                Boolean.TRUE.equals(call.body().apply()));
    }

    private SettingsView settings(Call<Nothing> call) throws Refusal {
        var settings = new SettingsView(engine.needKnobs().settings());
        call.reply().version(settings);
        return settings;
    }

    private SettingsView set(Call<SettingsRequest> call) throws Refusal, RequestRefused, IOException {
        Map<String, @Nullable Object> values = call.body().values();
        if (values == null || values.isEmpty()) throw Refusal.invalid("field 'values' needs at least one setting");
        call.match(new SettingsView(engine.needKnobs().settings()));
        var wanted = new HashMap<String, @Nullable Object>();
        values.forEach((key, value) -> wanted.put(key, "".equals(value) ? null : value));
        return new SettingsView(engine.needKnobs().set(wanted));
    }
}
