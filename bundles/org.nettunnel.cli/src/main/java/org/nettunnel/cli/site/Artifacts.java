package org.nettunnel.cli.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// `artifacts.xml` of a p2 site: which files there are, and what p2 expects of their bytes.
final class Artifacts {
    static final String NAME = "artifacts.xml";
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");
    private static final Set<String> OF_BYTES = Set.of("artifact.size", "download.size", "pgp.signatures", "pgp.keys", "p2.timestamp");
    private final Document document;

    /// @param path of its file in the site
    record Artifact(Element element, String path) {
        boolean isJar() {
            return path.endsWith(".jar");
        }
    }

    private Artifacts(Document document) {
        this.document = document;
    }

    static Artifacts read(byte[] xml) throws CliFailure {
        return new Artifacts(Xml.read(xml, NAME));
    }

    List<Artifact> all() throws CliFailure {
        List<Artifact> all = new ArrayList<>();
        for (Element element : Xml.at(document.getDocumentElement(), "artifacts", "artifact")) all.add(new Artifact(element, path(element)));
        return all;
    }

    private static String path(Element artifact) throws CliFailure {
        String name = artifact.getAttribute("id") + "_" + artifact.getAttribute("version");
        if (!PART.matcher(name).matches()) throw new CliFailure(ExitCode.FAILED, NAME + " has an artifact with the strange name '" + name + "'");
        if (!Xml.children(artifact, "processing").isEmpty() || !Xml.property(artifact, "format").isEmpty())
            throw new CliFailure(ExitCode.FAILED, NAME + " has " + name + " in a packed form; build the site without it, only plain jars are signed");
        return switch (artifact.getAttribute("classifier")) {
            case "osgi.bundle" -> "plugins/" + name + ".jar";
            case "org.eclipse.update.feature" -> "features/" + name + ".jar";
            case "binary" -> "binary/" + name;
            case String other -> throw new CliFailure(ExitCode.FAILED, NAME + " has " + name + " of the unknown kind '" + other + "'");
        };
    }

    /// Says of each file what it is now, and nothing of what it was.
    void mend(Path site) throws IOException, CliFailure {
        for (Artifact artifact : all()) {
            Path file = site.resolve(artifact.path());
            for (Element property : Xml.at(artifact.element(), "properties", "property")) if (isOfBytes(property)) Xml.remove(property);
            Element properties = Xml.children(artifact.element(), "properties").stream().findFirst().orElseGet(() -> properties(artifact.element()));
            String size = String.valueOf(Files.size(file));
            add(properties, "artifact.size", size);
            add(properties, "download.size", size);
            add(properties, "download.checksum.sha-256", Folders.sha256(file));
        }
        for (Element property : Xml.at(document.getDocumentElement(), "properties", "property")) if (isOfBytes(property)) Xml.remove(property);
    }

    private static boolean isOfBytes(Element property) {
        String name = property.getAttribute("name");
        return OF_BYTES.contains(name) || name.startsWith("download.checksum.") || name.equals("download.md5");
    }

    private Element properties(Element artifact) {
        Element properties = document.createElement("properties");
        artifact.appendChild(properties);
        return properties;
    }

    private void add(Element properties, String name, String value) {
        Element property = document.createElement("property");
        property.setAttribute("name", name);
        property.setAttribute("value", value);
        properties.appendChild(property);
        Xml.count(properties, "property");
    }

    byte[] xml() {
        return Xml.write(document);
    }
}
