package org.nettunnel.cli.site;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// `content.xml` of a p2 site: what can be installed.
final class Content {
    static final String NAME = "content.xml";
    private static final String GROUP = ".feature.group";
    private static final String LABEL = "org.eclipse.equinox.p2.name";
    private final Document document;

    private Content(Document document) {
        this.document = document;
    }

    static Content read(byte[] xml) throws CliFailure {
        return new Content(Xml.read(xml, NAME));
    }

    private List<Element> units() {
        return Xml.at(document.getDocumentElement(), "units", "unit");
    }

    /// Takes out what describes the build and not the site: the Java that it ran with, categories, and when it was.
    void mend() {
        for (Element unit : units()) {
            String id = unit.getAttribute("id");
            boolean isJava = id.startsWith("a.jre.") || id.startsWith("config.a.jre.");
            if (isJava || Xml.property(unit, "org.eclipse.equinox.p2.type.category").equals("true")) Xml.remove(unit);
        }
        for (Element property : Xml.at(document.getDocumentElement(), "properties", "property"))
            if (property.getAttribute("name").equals("p2.timestamp")) Xml.remove(property);
    }

    /// The features that no other feature of the site includes.
    List<SiteIndex.Listed> features() throws CliFailure {
        List<SiteIndex.Listed> features = new ArrayList<>();
        Set<String> included = new HashSet<>();
        for (Element unit : units()) {
            if (!unit.getAttribute("id").endsWith(GROUP)) continue;
            for (Element required : Xml.at(unit, "requires", "required")) included.add(required.getAttribute("name"));
        }
        for (Element unit : units()) {
            String id = unit.getAttribute("id");
            if (!id.endsWith(GROUP) || included.contains(id)) continue;
            String feature = id.substring(0, id.length() - GROUP.length());
            if (!feature.endsWith(".feature"))
                throw new CliFailure(ExitCode.FAILED, "the site has the feature '" + feature + "'; the ids of features of a node end with .feature: call it " + feature + ".feature");
            features.add(new SiteIndex.Listed(feature, unit.getAttribute("version"), label(unit, feature)));
        }
        if (features.isEmpty()) throw new CliFailure(ExitCode.FAILED, "the site has no feature; name one in its category.xml");
        features.sort(Comparator.comparing(SiteIndex.Listed::id).thenComparing(SiteIndex.Listed::version));
        return features;
    }

    private static String label(Element unit, String feature) {
        String label = Xml.property(unit, LABEL);
        if (label.startsWith("%")) label = Xml.property(unit, "df_LT." + label.substring(1));
        return label.isEmpty() ? feature : label;
    }

    byte[] xml() {
        return Xml.write(document);
    }
}
