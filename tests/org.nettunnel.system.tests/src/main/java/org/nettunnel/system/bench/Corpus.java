package org.nettunnel.system.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Bytes to compress that every machine with a JDK has, or can make the same: repeated from their beginning where they are too few.
enum Corpus {
    /// The licences that come with the JDK, each once: English prose.
    TEXT,
    /// What an API answers: objects of the same shape with numbers, names, times and identifiers.
    JSON,
    /// Class files, as they lie in the JDK.
    BINARY,
    /// The class files again, in gzip.
    COMPRESSED;

    static final int BYTES = 4 << 20;
    private static final int SKIPPED = 16 << 20;

    /// Of [#BYTES] bytes; made anew at each call.
    byte[] bytes() {
        try {
            return repeated(switch (this) {
                case TEXT -> licences();
                case JSON -> answers();
                case BINARY -> classes(BYTES);
                case COMPRESSED -> gzip(classes(3 * BYTES));
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException("a JDK whose lib/modules and legal can be read is needed", unreadable);
        }
    }

    /// For people.
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static byte[] repeated(byte[] bytes) {
        byte[] all = Arrays.copyOf(bytes, BYTES);
        for (int at = bytes.length; at < BYTES; at++) all[at] = all[at - bytes.length];
        return all;
    }

    private static Path jdk() {
        return Path.of(System.getProperty("java.home"));
    }

    private static byte[] licences() throws IOException {
        try (Stream<Path> files = Files.walk(jdk().resolve("legal"))) {
            List<Path> texts = files.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file)).sorted().toList();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Path text : texts) all.write(Files.readAllBytes(text));
            return all.toByteArray();
        }
    }

    private static byte[] answers() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> places = List.of("office", "warehouse", "home", "laboratory", "ship", "branch-7");
        List<String> states = List.of("established", "connecting", "waiting", "stopped");
        StringBuilder json = new StringBuilder("{\"tunnels\":[");
        for (int id = 1; json.length() < BYTES; id++)
            json.append(id == 1 ? "" : ",").append("{\"id\":\"").append(Long.toHexString(random.nextLong())).append("\",\"name\":\"")
                    .append(places.get(random.nextInt(places.size()))).append('-').append(id).append("\",\"status\":\"")
                    .append(states.get(random.nextInt(states.size()))).append("\",\"sentBytes\":").append(random.nextLong(1L << 40))
                    .append(",\"receivedBytes\":").append(random.nextLong(1L << 40)).append(",\"roundTripMicros\":").append(random.nextInt(200_000))
                    .append(",\"since\":\"2026-11-").append(10 + random.nextInt(20)).append("T").append(10 + random.nextInt(14)).append(":")
                    .append(10 + random.nextInt(50)).append(":00Z\",\"endpoints\":[],\"compression\":\"adaptive\"}");
        return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] classes(int length) throws IOException {
        try (InputStream modules = Files.newInputStream(jdk().resolve("lib/modules"))) {
            modules.skipNBytes(SKIPPED); // indexes come first
            return modules.readNBytes(length);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
