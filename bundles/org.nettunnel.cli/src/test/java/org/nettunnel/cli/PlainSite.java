package org.nettunnel.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A p2 site as a build leaves it, with two small jars; tests spoil it.
final class PlainSite {
    static final String FEATURE = "features/com.example.feature_1.0.0.jar";
    static final String BUNDLE = "plugins/com.example_1.0.0.jar";
    private static final String MANIFEST = "Manifest-Version: 1.0\r\nBundle-SymbolicName: com.example\r\nBundle-Version: 1.0.0\r\n\r\n";
    final Path folder;
    final List<String> artifacts = new ArrayList<>(List.of(
            artifact("org.eclipse.update.feature", "com.example.feature", "<property name='download.md5' value='00'/><property name='pgp.signatures' value='x'/>"),
            artifact("osgi.bundle", "com.example", "<property name='artifact.size' value='1'/><property name='download.checksum.sha-512' value='00'/>")));
    final List<String> units = new ArrayList<>(List.of(
            "<unit id='com.example.feature.feature.group' version='1.0.0'><properties size='1'><property name='org.eclipse.equinox.p2.name' value='Example &amp; Co'/>"
                    + "</properties><requires size='1'><required namespace='org.eclipse.equinox.p2.iu' name='com.example' range='[1.0.0,1.0.0]'/></requires></unit>",
            "<unit id='com.example' version='1.0.0'/>",
            "<unit id='a.jre.javase' version='25.0.0'><touchpoint id='org.eclipse.equinox.p2.native' version='1.0.0'/></unit>",
            "<unit id='1.Default' version='1.0.0'><properties size='1'><property name='org.eclipse.equinox.p2.type.category' value='true'/></properties></unit>"));
    String doctype = "";

    PlainSite(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("plugins"));
        Files.createDirectories(folder.resolve("features"));
        jar(FEATURE, Map.of("feature.xml", "<feature/>"));
        var bundle = new LinkedHashMap<String, String>();
        bundle.put("META-INF/MANIFEST.MF", MANIFEST + "Name: a.txt\r\nSHA1-Digest: AAAA\r\n\r\nName: b.txt\r\nSHA1-Digest: AAAA\r\nKept: yes\r\n\r\n");
        bundle.put("META-INF/OLD.SF", "Signature-Version: 1.0\r\n\r\n");
        bundle.put("META-INF/OLD.RSA", "someone else");
        bundle.put("a.txt", "a");
        bundle.put("b.txt", "b".repeat(1000));
        jar(BUNDLE, bundle);
        Files.writeString(folder.resolve("content.xml.xz"), "a twin that nobody signed");
    }

    static String artifact(String classifier, String id, String properties) {
        return "<artifact classifier='" + classifier + "' id='" + id + "' version='1.0.0'><properties size='9'>" + properties + "</properties></artifact>";
    }

    void jar(String path, Map<String, String> entries) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(folder.resolve(path)))) {
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /// @return the folder of the site
    String write() throws IOException {
        jar("artifacts.jar", Map.of("artifacts.xml", "<?xml version='1.0'?>" + doctype + "<?artifactRepository version='1.1.0'?><repository><properties size='1'>"
                + "<property name='p2.timestamp' value='1'/></properties><artifacts size='2'>" + String.join("", artifacts) + "</artifacts></repository>"));
        jar("content.jar", Map.of("content.xml", "<?xml version='1.0'?><?metadataRepository version='1.2.0'?><repository><units size='" + units.size() + "'>"
                + String.join("\n  ", units) + "</units></repository>"));
        return folder.toString();
    }
}
