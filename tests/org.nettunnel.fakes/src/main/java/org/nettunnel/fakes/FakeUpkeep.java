package org.nettunnel.fakes;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Backups;
import org.nettunnel.api.node.Knobs;
import org.nettunnel.api.node.Originals;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.transport.Address;

/// Audit log, backups, import and settings in memory.
public final class FakeUpkeep implements Audit, Backups, Originals, Knobs {
    public static final String PASSPHRASE = "CANARY-PASSPHRASE";
    private static final List<Setting> KNOWN = List.of(
            new Setting("http.port", null, "52845", "0 to 65535", List.of(), "The one port.", true, false, null),
            new Setting("http.bind", null, "", "an address", List.of(), "Where it listens.", true, false, "nettunnel.http.bind"),
            new Setting("tunnel.lanes", null, "0", "0 to 8", List.of(), "Links.", true, false, "nettunnel.tunnel.lanes"),
            new Setting(NAMES, null, "", "host names", List.of(), "Further names.", false, false, null));

    public final List<Entry> entries = new ArrayList<>();
    public final Map<String, Object> values = new TreeMap<>();
    /// What noting throws, where it is set.
    public Optional<IOException> full = Optional.empty();

    @Override
    public synchronized Entry note(Draft draft) throws IOException {
        if (full.isPresent()) throw full.get();
        var entry = new Entry(entries.size() + 1, Instant.EPOCH, draft.user(), draft.from(), draft.action(), draft.object(), draft.before(),
                draft.after(), draft.result(), "hash-" + (entries.size() + 1));
        entries.add(entry);
        return entry;
    }

    @Override
    public synchronized Audit.Page entries(Audit.Query query) {
        List<Entry> found = entries.reversed().stream().filter(entry -> query.before() == 0 || entry.seq() < query.before())
                .filter(entry -> entry.toString().contains(query.filter())).toList();
        boolean more = found.size() > query.limit();
        return new Audit.Page(more ? found.subList(0, query.limit()) : found, more ? found.get(query.limit() - 1).seq() : 0);
    }

    @Override
    public Verdict verify(@Nullable String expected) {
        boolean good = expected == null || entries.stream().anyMatch(entry -> entry.hash().equals(expected));
        return new Verdict(good, entries.size(), 1, entries.size(), "hash-" + entries.size(), good ? List.of() : List.of("there is no entry with the hash " + expected));
    }

    @Override
    public Subscription listen(Consumer<Entry> listener) {
        return () -> { };
    }

    @Override
    public Archive backup(char[] passphrase) throws RequestRefused {
        if (passphrase.length < 12) throw new RequestRefused(Reason.INVALID, "the passphrase has " + passphrase.length + " characters: it must have at least 12");
        return new Archive("nettunnel-node.backup", new byte[] {1, 2, 3}, "hash");
    }

    @Override
    public Plan restore(byte[] archive, char[] passphrase, boolean apply) throws RequestRefused {
        if (!new String(passphrase).equals(PASSPHRASE)) throw new RequestRefused(Reason.INVALID, "the passphrase is wrong, or the backup was changed or cut short");
        return new Plan(Instant.EPOCH, "node", "aa:bb", true, List.of(new Backups.Change("tunnel", "office", "added")), List.of(archive.length + " bytes"), apply, apply);
    }

    @Override
    public Report take(List<Foreign> files, @Nullable Address reachedAt, boolean apply) {
        List<Line> lines = files.stream().map(FakeUpkeep::line).toList();
        int lost = (int) lines.stream().filter(line -> line.outcome().equals("lost")).count();
        return new Report(lines, lines.size() - lost, 0, lost, apply);
    }

    /// Only what holds an object is understood.
    private static Line line(Foreign file) {
        return file.content().startsWith("{") ? new Line(file.name(), "tunnel", "office", "carried", "As it was.")
                : new Line(file.name(), "file", "", "lost", "Not understood: " + file.content().length() + " characters.");
    }

    @Override
    public List<Setting> settings() {
        return KNOWN.stream().map(each -> valued(each, values.get(each.key()))).toList();
    }

    private static Setting valued(Setting one, @Nullable Object value) {
        return new Setting(one.key(), value == null ? null : value.toString(), one.byDefault(), one.range(), one.choices(), one.explained(), one.needsRestart(),
                one.needsRestart() && value != null, one.override());
    }

    @Override
    public List<Setting> set(Map<String, @Nullable Object> wanted) throws RequestRefused {
        for (Map.Entry<String, @Nullable Object> each : wanted.entrySet()) {
            if (KNOWN.stream().noneMatch(known -> known.key().equals(each.getKey()))) throw new RequestRefused(Reason.INVALID, "there is no setting '" + each.getKey() + "'");
            Object value = each.getValue();
            if (value == null) values.remove(each.getKey());
            else values.put(each.getKey(), value);
        }
        return settings();
    }
}
