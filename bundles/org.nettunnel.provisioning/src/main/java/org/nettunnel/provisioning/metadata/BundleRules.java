package org.nettunnel.provisioning.metadata;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;
import org.nettunnel.provisioning.trust.SiteRefused;

/// What a bundle of a site may ask of the framework, by its own manifest.
final class BundleRules {
    private static final String API = "org.nettunnel.api.";

    private BundleRules() {}

    static void check(Path folder, BundleName bundle, List<BundleName> site, Core core) throws SiteRefused, IOException {
        try (var jar = new JarFile(folder.resolve("plugins/" + bundle.name() + "_" + bundle.version() + ".jar").toFile(), false)) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) throw refused(bundle, "has no manifest");
            check(bundle, manifest.getMainAttributes(), site, core);
        }
    }

    private static void check(BundleName bundle, Attributes headers, List<BundleName> site, Core core) throws SiteRefused {
        if (!names(headers, "Bundle-SymbolicName").equals(List.of(bundle.name())) || !isVersion(headers, bundle.version()))
            throw refused(bundle, "calls itself '" + headers.getValue("Bundle-SymbolicName") + "' " + headers.getValue("Bundle-Version"));
        if (headers.getValue("Fragment-Host") != null) throw refused(bundle, "is a fragment of '" + headers.getValue("Fragment-Host") + "', which runs inside another bundle");
        if (headers.getValue("DynamicImport-Package") != null) throw refused(bundle, "asks for packages that it does not name (DynamicImport-Package)");
        for (String required : names(headers, "Require-Bundle"))
            if (site.stream().noneMatch(other -> other.name().equals(required))) throw refused(bundle, "requires the bundle '" + required + "', which is not of this site");
        for (String exported : names(headers, "Export-Package"))
            if (belongsToOthers(exported, bundle.name(), core)) throw refused(bundle, "offers the package '" + exported + "', which is not its own");
        for (String imported : names(headers, "Import-Package"))
            if (isInner(imported) && site.stream().noneMatch(other -> isBelow(imported, other.name())))
                throw refused(bundle, "asks for the package '" + imported + "', which is not for others");
    }

    /// Whether a package must not be offered by this bundle.
    static boolean belongsToOthers(String exported, String bundle, Core core) {
        boolean isReserved = List.of("java.", "javax.", "jdk.", "sun.", "org.osgi.", "org.eclipse.", "org.nettunnel.").stream().anyMatch(exported::startsWith);
        return core.packages().contains(exported) || isReserved && !isBelow(exported, bundle);
    }

    private static boolean isInner(String imported) {
        return imported.startsWith("org.nettunnel.") && !imported.startsWith(API) || imported.startsWith("org.eclipse.");
    }

    private static boolean isBelow(String name, String parent) {
        return parent.startsWith("org.nettunnel.") && !parent.startsWith("org.nettunnel.api") && (name.equals(parent) || name.startsWith(parent + "."));
    }

    private static boolean isVersion(Attributes headers, String version) {
        @Nullable String own = headers.getValue("Bundle-Version");
        try {
            return FeatureVersion.of(own == null ? "0.0.0" : own).equals(FeatureVersion.of(version));
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /// The names in a manifest header: what stands before the attributes of each clause.
    private static List<String> names(Attributes headers, String header) {
        @Nullable String value = headers.getValue(header);
        List<String> names = new ArrayList<>();
        if (value == null) return names;
        boolean isQuoted = false;
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            char c = i == value.length() ? ',' : value.charAt(i);
            if (c == '"') isQuoted = !isQuoted;
            if (c != ',' || isQuoted && i < value.length()) continue;
            for (String part : value.substring(start, i).split(";")) {
                if (part.contains("=")) break;
                names.add(part.strip());
            }
            start = i + 1;
        }
        return names;
    }

    private static SiteRefused refused(BundleName bundle, String why) {
        return new SiteRefused("the bundle " + bundle.name() + " " + bundle.version() + " of the site " + why + "; nothing of the site is used");
    }
}
