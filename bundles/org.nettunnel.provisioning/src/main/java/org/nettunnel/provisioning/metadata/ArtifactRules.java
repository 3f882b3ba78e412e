package org.nettunnel.provisioning.metadata;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.nettunnel.provisioning.metadata.XmlTree.Element;
import org.nettunnel.provisioning.trust.SiteRefused;

/// What `artifacts.xml` may say: where the listed files are, and nothing that would be done to them.
final class ArtifactRules {
    private static final Set<String> OUTPUTS = Set.of("${repoUrl}/plugins/${id}_${version}.jar", "${repoUrl}/features/${id}_${version}.jar",
            "${repoUrl}/binary/${id}_${version}");
    private static final Map<String, String> FOLDERS = Map.of("osgi.bundle", "plugins/%s_%s.jar", "org.eclipse.update.feature", "features/%s_%s.jar", "binary", "binary/%s_%s");
    /// Sizes, digests and where it came from; no `artifact.reference`, which leads elsewhere.
    private static final Pattern PROPERTY = Pattern.compile("(artifact|download)\\.size|download\\.(md5|contentType)|(artifact|download)\\.checksum\\.[a-z0-9-]+|maven-[A-Za-z-]+");
    private static final Set<String> OF_REPOSITORY = Set.of("p2.timestamp", "p2.compressed", "publishPackFilesAsSiblings");

    private ArtifactRules() {}

    /// The artifacts, as `classifier id version`.
    ///
    /// @param files that the site's index lists
    static Set<String> check(Element repository, Set<String> files) throws SiteRefused {
        UnitRules.onlyChildren(repository, Set.of("properties", "mappings", "artifacts"), "artifacts.xml");
        for (Element property : repository.within("properties"))
            if (!OF_REPOSITORY.contains(property.attribute("name"))) throw new SiteRefused("artifacts.xml of the site has the property '" + property.attribute("name") + "', which is not allowed");
        for (Element rule : repository.within("mappings"))
            if (!OUTPUTS.contains(rule.attribute("output"))) throw new SiteRefused("artifacts.xml of the site looks for files at '" + rule.attribute("output") + "', which is not allowed");
        Set<String> artifacts = new HashSet<>();
        for (Element artifact : repository.within("artifacts")) artifacts.add(artifact(artifact, files));
        return artifacts;
    }

    private static String artifact(Element artifact, Set<String> files) throws SiteRefused {
        String id = artifact.attribute("id");
        String version = artifact.attribute("version");
        UnitRules.onlyChildren(artifact, Set.of("properties"), id + " in artifacts.xml");
        for (Element property : artifact.within("properties"))
            if (!PROPERTY.matcher(property.attribute("name")).matches())
                throw new SiteRefused("artifacts.xml of the site has the property '" + property.attribute("name") + "' at " + id + ", which is not allowed");
        @Nullable String path = FOLDERS.get(artifact.attribute("classifier"));
        if (path == null || !files.contains(String.format(path, id, version)))
            throw new SiteRefused("artifacts.xml of the site names " + artifact.attribute("classifier") + " " + id + " " + version + ", which the site's signed index does not list");
        return artifact.attribute("classifier") + " " + id + " " + version;
    }
}
