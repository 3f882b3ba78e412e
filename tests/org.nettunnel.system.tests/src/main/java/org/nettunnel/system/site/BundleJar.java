package org.nettunnel.system.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An unsigned bundle in the making.
///
/// @param entries the jar's
public record BundleJar(String name, String version, Map<String, byte[]> entries) {
    private static final Pattern NAME = Pattern.compile("^[^;\\s]+");

    /// Made of headers and files.
    ///
    /// @param headers besides name and version
    public static BundleJar of(String name, String version, Map<String, String> headers, Map<String, byte[]> files) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        headers.forEach(main::putValue);
        Map<String, byte[]> entries = new LinkedHashMap<>(files);
        Jars.put(entries, manifest);
        return new BundleJar(name, version, entries);
    }

    /// One that is there already, without its signatures.
    public static BundleJar read(Path jar) throws IOException {
        Map<String, byte[]> entries = Jars.read(jar);
        Jars.unsign(entries);
        Attributes main = Jars.manifest(entries).getMainAttributes();
        Matcher name = NAME.matcher(main.getValue("Bundle-SymbolicName"));
        if (!name.find()) throw new IOException(jar + " is no bundle");
        return new BundleJar(name.group(), main.getValue("Bundle-Version"), entries);
    }

    /// The newest of a name in a folder.
    public static BundleJar find(Path folder, String name) throws IOException {
        try (var all = Files.list(folder)) {
            Path newest = all.filter(jar -> jar.getFileName().toString().startsWith(name + "_")).sorted().reduce((_, last) -> last)
                    .orElseThrow(() -> new IOException("there is no bundle " + name + " in " + folder));
            return read(newest);
        }
    }

    /// The same with another version.
    public BundleJar withVersion(String other) throws IOException {
        return withHeader("Bundle-Version", other, other);
    }

    public BundleJar withHeader(String header, String value) throws IOException {
        return withHeader(header, value, version);
    }

    private BundleJar withHeader(String header, String value, String newVersion) throws IOException {
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        Manifest manifest = Jars.manifest(changed);
        manifest.getMainAttributes().putValue(header, value);
        Jars.put(changed, manifest);
        return new BundleJar(name, newVersion, changed);
    }

    /// The path in a site.
    public String path() {
        return "plugins/" + name + "_" + version + ".jar";
    }
}
