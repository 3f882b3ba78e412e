package org.nettunnel.system.site;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.site.SiteDraft.FolderEdit;

/// Makes the good site of a proof, and from it every bad one: each differs in one thing, and all after that thing is in order again.
public final class SiteForge {
    /// The site's id, and its feature's without `.feature`.
    public static final String ID = ProofCipher.BUNDLE;
    private static final String VERSION = "1.0.0";
    private static final long HUGE = 10L << 30;
    private final Product product;
    private final SigningKey signer;
    private final SigningKey stranger;
    private final SigningKey trustedByJava;

    /// @param signer        whom the administrator confirmed
    /// @param trustedByJava whose authority is among those that the node's Java trusts
    public SiteForge(Product product, SigningKey signer, SigningKey stranger, SigningKey trustedByJava) {
        this.product = product;
        this.signer = signer;
        this.stranger = stranger;
        this.trustedByJava = trustedByJava;
    }

    public SiteDraft good(String version) throws IOException {
        return with(version, signer, cipher(version, ProofCipher.Kind.GOOD));
    }

    private BundleJar cipher(String version, ProofCipher.Kind kind) throws IOException {
        return ProofCipher.bundle(product, version, kind);
    }

    private BundleJar cipher() throws IOException {
        return cipher(VERSION, ProofCipher.Kind.GOOD);
    }

    private static SiteDraft with(String version, SigningKey by, BundleJar... bundles) {
        return new SiteDraft(ID, version, List.of(bundles), by);
    }

    private SiteDraft draft() throws IOException {
        return good(VERSION);
    }

    /// Those whose signatures are wrong.
    public List<BadSite> wronglySigned() throws IOException {
        String jar = cipher().path();
        return List.of(
                BadSite.of("its index is not signed", "signed", draft().afterIndex(site -> Jars.edit(site.resolve(SiteIndexes.FILE), Jars::unsign))),
                BadSite.of("its bundle is not signed", jar, draft().insteadOfSigning(site -> signer.sign(site.resolve("features/" + ID + ".feature_1.0.0.jar")))),
                BadSite.of("its feature is not signed", "features/", draft().insteadOfSigning(site -> signer.sign(site.resolve(jar)))),
                BadSite.of("another signed all of it with a key of his own", "sign", with(VERSION, stranger, cipher())),
                BadSite.of("another signed its jars with a key of his own", jar + "|features/", with(VERSION, stranger, cipher()).indexSigner(signer)),
                BadSite.of("one whom Java trusts signed all of it", "sign", with(VERSION, trustedByJava, cipher())),
                BadSite.of("one whom Java trusts signed its jars", jar + "|features/", with(VERSION, trustedByJava, cipher()).indexSigner(signer)),
                BadSite.of("a class was changed after it was signed", jar, draft().beforeIndex(site -> changeClass(site.resolve(jar)))),
                BadSite.of("a class was changed after all was signed", jar, draft().afterIndex(site -> changeClass(site.resolve(jar)))),
                BadSite.of("an entry was added after it was signed", jar, draft().beforeIndex(site -> addEntry(site.resolve(jar), "evil.txt"))),
                BadSite.of("an entry of META-INF was added after it was signed", jar, draft().beforeIndex(site -> addEntry(site.resolve(jar), "META-INF/services/evil"))),
                BadSite.of("a second signer signed a jar too", jar, draft().beforeIndex(site -> stranger.sign(site.resolve(jar), "OTHER", "SHA-256", "SHA256withECDSA"))),
                BadSite.of("its jars are signed by way of SHA-1", "algorithm|SHA-1", draft().insteadOfSigning(this::signWeakly)));
    }

    private static void changeClass(Path jar) throws IOException {
        Jars.edit(jar, entries -> entries.computeIfPresent("org/nettunnel/proof/cipher/ProofSuite.class", (_, bytes) -> {
            bytes[bytes.length - 1] ^= 1;
            return bytes;
        }));
    }

    private static void addEntry(Path jar, String name) throws IOException {
        Jars.edit(jar, entries -> entries.put(name, Jars.bytes("not signed\n")));
    }

    private void signWeakly(Path site) throws IOException {
        for (Path jar : SiteDraft.jars(site)) signer.sign(jar, "SIGNER", "SHA-1", "SHA1withECDSA");
    }

