package org.nettunnel.system.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.Scratch;

/// Bundles with a suite that nobody else has, compiled against the product's own api.
public final class ProofCipher {
    /// What its suite is called.
    public static final String SUITE = "PROOF-GCM";
    public static final String BUNDLE = "org.nettunnel.proof.cipher";
    /// Its classes are in this package.
    public static final String PACKAGE = "org.nettunnel.proof.cipher";
    private static final String COMPONENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="org.nettunnel.proof.cipher">
              <property name="name" type="String" value="PROOF-GCM"/>
              <property name="service.ranking" type="Integer" value="1"/>
              <service><provide interface="org.nettunnel.api.crypto.Suite"/></service>
              <implementation class="org.nettunnel.proof.cipher.ProofSuite"/>
            </scr:component>
            """;

    /// Compiling takes a second; a proof needs few kinds many times.
    private static final Map<Kind, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

    private ProofCipher() {}

    /// How its suite behaves.
    public enum Kind {
        GOOD, SKIPS_TAG, WRONG_ANSWER, LONGER
    }

    /// @param version of the bundle
    public static BundleJar bundle(Product product, String version, Kind kind) throws IOException {
        Map<String, byte[]> compiled = COMPILED.get(kind);
        if (compiled == null) COMPILED.put(kind, compiled = classes(product, kind));
        Map<String, byte[]> files = new LinkedHashMap<>();
        compiled.forEach((path, bytes) -> files.put(path, bytes.clone()));
        files.put("OSGI-INF/cipher.xml", Jars.bytes(COMPONENT));
        return BundleJar.of(BUNDLE, version, Map.of("Bundle-Name", "a cipher for proofs", "Bundle-ActivationPolicy", "lazy", "Service-Component", "OSGI-INF/cipher.xml",
                "Import-Package", "javax.crypto, javax.crypto.spec, org.nettunnel.api.crypto;version=\"[1.0,1.1)\"",
                "Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\""), files);
    }

    private static Map<String, byte[]> classes(Product product, Kind kind) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Scratch scratch = Scratch.make("compile"); StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                InputStream in = ProofCipher.class.getResourceAsStream("ProofSuite.java.txt")) {
            if (in == null) throw new IOException("the source of the cipher is not there");
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("Kind.KIND", "Kind." + kind.name());
            Path java = scratch.write("ProofSuite.java", source);
            Path out = scratch.directory("classes");
            StringWriter said = new StringWriter();
            String api = jar(product, "org.nettunnel.api").toString();
            if (!compiler.getTask(said, files, null, List.of("-d", out.toString(), "-cp", api, "-proc:none", "--release", "25"), null,
                    files.getJavaFileObjects(java)).call())
                throw new IOException("the cipher does not compile: " + said);
            return read(out);
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) all.put(folder.relativize(file).toString(), Files.readAllBytes(file));
        }
        return all;
    }

    /// A plugin of the product.
    public static Path jar(Product product, String bundle) throws IOException {
        try (Stream<Path> plugins = Files.list(product.home().resolve("plugins"))) {
            return plugins.filter(jar -> jar.getFileName().toString().startsWith(bundle + "_")).findFirst()
                    .orElseThrow(() -> new IOException("the product has no " + bundle));
        }
    }
}
