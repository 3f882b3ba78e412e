package org.nettunnel.system.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A site that was built, with all of ours in it in another version, and signed by another: the next release, without anything new in it.
public final class RenewedSite {
    private static final Pattern FILE = Pattern.compile("(.+)_(\\d+\\.\\d+\\.\\d+[^_]*)\\.jar");
    private static final Pattern FEATURE = Pattern.compile("<unit [^>]*\\bid=['\"]([^'\"]+)\\.feature\\.group['\"][^>]*\\bversion=['\"]([^'\"]+)['\"]");
    private final Path site;
    private final String from;
    private final String to;
    private final SigningKey signer;
    private String hollow = "";

    /// @param site folder with `plugins`, `features`, `content.jar`
    /// @param from version, wherever it stands
    public RenewedSite(Path site, String from, String to, SigningKey signer) {
        this.site = site;
        this.from = from;
        this.to = to;
        this.signer = signer;
    }

    /// One of its bundles has no classes: all fits, and nothing of it starts.
    public RenewedSite hollow(String bundle) {
        hollow = bundle;
        return this;
    }

    /// Version of a bundle in a site or product.
    public static String version(Path plugins, String bundle) throws IOException {
        return BundleJar.find(plugins, bundle).version();
    }

    /// @param id of the site
    public Path write(Path target, String id, long indexVersion) throws IOException {
        List<Metadata.Artifact> artifacts = new ArrayList<>();
        for (String folder : List.of("plugins", "features")) {
            Files.createDirectories(target.resolve(folder));
            try (Stream<Path> jars = Files.list(site.resolve(folder))) {
                for (Path jar : jars.sorted().toList()) artifacts.add(renew(jar, target.resolve(folder), folder.equals("plugins")));
            }
        }
        String content = text(Jars.read(site.resolve("content.jar")).get("content.xml")).replace(from, to);
        Jars.write(target.resolve("content.jar"), Map.of("content.xml", Jars.bytes(content)));
        Jars.write(target.resolve("artifacts.jar"), Map.of("artifacts.xml", Jars.bytes(Metadata.artifacts(id, artifacts))));
        SiteIndexes.write(target, SiteIndexes.json(target, id, indexVersion, Instant.now().plus(Duration.ofDays(30)), features(content)), signer);
        return target;
    }

    /// Those that no other feature of the site includes, as `site sign` lists them.
    private static Map<String, String> features(String content) {
        Map<String, String> features = new LinkedHashMap<>();
        for (Matcher unit = FEATURE.matcher(content); unit.find();) features.put(unit.group(1), unit.group(2));
        features.keySet().removeIf(id -> content.matches("(?s).*<required [^>]*name=['\"]" + Pattern.quote(id + ".feature.group") + "['\"].*"));
        return features;
    }

    private Metadata.Artifact renew(Path jar, Path folder, boolean isBundle) throws IOException {
        Map<String, byte[]> entries = Jars.read(jar);
        Jars.unsign(entries);
        if (!hollow.isEmpty() && jar.getFileName().toString().startsWith(hollow + "_")) entries.keySet().removeIf(name -> name.endsWith(".class"));
        for (String name : List.of(JarFile.MANIFEST_NAME, "feature.xml"))
            entries.computeIfPresent(name, (_, bytes) -> Jars.bytes(text(bytes).replace(from, to)));
        Path renewed = folder.resolve(jar.getFileName().toString().replace(from, to));
        Jars.write(renewed, entries);
        signer.sign(renewed);
        Matcher name = FILE.matcher(renewed.getFileName().toString());
        if (!name.matches()) throw new IOException(renewed + " has no version in its name");
        return new Metadata.Artifact(isBundle ? "osgi.bundle" : "org.eclipse.update.feature", name.group(1), name.group(2), Files.size(renewed),
                SiteIndexes.sha256(renewed));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
