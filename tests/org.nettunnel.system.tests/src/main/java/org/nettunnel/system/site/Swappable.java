package org.nettunnel.system.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A suite or compression that comes and goes, in as many versions as one wants.
///
/// @param feature  id of the feature, and of its site, without `.feature`
/// @param offers   name of the suite or compression
/// @param isCipher else a compression
/// @param bundles  unsigned, in any version
/// @param own      the bundle whose version is changed, and the package of its classes
public record Swappable(String feature, String offers, boolean isCipher, List<BundleJar> bundles, String own) {
    /// One whose site was built.
    ///
    /// @param site folder of it
    public static Swappable built(Path site, String feature, String offers, boolean isCipher) throws IOException {
        List<BundleJar> bundles = new ArrayList<>();
        try (Stream<Path> jars = Files.list(site.resolve("plugins"))) {
            for (Path jar : jars.sorted().toList()) bundles.add(BundleJar.read(jar));
        }
        return new Swappable(feature, offers, isCipher, bundles, feature);
    }

    /// The proof's own.
    public static Swappable proofCipher(BundleJar bundle) {
        return new Swappable(ProofCipher.BUNDLE, ProofCipher.SUITE, true, List.of(bundle), ProofCipher.PACKAGE);
    }

    /// A site with a version of it.
    public SiteDraft draft(String version, SigningKey signer) throws IOException {
        List<BundleJar> these = new ArrayList<>();
        for (BundleJar bundle : bundles) these.add(bundle.name().equals(own) ? bundle.withVersion(version) : bundle);
        return new SiteDraft(feature, version, these, signer);
    }

    @Override
    public String toString() {
        return offers;
    }
}
