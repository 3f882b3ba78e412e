package org.nettunnel.system.site;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nettunnel.system.server.OwnServer;

/// The signed list of what a site holds.
public final class SiteIndexes {
    public static final String FILE = "index.jar";
    public static final String ENTRY = "nettunnel-site.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SiteIndexes() {}

    /// Of all files that are there now.
    static String json(Path site, String id, long version, Instant expires, Map<String, String> features) throws IOException {
        ObjectNode index = JSON.createObjectNode();
        index.put("format", 1).put("site", id).put("version", version);
        index.put("created", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()).put("expires", expires.truncatedTo(ChronoUnit.SECONDS).toString());
        ArrayNode files = index.putArray("files");
        for (Path file : files(site))
            files.addObject().put("path", site.relativize(file).toString()).put("sha256", sha256(file)).put("size", Files.size(file));
        ArrayNode listed = index.putArray("features");
        features.forEach((feature, of) -> listed.addObject().put("id", feature).put("version", of).put("label", feature));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(index);
    }

    /// Signs the list into the site.
    static void write(Path site, String json, SigningKey signer) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(Map.of(ENTRY, Jars.bytes(json)));
        Jars.put(entries, Jars.manifest(entries));
        Jars.write(site.resolve(FILE), entries);
        signer.sign(site.resolve(FILE));
    }

    /// Changes a list by hand.
    ///
    /// @param edit of its root
    public static String edit(String json, java.util.function.Consumer<ObjectNode> edit) {
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(json);
            edit.accept(root);
            return root.toString();
        } catch (IOException wrong) {
            throw new IllegalArgumentException("no JSON: " + json, wrong);
        }
    }

    /// The files of a site but its list.
    static List<Path> files(Path site) throws IOException {
        try (Stream<Path> all = Files.walk(site)) {
            return all.filter(Files::isRegularFile).filter(file -> !file.equals(site.resolve(FILE))).sorted().toList();
        }
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(OwnServer.sha256(in));
        }
    }

    /// The site as one file.
    public static Path zip(Path site, Path zip) throws IOException {
        try (OutputStream file = Files.newOutputStream(zip); ZipOutputStream out = new ZipOutputStream(file); Stream<Path> all = Files.walk(site)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(site.relativize(path).toString()));
                Files.copy(path, out);
            }
        }
        return zip;
    }
}
