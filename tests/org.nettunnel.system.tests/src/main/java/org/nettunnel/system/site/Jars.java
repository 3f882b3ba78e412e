package org.nettunnel.system.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Archives entry by entry, with no care for what is in them.
public final class Jars {
    private Jars() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// All entries but folders, in their order.
    public static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
                ZipEntry entry = all.nextElement();
                if (entry.isDirectory()) continue;
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    /// Writes the archive anew; the manifest first, as readers of jars in streams need it.
    public static void write(Path jar, Map<String, byte[]> entries) throws IOException {
        Map<String, byte[]> sorted = new LinkedHashMap<>();
        byte[] manifest = entries.get(JarFile.MANIFEST_NAME);
        if (manifest != null) sorted.put(JarFile.MANIFEST_NAME, manifest);
        sorted.putAll(entries);
        try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : sorted.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }

    /// Changes an archive in its place.
    public static void edit(Path jar, Edit edit) throws IOException {
        Map<String, byte[]> entries = read(jar);
        edit.apply(entries);
        write(jar, entries);
    }

    /// Takes the signatures off, and what they left in the manifest.
    public static void unsign(Map<String, byte[]> entries) throws IOException {
        entries.keySet().removeIf(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"));
        Manifest manifest = manifest(entries);
        manifest.getEntries().clear();
        put(entries, manifest);
    }

    public static Manifest manifest(Map<String, byte[]> entries) throws IOException {
        byte[] bytes = entries.get(JarFile.MANIFEST_NAME);
        return bytes == null ? new Manifest() : new Manifest(new java.io.ByteArrayInputStream(bytes));
    }

    public static void put(Map<String, byte[]> entries, Manifest manifest) throws IOException {
        manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        manifest.write(out);
        entries.put(JarFile.MANIFEST_NAME, out.toByteArray());
    }

    /// What is done to the entries.
    public interface Edit {
        void apply(Map<String, byte[]> entries) throws IOException;
    }
}
