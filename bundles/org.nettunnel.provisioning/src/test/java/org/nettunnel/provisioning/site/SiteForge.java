package org.nettunnel.provisioning.site;

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
import java.util.function.UnaryOperator;

import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.provisioning.trust.Jars;
import org.nettunnel.provisioning.trust.Signers;

/// Makes an update site with one feature of one bundle, right unless it is told otherwise.
public final class SiteForge {
    public static final String FEATURE = "org.example.cipher";
    private final Path folder;
    public String version = "1.0.0";
    public long number = 1;
    public Instant expires = Instant.now().plus(Duration.ofDays(30));
    public String site = FEATURE;
    public UnaryOperator<String> content = UnaryOperator.identity();
    public UnaryOperator<String> artifacts = UnaryOperator.identity();
    public UnaryOperator<String> index = UnaryOperator.identity();
    public Map<String, String> headers = new LinkedHashMap<>();
    public Signers signer = Signers.GOOD;

    public SiteForge(Path folder) {
        this.folder = folder;
    }

    public Path plugin() {
        return folder.resolve("plugins/" + FEATURE + "_" + version + ".jar");
    }

    public Path make() throws IOException {
        if (Files.exists(folder)) try (var old = Files.walk(folder)) {
            for (Path path : old.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
        }
        Map<String, String> manifest = new LinkedHashMap<>(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", FEATURE, "Bundle-Version", version));
        manifest.putAll(headers);
        signer.sign(Jars.write(plugin(), manifest, Map.of("org/example/cipher/A.class", version)));
        signer.sign(Jars.write(folder.resolve("features/" + FEATURE + ".feature_" + version + ".jar"), Map.of(), Map.of("feature.xml", "<feature/>")));
        Jars.zip(folder.resolve("content.jar"), Map.of("content.xml", bytes(content.apply(content()))));
        Jars.zip(folder.resolve("artifacts.jar"), Map.of("artifacts.xml", bytes(artifacts.apply(artifacts()))));
        seal();
        return folder;
    }

    /// Lists and signs what is there now.
    public void seal() throws IOException {
        Files.deleteIfExists(folder.resolve("index.jar"));
        List<String> files = new ArrayList<>();
        try (var all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList())
                files.add("{\"path\":\"" + folder.relativize(file) + "\",\"sha256\":\"" + Fingerprint.of(Files.readAllBytes(file)).text().replace(":", "") + "\",\"size\":" + Files.size(file) + "}");
        }
        String json = "{\"format\":1,\"site\":\"" + site + "\",\"version\":" + number + ",\"created\":\"" + Instant.now() + "\",\"expires\":\"" + expires
                + "\",\"files\":[" + String.join(",", files) + "],\"features\":[{\"id\":\"" + FEATURE + ".feature\",\"version\":\"" + version + "\",\"label\":\"Example\"}]}";
        signer.sign(Jars.write(folder.resolve("index.jar"), Map.of(), Map.of("nettunnel-site.json", index.apply(json))));
    }

    private String content() {
        String group = FEATURE + ".feature.feature.group";
        String jar = FEATURE + ".feature.feature.jar";
        return "<?xml version='1.0' encoding='UTF-8'?><?metadataRepository version='1.2.0'?><repository name='x' type='org.eclipse.equinox.internal.p2.metadata.repository.LocalMetadataRepository' version='1'>"
                + "<properties size='1'><property name='p2.timestamp' value='1'/></properties><units size='3'>"
                + "<unit id='" + group + "' version='" + version + "' singleton='false'><update id='" + group + "' range='[0.0.0," + version + ")' severity='0'/>"
                + "<provides size='1'>" + provided("org.eclipse.equinox.p2.iu", group) + "</provides>"
                + "<requires size='2'><required namespace='org.eclipse.equinox.p2.iu' name='" + FEATURE + "' range='[" + version + "," + version + "]'/>"
                + "<required namespace='org.eclipse.equinox.p2.iu' name='" + jar + "' range='[" + version + "," + version + "]'><filter>(org.eclipse.update.install.features=true)</filter></required></requires></unit>"
                + "<unit id='" + jar + "' version='" + version + "'><provides size='2'>" + provided("org.eclipse.equinox.p2.iu", jar) + provided("org.eclipse.update.feature", FEATURE + ".feature") + "</provides>"
                + "<artifacts size='1'><artifact classifier='org.eclipse.update.feature' id='" + FEATURE + ".feature' version='" + version + "'/></artifacts>"
                + "<touchpoint id='org.eclipse.equinox.p2.osgi' version='1.0.0'/><touchpointData size='1'><instructions size='1'><instruction key='zipped'> true </instruction></instructions></touchpointData></unit>"
                + "<unit id='" + FEATURE + "' version='" + version + "' generation='2'><provides size='3'>" + provided("org.eclipse.equinox.p2.iu", FEATURE) + provided("osgi.bundle", FEATURE) + provided("osgi.identity", FEATURE) + "</provides>"
                + "<artifacts size='1'><artifact classifier='osgi.bundle' id='" + FEATURE + "' version='" + version + "'/></artifacts>"
                + "<touchpoint id='org.eclipse.equinox.p2.osgi' version='1.0.0'/><touchpointData size='1'><instructions size='1'><instruction key='manifest'>"
                + "Bundle-SymbolicName: " + FEATURE + "&#xA;Bundle-Version: " + version + "</instruction></instructions></touchpointData></unit></units></repository>";
    }

    private String provided(String namespace, String name) {
        return "<provided namespace='" + namespace + "' name='" + name + "' version='" + version + "'/>";
    }

    private String artifacts() {
        return "<?xml version='1.0' encoding='UTF-8'?><?artifactRepository version='1.1.0'?><repository name='x' type='org.eclipse.equinox.p2.artifact.repository.simpleRepository' version='1'>"
                + "<properties size='1'><property name='p2.timestamp' value='1'/></properties><mappings size='2'>"
                + "<rule filter='(&amp; (classifier=osgi.bundle))' output='${repoUrl}/plugins/${id}_${version}.jar'/>"
                + "<rule filter='(&amp; (classifier=org.eclipse.update.feature))' output='${repoUrl}/features/${id}_${version}.jar'/></mappings><artifacts size='2'>"
                + "<artifact classifier='osgi.bundle' id='" + FEATURE + "' version='" + version + "'><properties size='1'><property name='download.size' value='1'/></properties></artifact>"
                + "<artifact classifier='org.eclipse.update.feature' id='" + FEATURE + ".feature' version='" + version + "'/></artifacts></repository>";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
