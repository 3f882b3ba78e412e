package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.site.Jars;
import org.nettunnel.system.site.SigningKey;
import org.nettunnel.system.site.SiteDraft;
import org.nettunnel.system.site.SiteForge;
import org.nettunnel.system.site.SiteIndexes;

/// What the proof of sites takes for a good site is good by other eyes than the node's: what is refused of it later is refused for what was spoiled.
@Tag("short")
class SiteForgeTest {
    private static final SigningKey SIGNER = SigningKey.of("signer");
    private static Scratch scratch;
    private static SiteForge forge;

    @BeforeAll
    static void makeTheForge() throws IOException {
        scratch = Scratch.make("forge");
        forge = new SiteForge(Product.find(), SIGNER, SigningKey.of("stranger"), SigningKey.of("authority").issue("trusted by Java"));
    }

    @AfterAll
    static void removeItsSites() {
        scratch.close();
    }

    @Test
    void signsEveryEntryOfAGoodSite() throws Exception {
        Path site = forge.good("1.0.0").write(scratch.file("good"));
        List<Path> jars = new ArrayList<>(SiteDraft.jars(site));
        assertEquals(2, jars.size(), "a bundle and a feature");
        jars.add(site.resolve(SiteIndexes.FILE));
        for (Path jar : jars) assertSigned(jar);
    }

    private static void assertSigned(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), true)) {
            for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements();) {
                JarEntry entry = all.nextElement();
                try (InputStream in = jar.getInputStream(entry)) {
                    in.readAllBytes();
                }
                if (entry.getName().matches("META-INF/[^/]*\\.(MF|SF|EC)")) continue;
                assertEquals(1, entry.getCodeSigners().length, () -> "signers of " + entry + " in " + path);
                assertEquals(SIGNER.certificate(), entry.getCodeSigners()[0].getSignerCertPath().getCertificates().getFirst());
            }
        }
    }

    @Test
    void writesMetadataThatIsXml() throws Exception {
        Path site = forge.good("1.0.0").write(scratch.file("xml"));
        for (String name : List.of("content", "artifacts")) {
            byte[] xml = Jars.read(site.resolve(name + ".jar")).get(name + ".xml");
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new java.io.ByteArrayInputStream(xml));
        }
    }
}
