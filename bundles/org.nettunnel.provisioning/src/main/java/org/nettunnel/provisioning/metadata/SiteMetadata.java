package org.nettunnel.provisioning.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.metadata.XmlTree.Element;
import org.nettunnel.provisioning.trust.Caps;
import org.nettunnel.provisioning.trust.SiteRefused;

/// What a site's `content.jar` and `artifacts.jar` say, found harmless.
///
/// @param bundles that the site brings
public record SiteMetadata(Set<String> units, List<BundleName> bundles) {
    private static final String GROUP = ".feature.group";

    /// Checks a copy of a site before p2 sees it.
    ///
    /// @param core what may not be touched
    public static SiteMetadata check(Path folder, SiteIndex index, Core core) throws SiteRefused, IOException {
        List<BundleName> bundles = new ArrayList<>();
        Set<String> units = read(folder, index, (unit, artifacts) -> new UnitRules(unit, core, artifacts).check().ifPresent(bundles::add));
        for (BundleName bundle : bundles) BundleRules.check(folder, bundle, bundles, core);
        return new SiteMetadata(units, bundles);
    }

    /// Checks a copy of the core's site: the core is what the other rules protect, and is bound by those of reading alone. Nothing that its units
    /// would have done is ever done.
    public static void checkCore(Path folder, SiteIndex index) throws SiteRefused, IOException {
        read(folder, index, (_, _) -> {});
    }

    /// What there is to say against a unit.
    private interface Rules {
        void check(Element unit, Set<String> artifacts) throws SiteRefused;
    }

    /// @return the units, each once, and no feature that the index does not list
    private static Set<String> read(Path folder, SiteIndex index, Rules rules) throws SiteRefused, IOException {
        Set<String> files = new HashSet<>();
        for (SiteIndex.File file : index.files()) files.add(file.path());
        Set<String> artifacts = ArtifactRules.check(read(folder, "artifacts"), files);
        Element content = read(folder, "content");
        UnitRules.onlyChildren(content, Set.of("properties", "units"), "content.xml");
        Set<String> units = new HashSet<>();
        Set<String> included = new HashSet<>();
        for (Element unit : content.within("units")) {
            rules.check(unit, artifacts);
            String id = unit.attribute("id");
            if (!units.add(id + " " + unit.attribute("version"))) throw new SiteRefused("content.xml of the site has " + id + " " + unit.attribute("version") + " twice");
            if (id.endsWith(GROUP)) for (Element required : unit.within("requires")) included.add(required.attribute("name"));
        }
        checkFeatures(index, units, included);
        return units;
    }

    /// @param included ids of what features of the site bring along; they need no line of their own
    private static void checkFeatures(SiteIndex index, Set<String> units, Set<String> included) throws SiteRefused {
        for (SiteIndex.Listed feature : index.features())
            if (!units.contains(feature.id() + ".feature.group " + feature.version()))
                throw new SiteRefused("the site's index lists " + feature.id() + " " + feature.version() + ", which the site does not hold");
        for (String unit : units) {
            int at = unit.indexOf(GROUP + " ");
            boolean isListed = at < 0 || included.contains(unit.substring(0, at + GROUP.length())) || index.features().stream().anyMatch(feature -> unit.equals(feature.id() + ".feature.group " + feature.version()));
            if (!isListed) throw new SiteRefused("the site holds " + unit + ", which its signed index does not list");
        }
    }

    /// The one entry of `NAME.jar`, which must be `NAME.xml`.
    private static Element read(Path folder, String name) throws SiteRefused, IOException {
        try (var zip = new ZipFile(folder.resolve(name + ".jar").toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            ZipEntry entry = null;
            while (entries.hasMoreElements()) {
                ZipEntry next = entries.nextElement();
                if (next.getName().startsWith("META-INF/")) continue;
                if (entry != null || !next.getName().equals(name + ".xml")) throw new SiteRefused(name + ".jar must hold " + name + ".xml alone and holds '" + next.getName() + "'");
                entry = next;
            }
            if (entry == null) throw new SiteRefused(name + ".jar holds no " + name + ".xml");
            try (InputStream in = new CappedStream(zip.getInputStream(entry), Caps.METADATA, name + ".xml")) {
                return XmlTree.read(in, name + ".xml");
            }
        } catch (CappedStream.TooLong tooLong) {
            throw new SiteRefused(tooLong.getMessage());
        } catch (java.util.zip.ZipException broken) {
            throw new SiteRefused(name + ".jar is not a jar: " + broken.getMessage());
        }
    }
}
