package org.nettunnel.node.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// One file of the audit log: `audit-FIRST.jsonl`, whose first line says where the chain went on from, and then a line for each entry.
///
/// @param first number of its first entry, as its name says
record AuditFile(Path path, long first) {
    private static final Pattern NAME = Pattern.compile("audit-(\\d{16})\\.jsonl");
    private static final Pattern HEAD = Pattern.compile("\\{\"audit\":1,\"first\":(\\d{1,16}),\"previous\":\"([0-9a-f]{64})\"\\}");
    private static final int MOST_BYTES = 64 << 20;

    /// What is in a file.
    ///
    /// @param previous hash before its first entry; null when its first line does not say so
    /// @param lines    all that follow, without their ends
    /// @param torn     bytes behind the last end of line
    record Content(@Nullable String previous, List<String> lines, int torn, long length) {}

    static Path path(Path directory, long first) {
        return directory.resolve("audit-%016d.jsonl".formatted(first));
    }

    static byte[] head(long first, String previous) {
        return ("{\"audit\":1,\"first\":" + first + ",\"previous\":\"" + previous + "\"}\n").getBytes(StandardCharsets.US_ASCII);
    }

    /// In the order of their entries.
    static List<AuditFile> in(Path directory) throws IOException {
        List<AuditFile> files = new ArrayList<>();
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) return files;
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory, "audit-*.jsonl")) {
            for (Path path : paths) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches() && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) files.add(new AuditFile(path, Long.parseLong(name.group(1))));
            }
        }
        files.sort((a, b) -> Long.compare(a.first(), b.first()));
        return files;
    }

    Content read() throws IOException {
        if (Files.size(path) > MOST_BYTES) throw new IOException(path + " has " + Files.size(path) + " bytes; at most " + MOST_BYTES + " are read");
        byte[] bytes = Files.readAllBytes(path);
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            lines.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
            start = i + 1;
        }
        String previous = null;
        if (!lines.isEmpty()) {
            Matcher head = HEAD.matcher(lines.getFirst());
            if (head.matches()) {
                lines.removeFirst();
                if (Long.parseLong(head.group(1)) == first) previous = head.group(2);
            }
        }
        return new Content(previous, lines, bytes.length - start, bytes.length);
    }
}