    /// Those whose signed index says what is not so, or no longer.
    public List<BadSite> wronglyListed() throws IOException {
        String jar = cipher().path();
        return List.of(
                BadSite.of("its index expired", "expired", draft().expires(Instant.now().minus(Duration.ofHours(1)))),
                BadSite.of("its index is of another site", "org.nettunnel.core", draft().index(json -> SiteIndexes.edit(json, root -> root.put("site", "org.nettunnel.core")))),
                BadSite.of("its index has a format of the future", "format", draft().index(json -> SiteIndexes.edit(json, root -> root.put("format", 2)))),
                BadSite.of("its index is huge", "4 MiB|index", draft().index(json -> SiteIndexes.edit(json, root -> root.put("padding", noise(6 << 20))))),
                BadSite.of("its index names a file with a wrong size", jar, draft().index(json -> forFile(json, jar, "size", 17))),
                BadSite.of("its index names a file of 10 GiB", jar, draft().index(json -> forFile(json, jar, "size", HUGE))),
                BadSite.of("its index names a file that is not there", jar, draft().afterIndex(site -> Files.delete(site.resolve(jar)))),
                BadSite.of("its index names a file outside the site", "evil", draft().index(json -> listed(json, "../../evil.jar"))),
                BadSite.of("its index names a file by an absolute path", "evil", draft().index(json -> listed(json, "/tmp/evil.jar"))),
                BadSite.of("a file of it is 10 GiB of nothing", jar, draft().afterIndex(site -> grow(site.resolve(jar)))),
                BadSite.of("its index is 10 GiB of nothing", "index", draft().afterIndex(site -> grow(site.resolve(SiteIndexes.FILE)))));
    }

    /// What no compression makes small.
    private static String noise(int length) {
        StringBuilder text = new StringBuilder(length);
        java.util.SplittableRandom random = new java.util.SplittableRandom(length);
        while (text.length() < length) text.append(Long.toHexString(random.nextLong()));
        return text.toString();
    }

    private static String forFile(String json, String path, String field, long value) {
        return SiteIndexes.edit(json, root -> root.path("files").forEach(file -> {
            if (file.path("path").asText().equals(path)) ((com.fasterxml.jackson.databind.node.ObjectNode) file).put(field, value);
        }));
    }

    private static String listed(String json, String path) {
        return SiteIndexes.edit(json, root -> root.withArray("files").addObject().put("path", path).put("sha256", "00".repeat(32)).put("size", 10));
    }

