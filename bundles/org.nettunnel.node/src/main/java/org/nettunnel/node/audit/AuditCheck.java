package org.nettunnel.node.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Audit.Entry;
import org.nettunnel.api.node.Audit.Verdict;
import org.nettunnel.node.json.BadDocument;

/// Reads an audit log from its first line to its last and follows its chain.
///
/// It needs no node: the files of one that is stopped will do.
final class AuditCheck {
    /// Where the log notes its newest entry beside the files, to find out when they were cut off.
    static final String HEAD_FILE = "head";
    private static final int MOST_PROBLEMS = 20;

    private final List<String> problems = new ArrayList<>();
    private final @Nullable String expected;
    private boolean found;
    private @Nullable String previous;
    private long entries;
    private long first;
    private long last;

    private AuditCheck(@Nullable String expected) {
        this.expected = expected;
    }

    /// @param expected hash of an entry that must be there; null for none
    static Verdict of(Path directory, @Nullable String expected) throws IOException {
        var check = new AuditCheck(expected);
        for (AuditFile file : AuditFile.in(directory)) check.file(file);
        check.end(directory);
        String head = check.previous;
        return new Verdict(check.problems.isEmpty(), check.entries, check.first, check.last, head == null ? Line.NO_HASH : head,
                List.copyOf(check.problems));
    }

    private void file(AuditFile file) throws IOException {
        String name = file.path().getFileName().toString();
        AuditFile.Content content = file.read();
        String before = previous;
        String said = content.previous();
        if (said == null) problem(name + " line 1: it does not say where the chain goes on; the file was changed");
        else if (before == null) previous = said;
        else if (!before.equals(said)) problem(name + " line 1: it does not go on where the file before it ends; entries or a file are missing, or were changed");
        if (last != 0 && file.first() != last + 1) problem(name + ": it begins with entry " + file.first() + ", but entry " + (last + 1) + " should come next");
        for (int i = 0; i < content.lines().size(); i++) line(name + " line " + (i + 2), content.lines().get(i));
        if (content.torn() > 0) problem(name + ": its last line is not complete (" + content.torn() + " bytes); the node was killed while it wrote, and mends it at its next start");
    }

    private void line(String place, String text) {
        Line line = Line.parse(text);
        if (line == null) {
            problem(place + ": it is no entry; the line was changed");
            return;
        }
        String before = previous;
        if (before != null && !line.follows(before)) problem(place + ": it does not follow the entry before it; it was changed, or entries were removed or put in another order");
        previous = line.hash();
        if (line.hash().equals(expected)) found = true;
        try {
            Entry entry = line.entry();
            if (last != 0 && entry.seq() != last + 1) problem(place + ": it is entry " + entry.seq() + ", but entry " + (last + 1) + " should come next");
            if (first == 0) first = entry.seq();
            last = entry.seq();
            entries++;
        } catch (BadDocument wrong) {
            problem(place + ": it is no entry: " + wrong.getMessage());
        }
    }

    private void end(Path directory) throws IOException {
        long noted = Head.read(directory);
        if (noted > last) problem("the log ends with entry " + last + ", but entry " + noted + " had been written; the end was cut off");
        if (expected != null && !found && !Line.NO_HASH.equals(expected))
            problem("there is no entry with the hash " + expected + "; it was changed or cut off, or it went with its file when it was its turn");
    }

    private void problem(String sentence) {
        if (problems.size() < MOST_PROBLEMS) problems.add(sentence);
        else if (problems.size() == MOST_PROBLEMS) problems.add("and more");
    }

    /// The number of the newest entry, noted beside the files.
    static final class Head {
        private Head() {}

        /// 0 when it says nothing.
        static long read(Path directory) throws IOException {
            Path file = directory.resolve(HEAD_FILE);
            if (!Files.isRegularFile(file) || Files.size(file) > 64) return 0;
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
        }
    }
}
