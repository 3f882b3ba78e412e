package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.provisioning.Feature;
import org.nettunnel.api.provisioning.Provisioning.Order;
import org.nettunnel.api.provisioning.Site;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Kind;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.cli.TestNode.Ran;
import org.nettunnel.fakes.FakeNode;
import org.nettunnel.fakes.FakeProvisioning;

/// The commands for bundles, sites, suites and the restart, against the real admin API of a node in memory.
class BundleCommandsTest {
    private static final String SIGNER = FakeProvisioning.SIGNER.toString();
    @TempDir
    Path folder;
    private TestNode node;

    @BeforeEach
    void open() throws Exception {
        node = new TestNode(folder);
        node.environment.put("COLUMNS", "200");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Ran ran(int code, String... arguments) {
        Ran ran = node.run(arguments);
        assertEquals(code, ran.code(), ran.toString());
        return ran;
    }

    private void addSite() {
        ran(0, "bundle", "site", "add", FakeProvisioning.SITE, "--signer", SIGNER);
    }

    @Test
    void helpTellsWhatIsInstalledAndHow() throws Exception {
        for (String[] command : new String[][] {{"bundle"}, {"bundle", "install"}, {"bundle", "remove"}, {"bundle", "site", "add"}, {"suite", "prefer"}, {"restart"}}) {
            var arguments = new ArrayList<>(List.of(command));
            arguments.add("--help");
            Golden.check(String.join("-", command) + "-help.txt", ran(0, arguments.toArray(String[]::new)).out());
        }
    }

    @Test
    void aSiteIsAddedOnlyForAFingerprintThatAPersonReadOrGave() throws Exception {
        Ran asked = ran(2, "bundle", "site", "add", FakeProvisioning.SITE);
        assertTrue(asked.err().contains("with fingerprint " + SIGNER) && asked.err().contains("--signer FINGERPRINT"), asked.err());
        Ran other = ran(1, "bundle", "site", "add", FakeProvisioning.SITE, "--signer", "00".repeat(32));
        assertTrue(other.err().contains(SIGNER + ", not 0000:0000"), other.err());
        ran(2, "bundle", "site", "add", FakeProvisioning.SITE, "--signer", "abc");
        node.person = true;
        node.typed.addAll(List.of("y", "no", ""));
        for (int i = 0; i < 3; i++) assertTrue(ran(1, "bundle", "site", "add", FakeProvisioning.SITE).err().contains("not confirmed; nothing was changed"));
        assertTrue(node.engine.provisioning.sites.isEmpty());
        node.typed.add("yes");
        Golden.check("bundle-site-add.txt", ran(0, "bundle", "site", "add", FakeProvisioning.SITE).out());
        assertEquals(1, node.engine.provisioning.sites.size());
        Golden.check("bundle-site-list.txt", ran(0, "bundle", "site", "list").out());
    }

    @Test
    void aSignerThatChangedIsToldOf() {
        Site seen = new Site(FakeProvisioning.ZSTD, "/old", Fingerprint.of(new byte[] {2}), "CN=Somebody", 2, FakeNode.EPOCH, "");
        node.engine.provisioning.sites.add(seen);
        node.person = true;
        node.typed.add("no");
        assertTrue(ran(1, "bundle", "site", "add", FakeProvisioning.SITE).err().contains("BEWARE: until now this site was signed by CN=Somebody"));
        node.person = false;
        String told = ran(0, "bundle", "site", "add", FakeProvisioning.SITE, "--signer", SIGNER).err();
        assertTrue(told.contains("signed by CN=Somebody with fingerprint " + seen.signer() + "; now it is CN=NetTunnel development with " + SIGNER), told);
        node.engine.provisioning.sites.removeFirst();
        assertFalse(ran(0, "bundle", "site", "add", FakeProvisioning.SITE, "--signer", SIGNER).err().contains("BEWARE"));
    }

    @Test
    void aRelativeLocationIsMadeAbsoluteAndAUrlIsLeft() {
        String here = Path.of("").toAbsolutePath().toString();
        Ran relative = ran(1, "bundle", "site", "add", "sites/../zstd", "--signer", SIGNER);
        assertTrue(relative.err().contains("'" + here + "/zstd'"), relative.err());
        assertTrue(ran(1, "bundle", "site", "add", "https://updates.example/zstd", "--signer", SIGNER).err().contains("'https://updates.example/zstd'"));
    }

    @Test
    void installsByShortNameAndTellsTheStepsAndTheEnd() throws Exception {
        Ran siteless = ran(1, "bundle", "install", "compression.zstd");
        assertTrue(siteless.err().contains("knows no update site"), siteless.err());
        addSite();
        assertTrue(ran(1, "bundle", "install", "compression.zst").err().contains("no site offers 'compression.zst', only compression.zstd"));
        Golden.check("bundle-search.txt", ran(0, "bundle", "search", "zst").out());
        assertTrue(ran(0, "bundle", "search", "lz4").out().contains("Nothing is offered that has 'lz4' in its name"));
        Ran done = ran(0, "bundle", "install", "compression.zstd");
        assertEquals("installed org.nettunnel.compression.zstd 1.2.0\n", done.out());
        assertEquals(" 40 % fetching\n", done.err());
        Golden.check("bundle-list.txt", ran(0, "bundle", "list").out());
        assertTrue(ran(0, "bundle", "works").out().contains("done"));
        assertEquals(new Order.Install(FakeProvisioning.ZSTD, null), node.engine.provisioning.orders.getLast());
    }

    @Test
    void aWorkIsCancelledByItsNumber() {
        addSite();
        ran(0, "bundle", "install", FakeProvisioning.ZSTD, "--no-wait");
        assertEquals("work 1 is cancelled; nothing was changed\n", ran(0, "bundle", "cancel", "1").out());
        assertTrue(ran(0, "bundle", "works").out().contains("cancelled"));
        assertTrue(ran(1, "bundle", "cancel", "9").err().contains("there is no work '9'"));
    }

    @Test
    void onATerminalTheProgressIsOneLineThatGoesAgain() {
        addSite();
        node.person = true;
        Ran done = ran(0, "bundle", "install", FakeProvisioning.ZSTD, "--version", "1.2.0");
        assertEquals("\r 40 % fetching" + "\r" + " ".repeat(14) + "\r", done.err());
        assertEquals(new Order.Install(FakeProvisioning.ZSTD, "1.2.0"), node.engine.provisioning.orders.getLast());
    }

    @Test
    void jsonIsOneDocumentAndNoProgress() {
        addSite();
        Ran done = ran(0, "bundle", "install", FakeProvisioning.ZSTD, "--json");
        assertTrue(done.out().startsWith("{") && done.out().contains("\"state\" : \"done\""), done.out());
        assertEquals("", done.err());
        assertTrue(ran(0, "bundle", "update", "--no-wait", "--json").out().contains("\"state\" : \"waiting\""));
    }

    @Test
    void aRemovalThatStrandsTunnelsNamesThemAndForce() {
        node.engine.provisioning.installed.add(new Feature("org.nettunnel.crypto.nasccl", "NASCCL", "0.1.0", false, List.of(), List.of("NASCCL-2+AES-256-GCM"), FakeProvisioning.SIGNER));
        node.engine.provisioning.strands = true;
        Ran refused = ran(1, "bundle", "remove", "crypto.nasccl");
        assertTrue(refused.err().endsWith("nettunnel: " + FakeProvisioning.STRANDS + " (option --force)\n"), refused.err());
        assertEquals("removed org.nettunnel.crypto.nasccl\n", ran(0, "bundle", "remove", "crypto.nasccl", "--force").out());
        assertTrue(ran(1, "bundle", "remove", "crypto.nasccl").err().contains("is not installed, only node"));
    }

    @Test
    void anUpdateOfTheCoreSaysThatItNeedsARestart() {
        Ran core = ran(0, "bundle", "update", "node");
        assertEquals("updated org.nettunnel.node to 0.2.0\n", core.out());
        assertTrue(core.err().endsWith("restart needed: nettunnel restart\n"), core.err());
        assertEquals(0, node.engine.restart.begun);
        assertEquals("nothing newer is offered\n", ran(0, "bundle", "update").out());
        assertEquals("rolled back\n", ran(0, "bundle", "rollback", "--force").out());
        assertEquals(new Order.RollBack(true), node.engine.provisioning.orders.getLast());
        ran(0, "bundle", "rollback", "node");
        assertEquals(new Order.RollBack("org.nettunnel.node", false), node.engine.provisioning.orders.getLast());
    }

    @Test
    void anUpdateOfTheCoreWithRestartRestartsTheNodeAndNothingElseDoes() {
        assertEquals("nothing newer is offered\n", ran(0, "bundle", "update", "--restart").out());
        assertEquals(0, node.engine.restart.begun);
        assertTrue(ran(1, "bundle", "update", "node", "--restart").err().contains("is not back after 90s"));
        assertEquals(1, node.engine.restart.begun);
    }

    @Test
    void theListSaysWhatIsReadyForTheNextStart() {
        node.engine.provisioning.installed.set(0, new Feature("org.nettunnel.node", "NetTunnel node", "0.1.0", true, List.of(), List.of(), null, "0.2.0 is ready"));
        assertTrue(ran(0, "bundle", "list").out().endsWith("\n0.2.0 is ready\n"));
    }

    @Test
    void listsSuitesWithVerdictOriginAndLegacy() throws Exception {
        List<Provider> provided = node.engine.tunnels.provided;
        provided.add(new Provider(Kind.SUITE, "AES-256-GCM", 7, new Verdict.Offered(), false, 2));
        provided.add(new Provider(Kind.SUITE, "NASCCL-2+AES-256-GCM", 50, new Verdict.Offered(), true, 0));
        provided.add(new Provider(Kind.SUITE, "NASCCL-2+HMAC", 50, new Verdict.Spare("insecure legacy is not allowed here"), true, 0));
        provided.add(new Provider(Kind.SUITE, "SLOPPY", 51, new Verdict.Refused("it opens records that were changed"), false, 0));
        provided.add(new Provider(Kind.COMPRESSION, "deflate", 7, new Verdict.Offered(), false, 0));
        node.engine.store.preference = new Preference(List.of("AES-256-GCM"), List.of(), false);
        Golden.check("suite-list.txt", ran(0, "suite", "list").out());
        provided.add(new Provider(Kind.SUITE, "AES-256-GCM", 8, new Verdict.Spare("another of this name is preferred, of bundle x"), false, 0));
        Golden.check("suite-list.txt", ran(0, "suite", "list").out());
        assertTrue(ran(0, "suite", "list", "--all").out().contains("another of this name is preferred"));
        assertTrue(ran(0, "suite", "list", "--json").out().contains("another of this name is preferred"));
        assertTrue(ran(0, "suite", "list", "--json").out().contains("\"reason\" : \"it opens records that were changed\""));
        node.engine.store.tunnel("office");
        assertFalse(ran(0, "tunnel", "show", "office").out().contains("LEGACY"));
        provided.set(0, new Provider(Kind.SUITE, "AES-256-GCM", 7, new Verdict.Offered(), true, 2));
        assertTrue(ran(0, "tunnel", "show", "office").out().contains("AES-256-GCM LEGACY"));
        assertTrue(ran(0, "status").out().contains("AES-256-GCM LEGACY"));
    }

    @Test
    void prefersSuitesAndCompressionsAndTakesItBack() {
        node.engine.tunnels.provided.add(new Provider(Kind.SUITE, "AES-256-GCM", 7, new Verdict.Offered(), false, 0));
        node.engine.tunnels.provided.add(new Provider(Kind.COMPRESSION, "deflate", 7, new Verdict.Offered(), false, 0));
        Ran set = ran(0, "suite", "prefer", "AES-256-GCM", "--compression", "deflate", "--allow-insecure-legacy");
        assertTrue(set.out().contains("ciphers: AES-256-GCM, then the others\n") && set.out().contains("INSECURE LEGACY IS ALLOWED"), set.out());
        assertEquals(new Preference(List.of("AES-256-GCM"), List.of("deflate"), true), node.engine.store.preference);
        ran(0, "suite", "prefer", "--no-insecure-legacy");
        assertEquals(new Preference(List.of("AES-256-GCM"), List.of("deflate"), false), node.engine.store.preference);
        assertTrue(ran(1, "suite", "prefer", "ROT13").err().contains("there is no suite 'ROT13' here, only AES-256-GCM"));
        ran(2, "suite", "prefer");
        ran(2, "suite", "prefer", "--reset", "AES-256-GCM");
        ran(2, "suite", "prefer", "--allow-insecure-legacy", "--no-insecure-legacy");
        ran(0, "suite", "prefer", "--reset");
        assertEquals(Preference.NONE, node.engine.store.preference);
    }

    @Test
    void aRestartThatDoesNotComeBackInTimeFails() {
        assertEquals("the node restarts\n", ran(0, "restart", "--wait", "0").out());
        assertEquals(1, node.engine.restart.begun);
        assertTrue(ran(1, "restart").err().contains("is not back after 90s"));
        ran(2, "restart", "--wait", "soon");
        assertEquals(2, node.engine.restart.begun);
    }
}
