package org.nettunnel.node.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Audit;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.store.FileSteps;
import org.nettunnel.node.store.OwnDirectory;

/// The audit log of this node, in `DATA/audit`.
///
/// A file that is full gives way to the next, which says the hash it goes on from; so many are kept, then the oldest goes. What a killed
/// process left of a line is cut off at the next start, which notes that as an entry of its own.
/// **Threads:** safe for any; one entry is written at a time.
public class AuditLog implements Audit, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private static final int MOST_LISTENERS = 100;

    private final Path directory;
    private final Bounds bounds;
    private final Disk disk;
    private final InstantSource clock;
    private final List<Consumer<Entry>> listeners = new CopyOnWriteArrayList<>();
    /// Null after a failed write, until it is opened again. It and all that follows is guarded by this.
    private @Nullable FileChannel file;
    private long length;
    private long seq;
    private String hash = Line.NO_HASH;

    /// @param fileBytes how long a file gets
    /// @param files     how many are kept
    public record Bounds(long fileBytes, int files) {
        /// About 300,000 entries.
        public static final Bounds USUAL = new Bounds(4 << 20, 16);
    }

    /// The disk, as far as it can refuse.
    record Disk(FileSteps steps, AuditDisk appending) {
        static final Disk REAL = new Disk(FileSteps.DISK, AuditDisk.REAL);
    }

    /// @throws IOException when what is there cannot be read, or nothing can be written
    public AuditLog(Path data, InstantSource clock) throws IOException {
        this(data.resolve("audit"), Bounds.USUAL, Disk.REAL, clock);
    }

    AuditLog(Path directory, Bounds bounds, Disk disk, InstantSource clock) throws IOException {
        this.directory = OwnDirectory.prepare(directory);
        this.bounds = bounds;
        this.disk = disk;
        this.clock = clock;
        open();
    }

    @Override
    public Entry note(Draft draft) throws IOException {
        Entry entry;
        synchronized (this) {
            if (file == null) open();
            entry = write(draft);
        }
        for (Consumer<Entry> listener : listeners) listener.accept(entry);
        return entry;
    }

    private Entry write(Draft draft) throws IOException {
        Line line = Line.of(seq + 1, clock.instant().truncatedTo(ChronoUnit.MILLIS), draft, hash);
        Entry entry = line.entry();
        byte[] bytes = line.bytes();
        if (length + bytes.length > bounds.fileBytes()) begin(seq + 1);
        FileChannel to = file;
        if (to == null) throw new IOException("the audit log is closed");
        try {
            disk.appending().append(to, length, bytes);
        } catch (IOException refused) {
            takeBack(to);
            throw new IOException("the audit log in " + directory + " cannot be written: " + refused.getMessage(), refused);
        }
        length += bytes.length;
        seq = entry.seq();
        hash = entry.hash();
        noteHead();
        return entry;
    }

    /// Nobody knows how much of a refused line is on the disk: the file goes back to where it was, or is looked at anew.
    private void takeBack(FileChannel to) {
        try {
            to.truncate(length);
        } catch (IOException also) {
            LOG.log(System.Logger.Level.ERROR, "what was written of an audit entry could not be taken back", also);
            forget();
        }
    }

    /// Beside the files and not forced: it only tells later that their end was cut off.
    private void noteHead() {
        try {
            Files.writeString(directory.resolve(AuditCheck.HEAD_FILE), seq + "\n", StandardCharsets.US_ASCII);
        } catch (IOException refused) {
            LOG.log(System.Logger.Level.DEBUG, "the head of the audit log was not noted", refused);
        }
    }

    /// Finds where to go on; cuts off what a killed process left of a line.
    private void open() throws IOException {
        List<AuditFile> files = AuditFile.in(directory);
        if (files.isEmpty()) {
            long noted = AuditCheck.Head.read(directory);
            seq = noted;
            begin(noted + 1);
            if (noted > 0) repaired("all entries up to " + noted + " are gone");
            return;
        }
        AuditFile newest = files.getLast();
        AuditFile.Content content = newest.read();
        seq = newest.first() - 1;
        String previous = content.previous();
        hash = previous == null ? Line.NO_HASH : previous;
        for (String text : content.lines()) follow(text);
        FileChannel last = AuditDisk.open(newest.path());
        file = last;
        length = content.length() - content.torn();
        if (content.torn() > 0) {
            last.truncate(length);
            last.force(true);
            repaired(content.torn() + " bytes of an unfinished entry were cut off");
        }
        long noted = AuditCheck.Head.read(directory);
        if (noted > seq) {
            String gone = "entries " + (seq + 1) + " to " + noted + " are gone";
            seq = noted;
            repaired(gone);
        }
    }

    private void follow(String text) {
        Line line = Line.parse(text);
        if (line == null) return;
        hash = line.hash();
        try {
            seq = line.entry().seq();
        } catch (BadDocument changed) {
            seq++;
        }
    }

    private void repaired(String what) throws IOException {
        LOG.log(System.Logger.Level.WARNING, "the audit log was mended what=\"" + what + "\"");
        write(new Draft(NODE, "-", "audit mended", "", what));
    }

    /// Begins a file; the oldest goes when there are enough.
    private void begin(long first) throws IOException {
        byte[] head = AuditFile.head(first, hash);
        Path path = AuditFile.path(directory, first);
        forget();
        Path fresh = path.resolveSibling("." + path.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        try {
            disk.steps().create(fresh, head);
            disk.steps().replace(fresh, path);
            disk.steps().force(directory);
        } catch (IOException refused) {
            Files.deleteIfExists(fresh);
            throw new IOException("the audit log in " + directory + " cannot be written: " + refused.getMessage(), refused);
        }
        file = AuditDisk.open(path);
        length = head.length;
        List<AuditFile> files = AuditFile.in(directory);
        for (int i = 0; i < files.size() - bounds.files(); i++) Files.deleteIfExists(files.get(i).path());
    }

    @Override
    public Page entries(Query query) throws IOException {
        List<Entry> found = new ArrayList<>();
        String wanted = query.filter().toLowerCase(Locale.ROOT);
        List<AuditFile> files = AuditFile.in(directory).reversed();
        for (AuditFile each : files) {
            if (query.before() > 0 && each.first() >= query.before()) continue;
            for (String text : each.read().lines().reversed()) {
                Entry entry = entry(text);
                if (entry == null || query.before() > 0 && entry.seq() >= query.before() || !has(entry, wanted)) continue;
                if (found.size() == query.limit()) return new Page(found, found.getLast().seq());
                found.add(entry);
            }
        }
        return new Page(found, 0);
    }

    /// Null for a line that is none; [#verify] tells of it.
    private static @Nullable Entry entry(String text) {
        Line line = Line.parse(text);
        try {
            return line == null ? null : line.entry();
        } catch (BadDocument changed) {
            return null;
        }
    }

    private static boolean has(Entry entry, String wanted) {
        return wanted.isEmpty() || Stream.of(entry.user(), entry.from(), entry.action(), entry.object(), entry.result(),
                String.valueOf(entry.before()), String.valueOf(entry.after())).anyMatch(field -> field.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /// Nothing is written meanwhile: a line that is under way would look torn.
    @Override
    public synchronized Verdict verify(@Nullable String expected) throws IOException {
        return AuditCheck.of(directory, expected);
    }

    /// Without a node, on the files of one that is stopped.
    public static Verdict verify(Path data, @Nullable String expected) throws IOException {
        return AuditCheck.of(data.resolve("audit"), expected);
    }

    @Override
    public Subscription listen(Consumer<Entry> listener) {
        if (listeners.size() >= MOST_LISTENERS) throw new IllegalStateException(MOST_LISTENERS + " listen to the audit log already");
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public synchronized void close() {
        forget();
    }

    private void forget() {
        FileChannel open = file;
        file = null;
        try {
            if (open != null) open.close();
        } catch (IOException ignored) {
            LOG.log(System.Logger.Level.DEBUG, "an audit file did not close", ignored);
        }
    }
}
