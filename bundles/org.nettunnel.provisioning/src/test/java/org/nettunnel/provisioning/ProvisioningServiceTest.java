package org.nettunnel.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.provisioning.Offer;
import org.nettunnel.api.provisioning.Provisioning.Order;
import org.nettunnel.api.provisioning.Work;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.provisioning.site.SiteForge;
import org.nettunnel.provisioning.trust.Jars;
import org.nettunnel.provisioning.trust.Signers;

class ProvisioningServiceTest {
    private static final String FEATURE = SiteForge.FEATURE;
    @TempDir
    Path folder;
    private final FakePlatform platform = new FakePlatform();
    private SiteForge forge;
    private ProvisioningService service;

    @BeforeEach
    void make() throws IOException {
        forge = new SiteForge(folder.resolve("site"));
        service = open();
    }

    @AfterEach
    void close() {
        service.close();
    }

    private ProvisioningService open() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        return new ProvisioningService(new ProvisioningService.Surroundings(data, platform, () -> platform.tunnels(), InstantSource.system()));
    }

    @Test
    void installsUpdatesRollsBackAndRemoves() throws Exception {
        add();
        done(new Order.Install(FEATURE, null));
        assertEquals(List.of(FEATURE + ".feature 1.0.0"), platform.installed());
        forge.version = "1.1.0";
        forge.number = 2;
        forge.make();
        assertEquals(Offer.State.NEWER, service.search().features().getFirst().state());
        done(new Order.Update(null));
        assertEquals(List.of(FEATURE + ".feature 1.1.0"), platform.installed());
        done(new Order.RollBack(false));
        assertEquals(List.of(FEATURE + ".feature 1.0.0"), platform.installed());
        done(new Order.Remove(FEATURE, false));
        assertEquals(List.of(), platform.installed());
        done(new Order.RollBack(false));
        assertEquals(List.of(FEATURE + ".feature 1.0.0"), platform.installed());
    }

    @Test
    void theNodeItselfComesFromItsOwnSiteAlone() throws Exception {
        forge.index = json -> json.replace(FEATURE + ".feature", "org.nettunnel.node.feature");
        add();
        String sentence = failed(new Order.Update("org.nettunnel.node")).sentence();
        assertTrue(sentence.contains("comes from the site org.nettunnel.core alone"), sentence);
        assertTrue(failed(new Order.RollBack("org.nettunnel.node", false)).sentence().contains("not started by bin/nettunnel"));
        assertTrue(failed(new Order.RollBack(FEATURE, false)).sentence().contains("a rollback is of the last work, or of org.nettunnel.node"));
    }

    @Test
    void whatIsInstalledSurvivesARestartWithoutItsSite() throws Exception {
        add();
        done(new Order.Install(FEATURE, null));
        service.close();
        platform.forgetAll();
        Files.move(folder.resolve("site"), folder.resolve("gone"));
        service = open();
        waitFor("1");
        assertEquals(List.of(FEATURE + ".feature 1.0.0"), platform.installed());
    }

    @Test
    void aChangedCopyIsNotInstalledAgain() throws Exception {
        add();
        done(new Order.Install(FEATURE, null));
        service.close();
        platform.forgetAll();
        try (var files = Files.walk(folder.resolve("data/provisioning/copies"))) {
            Path jar = files.filter(file -> file.toString().contains("plugins/")).findAny().orElseThrow();
            Jars.spoil(jar, entries -> entries.put("x", new byte[1]));
        }
        service = open();
        assertInstanceOf(Work.State.Failed.class, waitFor("1"));
        assertEquals(List.of(), platform.installed());
    }

    @Test
    void aRefusedCipherIsTakenOutAgain() throws Exception {
        add();
        platform.verdict = new Verdict.Refused("it opens forged records");
        String sentence = failed(new Order.Install(FEATURE, null)).sentence();
        assertTrue(sentence.contains("it opens forged records"), sentence);
        nothingIsLeft();
    }

    @Test
    void takingOutTheLastCommonCipherNeedsForce() throws Exception {
        add();
        done(new Order.Install(FEATURE, null));
        platform.isStranding = true;
        Work.State.Failed failed = failed(new Order.Remove(FEATURE, false));
        assertTrue(failed.isForceable());
        assertEquals(List.of(FEATURE + ".feature 1.0.0"), platform.installed());
        done(new Order.Remove(FEATURE, true));
        assertEquals(List.of(), platform.installed());
    }

    @Test
    void anUpdateThatWouldStrandATunnelChangesNothing() throws Exception {
        add();
        done(new Order.Install(FEATURE, null));
        forge.version = "1.1.0";
        forge.number = 2;
        forge.make();
        platform.isStranding = true;
        assertFalse(failed(new Order.Update(FEATURE)).isForceable());
        assertEquals(List.of(FEATURE + ".feature 1.0.0"), platform.installed());
        try (var copies = Files.list(folder.resolve("data/provisioning/copies"))) {
            assertEquals(1, copies.count());
        }
    }

    @Test
    void anOlderIndexIsRefusedAlsoAfterTheSiteWasRemovedAndARestart() throws Exception {
        forge.number = 5;
        add();
        service.remove(FEATURE);
        service.close();
        service = open();
        forge.number = 4;
        forge.make();
        String sentence = assertThrows(RequestRefused.class, () -> service.add(folder.resolve("site").toString(), Signers.GOOD.fingerprint())).getMessage();
        assertTrue(sentence.contains("has version 4, and this node has seen 5"), sentence);
    }

    @Test
    void anExpiredIndexIsRefused() throws Exception {
        add();
        forge.expires = Instant.now().minusSeconds(1);
        forge.make();
        assertTrue(failed(new Order.Install(FEATURE, null)).sentence().contains("expired at"));
        assertTrue(service.search().sites().getFirst().problem().contains("expired at"));
        nothingIsLeft();
    }

    @Test
    void aSiteThatAnotherSignedNowIsRefused() throws Exception {
        add();
        forge.signer = Signers.OTHER;
        forge.make();
        assertTrue(failed(new Order.Install(FEATURE, null)).sentence().contains("not by the signer that was confirmed"));
        nothingIsLeft();
    }

    @Test
    void aSiteOfAnotherSignerDoesNotReplaceWhatIsInstalled() throws Exception {
        add();
        done(new Order.Install(FEATURE, null));
        var other = new SiteForge(folder.resolve("other"));
        other.signer = Signers.OTHER;
        other.site = "org.example.other";
        other.version = "9.0.0";
        other.make();
        service.add(folder.resolve("other").toString(), Signers.OTHER.fingerprint());
        done(new Order.Update(null));
        done(new Order.Update(FEATURE));
        assertEquals(List.of(FEATURE + ".feature 1.0.0"), platform.installed());
        service.remove(FEATURE);
        String sentence = failed(new Order.Install(FEATURE, "9.0.0")).sentence();
        assertTrue(sentence.contains("from another signer"), sentence);
    }

    @Test
    void aSiteWhoseNewSignerWasConfirmedUpdatesWhatCameFromIt() throws Exception {
        add();
        done(new Order.Install(FEATURE, null));
        forge.signer = Signers.OTHER;
        forge.version = "1.1.0";
        forge.make();
        service.add(folder.resolve("site").toString(), Signers.OTHER.fingerprint());
        done(new Order.Update(null));
        assertEquals(List.of(FEATURE + ".feature 1.1.0"), platform.installed());
    }

    @Test
    void lookingTrustsNobody() throws Exception {
        forge.make();
        assertEquals(Signers.GOOD.fingerprint(), service.look(folder.resolve("site").toString()).signer());
        assertEquals(List.of(), service.sites());
        assertThrows(RequestRefused.class, () -> service.add(folder.resolve("site").toString(), Signers.OTHER.fingerprint()));
        assertEquals(List.of(), service.sites());
    }

    @Test
    void aFileThatDiffersFromTheIndexIsRefused() throws Exception {
        add();
        Jars.spoil(forge.plugin(), entries -> entries.put("more", new byte[1]));
        assertTrue(failed(new Order.Install(FEATURE, null)).sentence().contains(FEATURE));
        nothingIsLeft();
    }

    @Test
    void aTamperedBundleIsRefusedEvenWhenTheIndexIsRight() throws Exception {
        forge.make();
        Jars.spoil(forge.plugin(), entries -> entries.put("more", new byte[1]));
        forge.seal();
        service.add(folder.resolve("site").toString(), Signers.GOOD.fingerprint());
        assertTrue(failed(new Order.Install(FEATURE, null)).sentence().contains("its signature does not cover"));
        nothingIsLeft();
    }

    @Test
    void whatAnInterruptedWorkLeftIsSweptAtTheNextStart() throws Exception {
        add();
        service.close();
        Path staged = Files.createDirectories(folder.resolve("data/provisioning/staging/1/plugins"));
        Files.writeString(staged.resolve("half.jar"), "half");
        Files.createDirectories(folder.resolve("data/provisioning/copies/unknown"));
        platform.pretend(FEATURE + ".feature 9.9.9");
        service = open();
        waitFor("1");
        assertEquals(List.of(), platform.installed());
        nothingIsLeft();
    }

    @Test
    void aNodeThatStopsInTheMiddleLeavesItToItsNextStart() throws Exception {
        add();
        platform.verdict = new Verdict.Testing();
        String id = service.begin(new Order.Install(FEATURE, null)).id();
        while (platform.installed().isEmpty()) Thread.onSpinWait();
        service.close();
        assertTrue(assertInstanceOf(Work.State.Failed.class, waitFor(id)).sentence().contains("stopping"));
        assertEquals(List.of(FEATURE + ".feature 1.0.0"), platform.installed(), "a framework that stops is left alone");
        assertTrue(assertThrows(RequestRefused.class, () -> service.begin(new Order.RollBack(false))).getMessage().contains("the node is stopping"));
        service = open();
        waitFor("1");
        nothingIsLeft();
    }

    private void add() throws Exception {
        forge.make();
        service.add(folder.resolve("site").toString(), Signers.GOOD.fingerprint());
    }

    private void done(Order order) throws Exception {
        Work.State state = waitFor(service.begin(order).id());
        assertInstanceOf(Work.State.Done.class, state, state.toString());
    }

    private Work.State.Failed failed(Order order) throws Exception {
        return assertInstanceOf(Work.State.Failed.class, waitFor(service.begin(order).id()));
    }

    private void nothingIsLeft() throws IOException {
        assertEquals(List.of(), platform.installed());
        for (String name : List.of("copies", "staging"))
            try (var files = Files.list(folder.resolve("data/provisioning").resolve(name))) {
                assertFalse(files.findAny().isPresent(), name);
            }
    }

    private Work.State waitFor(String id) throws InterruptedException {
        while (true) {
            Work.State state = service.work(id).orElseThrow().state();
            if (state instanceof Work.State.Done || state instanceof Work.State.Failed || state instanceof Work.State.Cancelled) return state;
            Thread.onSpinWait();
            Thread.yield();
        }
    }
}
