package org.nettunnel.provisioning.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.trust.Caps;
import org.nettunnel.provisioning.trust.SignedJar;
import org.nettunnel.provisioning.trust.Signer;
import org.nettunnel.provisioning.trust.SiteRefused;

/// A site's index, and who signed it.
public record SignedIndex(SiteIndex index, Signer signer) {
    /// Fetches `index.jar` to `target` and checks it.
    ///
    /// @param pinned the only signer that counts; null to find out who it is
    public static SignedIndex fetch(SiteSource source, Path target, @Nullable Fingerprint pinned, Instant now) throws SiteRefused, IOException {
        source.copy(SiteIndex.FILE, target, Caps.INDEX);
        Signer signer = pinned == null ? SignedJar.check(target, SiteIndex.FILE, now) : SignedJar.check(target, SiteIndex.FILE, now, pinned);
        SiteIndex index = IndexJson.read(entry(target));
        IndexRules.check(index, now);
        return new SignedIndex(index, signer);
    }

    /// An index that was checked when it came.
    static SiteIndex reread(Path jar) throws SiteRefused, IOException {
        return IndexJson.read(entry(jar));
    }

    private static byte[] entry(Path jar) throws SiteRefused, IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            List<String> others = zip.stream().map(ZipEntry::getName).filter(name -> !name.startsWith("META-INF/") && !name.equals(SiteIndex.ENTRY)).toList();
            if (!others.isEmpty()) throw new SiteRefused(SiteIndex.FILE + " holds '" + others.getFirst() + "'; it must hold " + SiteIndex.ENTRY + " alone");
            @Nullable ZipEntry entry = zip.getEntry(SiteIndex.ENTRY);
            if (entry == null) throw new SiteRefused(SiteIndex.FILE + " holds no " + SiteIndex.ENTRY + ": it is no index of an update site");
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] json = in.readNBytes((int) Caps.INDEX + 1);
                if (json.length > Caps.INDEX) throw new SiteRefused(SiteIndex.ENTRY + " is longer than " + (Caps.INDEX >> 20) + " MiB");
                return json;
            }
        }
    }
}
