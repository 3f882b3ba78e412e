package org.nettunnel.system.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A signed update site in the making, of one feature; what is not said otherwise is good.
///
/// A change at one step leaves the steps after it in order: who changes a jar before the index is made has it listed as it then is.
public final class SiteDraft {
    /// In a site, what people call its id.
    private final String id;
    private final String version;
    private final List<BundleJar> bundles;
    private final SigningKey signer;
    private SigningKey indexSigner;
    private long indexVersion = 1;
    private Instant expires = Instant.now().plus(Duration.ofDays(30));
    private UnaryOperator<String> content = xml -> xml;
    private @Nullable FolderEdit instead;
    private FolderEdit beforeIndex = _ -> {};
    private UnaryOperator<String> index = json -> json;
    private FolderEdit afterIndex = _ -> {};

    /// @param id      of the site and, with `.feature`, of its feature
    /// @param version of the feature
    public SiteDraft(String id, String version, List<BundleJar> bundles, SigningKey signer) {
        this.id = id;
        this.version = version;
        this.bundles = List.copyOf(bundles);
        this.signer = signer;
        indexSigner = signer;
    }

    /// Done to the folder of the site.
    public interface FolderEdit {
        void apply(Path site) throws IOException;
    }

    public SiteDraft indexVersion(long newVersion) {
        indexVersion = newVersion;
        return this;
    }

    public SiteDraft expires(Instant instant) {
        expires = instant;
        return this;
    }

    /// The index by another.
    public SiteDraft indexSigner(SigningKey other) {
        indexSigner = other;
        return this;
    }

    /// Changes `content.xml`.
    public SiteDraft content(UnaryOperator<String> edit) {
        content = edit;
        return this;
    }

    /// Instead of signing the jars of bundles and features.
    public SiteDraft insteadOfSigning(FolderEdit edit) {
        instead = edit;
        return this;
    }

    /// Jars are signed; what is done now is listed in the index.
    public SiteDraft beforeIndex(FolderEdit edit) {
        beforeIndex = edit;
        return this;
    }

    /// Changes the JSON of the index before it is signed.
    public SiteDraft index(UnaryOperator<String> edit) {
        index = edit;
        return this;
    }

    /// All is signed; what is done now is nowhere told of.
    public SiteDraft afterIndex(FolderEdit edit) {
        afterIndex = edit;
        return this;
    }

    /// Makes the site.
    ///
    /// @param site folder; made anew
    public Path write(Path site) throws IOException {
        empty(site);
        Files.createDirectories(site.resolve("plugins"));
        Files.createDirectories(site.resolve("features"));
        for (BundleJar bundle : bundles) Jars.write(site.resolve(bundle.path()), bundle.entries());
        Map<String, byte[]> feature = new LinkedHashMap<>(Map.of("feature.xml", Jars.bytes(Metadata.feature(featureId(), version, bundles))));
        Jars.put(feature, Jars.manifest(feature));
        Jars.write(site.resolve(featurePath()), feature);
        if (instead != null) instead.apply(site);
        else for (Path jar : jars(site)) signer.sign(jar);
        beforeIndex.apply(site);
        Jars.write(site.resolve("content.jar"), Map.of("content.xml", Jars.bytes(content.apply(Metadata.content(featureId(), version, bundles)))));
        Jars.write(site.resolve("artifacts.jar"), Map.of("artifacts.xml", Jars.bytes(Metadata.artifacts(featureId(), artifacts(site)))));
        SiteIndexes.write(site, index.apply(SiteIndexes.json(site, id, indexVersion, expires, Map.of(featureId(), version))), indexSigner);
        afterIndex.apply(site);
        return site;
    }

    private String featureId() {
        return id + ".feature";
    }

    /// The feature's jar in the site.
    public String featurePath() {
        return "features/" + featureId() + "_" + version + ".jar";
    }

    private List<Metadata.Artifact> artifacts(Path site) throws IOException {
        List<Metadata.Artifact> all = new ArrayList<>();
        all.add(artifact(site, "org.eclipse.update.feature", featureId(), version, featurePath()));
        for (BundleJar bundle : bundles) all.add(artifact(site, "osgi.bundle", bundle.name(), bundle.version(), bundle.path()));
        return all;
    }

    private static Metadata.Artifact artifact(Path site, String classifier, String id, String version, String path) throws IOException {
        Path file = site.resolve(path);
        return new Metadata.Artifact(classifier, id, version, Files.size(file), SiteIndexes.sha256(file));
    }

    /// The jars that are to be signed.
    public static List<Path> jars(Path site) throws IOException {
        try (Stream<Path> all = Files.walk(site)) {
            return all.filter(file -> file.toString().endsWith(".jar") && !file.getParent().equals(site)).sorted().toList();
        }
    }

    private static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
