package org.nettunnel.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Node.Writing;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.json.StrictJson;
import org.nettunnel.node.store.Generations.Generation;

/// One kind of object in one file: read strictly, written durably, ten generations kept.
///
/// **Threads:** one at a time.
final class Document<T extends Form> {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final DurableFile file;
    private final Generations generations;
    private final Class<T> form;
    private final StrictJson json;
    private volatile Writing writing = new Writing(0, true);

    /// @param json how its keys are written
    Document(Path config, String name, Class<T> form, StrictJson json, FileSteps steps) {
        this.file = new DurableFile(config.resolve(name), steps);
        this.generations = new Generations(config.resolve("generations"), name, steps);
        this.form = form;
        this.json = json;
    }

    Path path() {
        return file.path();
    }

    /// What the file says; null when it is not there and never was. Changes nothing.
    ///
    /// @throws BadDocument for a file that is not right, and for one that is gone though it has generations
    @Nullable T read() throws IOException {
        byte[] content = file.read();
        if (content != null) return parse(file.path().toString(), content);
        if (form != Settings.class && !generations.intact().isEmpty())
            throw new BadDocument(file.path().toString(), "is gone, though it was there before");
        return null;
    }

    /// What was read is good: remembers it as a generation, also when a person wrote it, and tidies up.
    void settle() throws IOException {
        file.sweep();
        byte[] content = file.read();
        if (content == null) return;
        makePrivate();
        generations.keep(content);
    }

    /// Replaces what is on disk.
    void write(T value) throws IOException {
        byte[] content = json.pretty(value);
        Writing before = writing;
        writing = new Writing(before.changes(), false);
        file.write(content);
        generations.keep(content);
        writing = new Writing(before.changes() + 1, true);
    }

    /// How it went so far; from any thread.
    Writing writing() {
        return writing;
    }

    /// The newest generation that can be read; null when there is none.
    @Nullable Path newestGood() {
        try {
            Generation good = newestGoodGeneration();
            return good == null ? null : good.path();
        } catch (IOException unreadable) {
            return null;
        }
    }

    /// Puts the newest good generation in the place of the file, which is kept aside.
    ///
    /// @return whether there was one
    boolean takeNewestGood(InstantSource clock) throws IOException {
        Generation good = newestGoodGeneration();
        if (good == null) return false;
        if (Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS)) {
            Path aside = file.path().resolveSibling(file.path().getFileName() + ".bad-" + TIME.format(clock.instant()));
            Files.move(file.path(), aside, StandardCopyOption.ATOMIC_MOVE);
            LOG.log(System.Logger.Level.WARNING, "took the newest good generation file=" + file.path() + " generation=" + good.path() + " aside=" + aside);
        }
        file.write(good.content());
        return true;
    }

    private @Nullable Generation newestGoodGeneration() throws IOException {
        for (Generation generation : generations.intact()) {
            try {
                parse(generation.path().toString(), generation.content());
                return generation;
            } catch (BadDocument older) {
                LOG.log(System.Logger.Level.DEBUG, "a generation cannot be read reason=\"" + older.getMessage() + "\"");
            }
        }
        return null;
    }

    private T parse(String source, byte[] content) throws BadDocument {
        int schema = json.numberAt("schema", content);
        int newest = Form.newest(form);
        if (schema > newest)
            throw new BadDocument(source, "is of schema " + schema + ", of a later NetTunnel; this one reads schema " + newest + ": update it");
        return json.read(source, content, form);
    }

    /// An editor may have left it open to others.
    private void makePrivate() throws IOException {
        if (!file.path().getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file.path(), LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> own = PosixFilePermissions.fromString("rw-------");
        if (own.containsAll(mode)) return;
        LOG.log(System.Logger.Level.WARNING, "made private, others could read it file=" + file.path() + " mode=" + PosixFilePermissions.toString(mode));
        Files.setPosixFilePermissions(file.path(), own);
    }
}