    private static void grow(Path file) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(HUGE);
        }
    }

    /// Those that the signer made himself, and that want more than a feature may: one signature is not enough for them.
    public List<BadSite> wantingTooMuch() throws IOException {
        List<BadSite> all = new ArrayList<>(touchpoints());
        BundleJar core = BundleJar.find(product.home().resolve("plugins"), "org.nettunnel.tunnel").withVersion("9.9.9");
        BundleJar masked = new BundleJar(ProofCipher.BUNDLE, VERSION, core.entries());
        BundleJar fragment = BundleJar.of("org.nettunnel.proof.fragment", VERSION, Map.of("Fragment-Host", "org.nettunnel.tunnel"),
                Map.of("org/nettunnel/tunnel/Evil.txt", Jars.bytes("inside\n")));
        BundleJar systemFragment = fragment.withHeader("Fragment-Host", "org.eclipse.osgi;extension:=framework");
        FolderEdit besides = site -> {
            Jars.write(site.resolve(core.path()), core.entries());
            signer.sign(site.resolve(core.path()));
        };
        all.add(BadSite.of("its feature has a core bundle of a higher version", "org.nettunnel.tunnel", with(VERSION, signer, cipher(), core)));
        all.add(BadSite.of("it offers a core bundle of a higher version beside its feature", "org.nettunnel.tunnel", draft().beforeIndex(besides)
                .content(xml -> xml.replace("</units>", Metadata.bundleUnit(core) + "</units>").replace("<units size='3'>", "<units size='4'>"))));
        all.add(BadSite.of("its bundle is a core bundle under another name", "org.nettunnel.tunnel|" + ProofCipher.BUNDLE, with(VERSION, signer, masked)));
        all.add(BadSite.of("it has a fragment of a core bundle", "fragment", with(VERSION, signer, cipher(), fragment)));
        all.add(BadSite.of("it has a fragment of the framework", "fragment", with(VERSION, signer, cipher(), systemFragment)));
        all.add(BadSite.of("its metadata is an XML bomb", "content", draft().content(SiteForge::bomb)));
        all.add(BadSite.of("its metadata reads a file of the node", "content", draft().content(xml -> entity(xml, "file:///etc/hostname"))));
        all.add(BadSite.of("its metadata leads to another repository", "content|refer", draft().content(SiteForge::referring)));
        all.add(BadSite.of("its bundle has an entry that leads out of it", cipher().path() + "|..", with(VERSION, signer, climbing())));
        return all;
    }

    private BundleJar climbing() throws IOException {
        BundleJar good = cipher();
        good.entries().put("../../../evil.txt", Jars.bytes("out\n"));
        return good;
    }

    private static final String DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>";

    private static String bomb(String xml) {
        StringBuilder entities = new StringBuilder("<!DOCTYPE repository [<!ENTITY a0 \"lol\">");
        for (int i = 1; i < 12; i++) entities.append("<!ENTITY a%d \"%s\">".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
        return xml.replace(DECLARATION, DECLARATION + entities + "]>").replace("value='true'", "value='&a11;'");
    }

    private static String entity(String xml, String url) {
        return xml.replace(DECLARATION, DECLARATION + "<!DOCTYPE repository [<!ENTITY x SYSTEM \"" + url + "\">]>").replace("</units>", "</units>&x;");
    }

    private static String referring(String xml) {
        return xml.replace("  <units", "  <references size='1'><repository uri='https://localhost:1/other' url='https://localhost:1/other' type='0' "
                + "options='1'/></references>\n  <units");
    }

    /// What p2 can do besides installing bundles.
    private List<BadSite> touchpoints() throws IOException {
        List<BadSite> all = new ArrayList<>();
        for (String action : List.of("addJvmArg(jvmArg:-Devil=true);", "addProgramArg(programArg:-evil);", "setProgramProperty(propName:evil,propValue:true);",
                "addRepository(type:0,location:https${#58}//localhost${#58}1/evil);", "setStartLevel(startLevel:1);",
                "org.eclipse.equinox.p2.touchpoint.natives.chmod(targetDir:${installFolder},targetFile:bin/nettunnel,permissions:777);",
                "org.eclipse.equinox.p2.touchpoint.natives.mkdir(path:${installFolder}/evil);",
                "org.eclipse.equinox.p2.touchpoint.natives.copy(source:/etc/hostname,target:${installFolder}/evil);",
                "org.eclipse.equinox.p2.touchpoint.natives.unzip(source:@artifact,target:${installFolder}/evil);"))
            all.add(BadSite.of("its metadata wants p2 to " + action.replaceAll("\\(.*", "").replaceAll(".*\\.", ""),
                    action.replaceAll("\\(.*", "").replaceAll(".*\\.", "") + "|touchpoint|configure|instruction",
                    draft().content(xml -> xml.replaceFirst("(?s)<instruction key='manifest'>",
                            java.util.regex.Matcher.quoteReplacement("<instruction key='configure'>" + action + "</instruction><instruction key='manifest'>"))
                            .replaceFirst("(?s)<instructions size='1'>(\\s*<instruction key='configure')", "<instructions size='2'>$1"))));
        return all;
    }

    /// Good in all but what their bundle does: only who tries it out finds that.
    public List<BadSite> badCiphers() throws IOException {
        return List.of(BadSite.of("its cipher opens without looking at the tag", ProofCipher.SUITE, with(VERSION, signer, cipher(VERSION, ProofCipher.Kind.SKIPS_TAG))),
                BadSite.of("its cipher has a wrong answer", ProofCipher.SUITE, with(VERSION, signer, cipher(VERSION, ProofCipher.Kind.WRONG_ANSWER))),
                BadSite.of("its cipher says a wrong length", ProofCipher.SUITE, with(VERSION, signer, cipher(VERSION, ProofCipher.Kind.LONGER))));
    }
}
