package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.system.framework.SteadyStream;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.site.BadSite;
import org.nettunnel.system.site.FileServer;
import org.nettunnel.system.site.ProofCipher;
import org.nettunnel.system.site.SigningKey;
import org.nettunnel.system.site.SiteForge;
import org.nettunnel.system.site.SiteIndexes;
import org.nettunnel.system.site.Snapshot;

/// What update sites can do to a running node: whoever spoils one is refused with a sentence that names what is wrong, and nothing of it is left;
/// what is good is installed, updated, rolled back and removed; and streams do not notice.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SitesProof {
    private static final String OFFERED = ProofCipher.SUITE + " offered";
    private static final Duration SOON = Duration.ofSeconds(20);
    private SitesFixture sites;
    private int refusals;
    private int cliCalls;

    @BeforeAll
    void startThePair() throws Exception {
        sites = new SitesFixture();
    }

    @AfterAll
    void streamsAreWhole() throws Exception {
        if (sites == null) return;
        try {
            long bytes = 0;
            for (SteadyStream stream : sites.streams) bytes += stream.finish();
            Figures.keep(String.format(Locale.ROOT, "%d refused, %d of them by command, nothing left, %d streams whole, %d MiB", refusals, cliCalls,
                    sites.streams.size(), bytes >> 20));
        } finally {
            sites.close();
        }
    }

    List<BadSite> badSites() throws IOException {
        List<BadSite> all = new ArrayList<>(sites.forge.wronglySigned());
        all.addAll(sites.forge.wronglyListed());
        for (BadSite bad : sites.forge.wantingTooMuch()) if (Scale.of(0, 1) == 1 || !bad.name().matches(".*wants p2 to (?!addJvmArg|chmod).*")) all.add(bad);
        return all;
    }

    @Order(1)
    @ParameterizedTest(name = "{0}")
    @MethodSource("badSites")
    void refuses(BadSite bad) throws Exception {
        bad.draft().write(sites.folder);
        assertRefused(bad.names());
        assertEquals(0, sites.classes.loaded(ProofCipher.PACKAGE), "classes of it that were loaded");
    }

    List<BadSite> badCiphers() throws IOException {
        return sites.forge.badCiphers();
    }

    @Order(2)
    @ParameterizedTest(name = "{0}")
    @MethodSource("badCiphers")
    void takesOutAgain(BadSite bad) throws Exception {
        bad.draft().write(sites.folder);
        assertRefused(bad.names());
        sites.classes.awaitNoneLeft(ProofCipher.PACKAGE, SOON);
    }

    @Test
    @Order(3)
    void refusesAnOlderIndexThanItSaw() throws Exception {
        sites.forge.good("1.0.0").indexVersion(5).write(sites.folder);
        sites.node.api().get("/bundles/available");
        sites.forge.good("1.0.0").indexVersion(4).write(sites.folder);
        assertRefused(List.of("older", "version 4", "4"));
        sites.forge.good("1.0.0").indexVersion(5).write(sites.folder);
    }

    /// By the API, and now and then by the command; nothing is changed by it.
    private void assertRefused(List<String> names) throws Exception {
        Snapshot before = sites.snapshot();
        List<String> providedBefore = sites.bundles.provided();
        assertNamesOne(sites.bundles.refused("install", SiteForge.ID), names);
        if (refusals++ % Scale.of(12, 1) == 0) {
            Cli.Result said = sites.node.cli().run("bundle", "install", SiteForge.ID);
            assertNotEquals(0, said.exit(), said::toString);
            assertNamesOne(said.err(), names);
            cliCalls++;
        }
        assertEquals(Map.of(), sites.bundles.optional(), "what is installed");
        assertEquals(providedBefore, sites.bundles.provided());
        assertEquals(List.of(), sites.snapshot().changesSince(before), "what is left of it");
        sites.awaitStreams();
    }

    private static void assertNamesOne(String sentence, List<String> names) {
        Sentences.assertNames(sentence);
        assertTrue(names.stream().anyMatch(name -> sentence.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))),
                () -> "names none of " + names + ": " + sentence);
        System.out.println("refused: " + sentence.strip());
    }

    @Test
    @Order(4)
    void trustsNobodyUnasked() throws Exception {
        Path other = new org.nettunnel.system.site.SiteDraft("org.nettunnel.proof.other", "1.0.0", List.of(), sites.signer).write(sites.scratch.file("other"));
        SigningKey late = SigningKey.expired("was a signer");
        Path expired = new org.nettunnel.system.site.SiteDraft("org.nettunnel.proof.expired", "1.0.0", List.of(), late).write(sites.scratch.file("expired"));
        Snapshot before = sites.snapshot();
        List<Wrong> wrong = List.of(new Wrong(List.of("file:" + other), "--signer", "fingerprint"),
                new Wrong(List.of(other.toString()), "--signer", "fingerprint"),
                new Wrong(List.of(other.toString(), "--signer", sites.stranger.fingerprint()), sites.signer.fingerprint().substring(0, 4), "signed"),
                new Wrong(List.of(expired.toString(), "--signer", late.fingerprint()), "expired", "valid"),
                new Wrong(List.of(sites.server.plainLocation().toString(), "--signer", sites.signer.fingerprint()), "https", "http:"),
                new Wrong(List.of(sites.scratch.file("nowhere").toString(), "--signer", sites.signer.fingerprint()), "nowhere", "nowhere"));
        for (Wrong each : wrong) {
            List<String> command = new ArrayList<>(List.of("bundle", "site", "add"));
            command.addAll(each.arguments());
            Cli.Result said = sites.node.cli().run(command.toArray(String[]::new));
            assertNotEquals(0, said.exit(), said::toString);
            assertNamesOne(said.err(), List.of(each.name(), each.orName()));
        }
        assertEquals(1, sites.node.api().get("/bundles/sites").path("sites").size(), "sites");
        assertEquals(List.of(), sites.snapshot().changesSince(before));
    }

    /// What cannot be added, and what has to be named.
    private record Wrong(List<String> arguments, String name, String orName) {}

    @Order(5)
    @ParameterizedTest
    @EnumSource(value = FileServer.Mode.class, names = {"REDIRECT_TO_HTTP", "REDIRECT_TO_OTHER_HOST", "TOO_LONG", "TOO_SHORT"})
    void goesNowhereElseAndTakesNoMoreAndNoLess(FileServer.Mode mode) throws Exception {
        sites.forge.good("1.0.0").indexVersion(5).write(sites.folder);
        sites.bundles.add(sites.server.location().toString(), sites.signer);
        sites.server.mode(mode);
        int asked = sites.server.asked().size();
        try {
            assertRefused(mode.name().startsWith("REDIRECT") ? List.of("redirect", "302") : List.of("plugins/", "features/"));
        } finally {
            sites.server.mode(FileServer.Mode.GOOD);
        }
        List<String> now = sites.server.asked().subList(asked, sites.server.asked().size());
        assertTrue(now.stream().anyMatch(line -> line.startsWith("https ")), "it was asked by https");
        assertTrue(now.stream().noneMatch(line -> line.startsWith("http ")), () -> "asked without TLS: " + now);
    }

    @Order(6)
    @ParameterizedTest
    @MethodSource("places")
    void installsAndRemovesWhatIsGood(String place) throws Exception {
        sites.forge.good("1.0.0").indexVersion(6).write(sites.folder);
        String location = switch (place) {
            case "https" -> sites.server.location().toString();
            case "zip" -> SiteIndexes.zip(sites.folder, sites.scratch.file("site.zip")).toString();
            default -> sites.folder.toString();
        };
        sites.bundles.add(location, sites.signer);
        Snapshot before = sites.snapshot();
        JsonNode work = sites.bundles.install(SiteForge.ID);
        assertEquals(false, work.path("restart").asBoolean(), "it needs no restart");
        assertTrue(sites.bundles.provided().contains(OFFERED), () -> "offered at once");
        assertEquals(Map.of(SiteForge.ID, "1.0.0"), sites.bundles.optional());
        sites.bundles.remove(SiteForge.ID);
        assertEquals(Map.of(), sites.bundles.optional());
        assertTrue(sites.bundles.provided().stream().noneMatch(each -> each.startsWith(ProofCipher.SUITE)), "it is gone");
        // the copy stays, to roll back to; nothing else does
        List<String> left = sites.snapshot().changesSince(before).stream().filter(each -> !each.contains("data/provisioning/copies/" + SiteForge.ID)
                && !each.contains("data/provisioning/features.json")).toList();
        assertEquals(List.of(), left, "what is left of it");
        sites.classes.awaitNoneLeft(ProofCipher.PACKAGE, SOON);
        sites.awaitStreams();
    }

    static List<String> places() {
        return List.of("folder", "zip", "https");
    }

    @Test
    @Order(7)
    void updatesAndRollsBack() throws Exception {
        sites.forge.good("1.0.0").indexVersion(7).write(sites.folder);
        sites.bundles.add(sites.folder.toString(), sites.signer);
        sites.bundles.install(SiteForge.ID);
        sites.forge.good("1.1.0").indexVersion(8).write(sites.folder);
        sites.bundles.update(SiteForge.ID);
        assertEquals(Map.of(SiteForge.ID, "1.1.0"), sites.bundles.optional());
        assertTrue(sites.bundles.provided().contains(OFFERED), "the newer one is offered");
        Cli.Result back = sites.node.cli().succeed("bundle", "rollback");
        assertEquals(Map.of(SiteForge.ID, "1.0.0"), sites.bundles.optional(), back::toString);
        assertTrue(sites.bundles.provided().contains(OFFERED), "the older one is offered again");
        sites.node.cli().succeed("bundle", "remove", SiteForge.ID);
        assertEquals(Map.of(), sites.bundles.optional());
        sites.awaitStreams();
    }
}
