package org.nettunnel.provisioning.metadata;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.nettunnel.provisioning.metadata.XmlTree.Element;
import org.nettunnel.provisioning.trust.SiteRefused;

/// What one unit of `content.xml` may be: a bundle, a feature, or a category, that does nothing but be there.
final class UnitRules {
    private static final Set<String> CHILDREN = Set.of("update", "properties", "provides", "requires", "filter", "artifacts", "touchpoint", "touchpointData",
            "licenses", "copyright");
    private static final String IU = "org.eclipse.equinox.p2.iu";
    private static final String BUNDLE = "osgi.bundle";
    private static final String FEATURE = "org.eclipse.update.feature";
    /// What a unit may say of itself; a fragment of another is none of it.
    private static final Set<String> NAMES_ITSELF = Set.of(IU, BUNDLE, "osgi.identity", FEATURE);
    private static final Pattern ACTION = Pattern.compile("(un)?installBundle\\(bundle:\\$\\{artifact\\}\\);?");
    private static final Pattern MANIFEST_LINE = Pattern.compile("(Bundle-(SymbolicName|Version|ManifestVersion|RequiredExecutionEnvironment)|Manifest-Version): [^\\r\\n]*");

    private final Element unit;
    private final String id;
    private final Core core;
    private final Set<String> artifacts;

    /// @param artifacts as [ArtifactRules] has them
    UnitRules(Element unit, Core core, Set<String> artifacts) {
        this.unit = unit;
        this.id = unit.attribute("id");
        this.core = core;
        this.artifacts = artifacts;
    }

    static void onlyChildren(Element element, Set<String> allowed, String where) throws SiteRefused {
        for (Element child : element.children())
            if (!allowed.contains(child.name())) throw new SiteRefused(where + " of the site has '" + child.name() + "', which is not allowed");
    }

    /// The bundle that it stands for, if it stands for one.
    Optional<BundleName> check() throws SiteRefused {
        if (!unit.name().equals("unit") || id.isEmpty()) throw refused("is no unit");
        onlyChildren(unit, CHILDREN, id + " in content.xml");
        if (isJava()) return Optional.empty();
        if (core.units().contains(id)) throw refused("has the id of something that belongs to the node itself, which a site for features may not bring");
        for (Element update : unit.children("update"))
            if (!update.attribute("id").equals(id) || !update.attribute("match").isEmpty()) throw refused("says that it replaces '" + update.attribute("id") + "'");
        for (Element provided : unit.within("provides")) checkProvided(provided);
        for (Element required : unit.within("requires"))
            if (!required.attribute("match").isEmpty() && !required.name().equals("requiredProperties")) throw refused("asks for something by an expression");
        checkTouchpoint();
        return bundle();
    }

    /// What a build knows of the Java that it built for; the node has its own, and a plan that brings this one is refused.
    private boolean isJava() {
        return id.equals("a.jre.javase") && unit.within("artifacts").isEmpty() && unit.within("touchpointData").isEmpty();
    }

    private void checkProvided(Element provided) throws SiteRefused {
        String namespace = provided.attribute("namespace");
        String name = provided.attribute("name");
        if (namespace.equals("osgi.fragment")) throw refused("is a fragment of '" + name + "', which runs inside another bundle");
        boolean isOwn = name.equals(id) || id.equals(name + ".feature.jar");
        if (NAMES_ITSELF.contains(namespace) && !isOwn) throw refused("says that it is '" + name + "'");
        if (namespace.startsWith("org.eclipse.equinox.p2") && !namespace.equals(IU) && !namespace.equals("org.eclipse.equinox.p2.eclipse.type") && !namespace.equals("org.eclipse.equinox.p2.localization"))
            throw refused("offers '" + namespace + "', which only p2 itself does");
        if (namespace.equals("java.package") && BundleRules.belongsToOthers(name, id, core)) throw refused("offers the package '" + name + "', which is not its own");
    }

    private void checkTouchpoint() throws SiteRefused {
        for (Element touchpoint : unit.children("touchpoint"))
            if (!Set.of("null", "org.eclipse.equinox.p2.osgi").contains(touchpoint.attribute("id")))
                throw refused("is of the kind '" + touchpoint.attribute("id") + "', which could do more than install bundles");
        for (Element instruction : unit.within("touchpointData").stream().flatMap(each -> each.children().stream()).toList()) {
            String key = instruction.attribute("key");
            String text = instruction.text().toString().strip();
            boolean isHarmless = instruction.attribute("import").isEmpty() && switch (key) {
                case "manifest" -> text.lines().map(String::strip).filter(line -> !line.isEmpty()).allMatch(line -> MANIFEST_LINE.matcher(line).matches());
                case "zipped" -> text.equals("true");
                case "install", "uninstall" -> ACTION.matcher(text).matches();
                default -> false;
            };
            if (!isHarmless) throw refused("would do more than install bundles: " + key + " '" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "'");
        }
    }

    private Optional<BundleName> bundle() throws SiteRefused {
        List<Element> own = unit.within("artifacts");
        String version = unit.attribute("version");
        if (own.size() > 1) throw refused("has several artifacts");
        if (own.isEmpty()) return Optional.empty();
        Element artifact = own.getFirst();
        String key = artifact.attribute("classifier") + " " + artifact.attribute("id") + " " + artifact.attribute("version");
        if (!artifacts.contains(key)) throw refused("needs the artifact " + key + ", which the site does not hold");
        boolean isOwn = artifact.attribute("version").equals(version);
        if (artifact.attribute("classifier").equals(FEATURE) && isOwn && id.equals(artifact.attribute("id") + ".feature.jar")) return Optional.empty();
        if (artifact.attribute("classifier").equals(BUNDLE) && isOwn && id.equals(artifact.attribute("id"))) return Optional.of(new BundleName(id, version));
        throw refused("has an artifact of another name: " + key);
    }

    private SiteRefused refused(String why) {
        return new SiteRefused("'" + id + "' of the site " + why + "; nothing of the site is used");
    }
}
