package org.nettunnel.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.provisioning.KeptFeatures.KeptFeature;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.trust.Signers;

class ChangesTest {
    @TempDir
    Path folder;

    @Test
    void aFeatureThatOffersTheEngineNothingIsToldOf() throws Exception {
        var platform = new FakePlatform();
        platform.pretend("org.example.cipher.feature 1.0.0");
        var shelf = new Shelf(Files.createDirectories(folder.resolve("data")));
        var changes = new Changes(shelf, new KeptFeatures(shelf.file("features.json")), platform, platform::tunnels);
        var came = new KeptFeature("org.example.cipher", "1.0.0", "Example", "org.example", Signers.GOOD.fingerprint(), "copy", "index", Instant.EPOCH, List.of(new BundleName("org.example.cipher", "1.0.0")));
        assertEquals("", changes.remark(came));
        platform.isSilent = true;
        assertEquals(", and offers no cipher and no compression", changes.remark(came));
    }
}
