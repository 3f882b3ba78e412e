package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nettunnel.api.transport.AcceptRate;
import org.nettunnel.tunnel.wire.Ceilings;

/// Every row of the budgets in PROTOCOL.md: that its figures are those of the code, and which tests go past them.
class BudgetTableTest {
    /// @param starts  of the first cell
    /// @param figures that the second cell names, in this order
    /// @param proofs  `bundle/Class.method` of tests that go past the limit
    private record Row(String starts, List<String> figures, List<String> proofs) {}

    private static final List<Row> ROWS = List.of(
            row("streams it may hold open", of(number(Ceilings.STREAMS), number(Ceilings.MOST_STREAMS)),
                    "tunnel/link.FloodsTest.whoNeverAnswersRefusalsLosesTheLinkAtFourTimesTheStreams", "tunnel/link.FloodsTest.aPeerIsCountedOverAllItsLanes"),
            row("unanswered OPENs", of(number(Ceilings.UNANSWERED)), "tunnel/link.ViolationsTest.moreUnansweredOpensThanTwiceTheLimitAreRefused",
                    "tunnel/link.FloodsTest.aStreamThatWasResetIsCountedAsDialledUntilItsDialReturns", "tunnel/wire.PeerTallyTest.dialsOfAnEndpointAreCountedUntilTheyReturn"),
            row("OPEN", of(rate(Ceilings.OPENS_PER_SECOND, Ceilings.OPENS_PER_SECOND)), "tunnel/link.ViolationsTest.aFloodOfOpensIsCodeFour",
                    "tunnel/wire.PeerTallyTest.opensAndResetsHaveTheirOwnBurstAndRate"),
            row("RESET without", of(rate(Ceilings.RESETS_PER_SECOND, Ceilings.RESETS_PER_SECOND)), "tunnel/wire.PeerTallyTest.opensAndResetsHaveTheirOwnBurstAndRate"),
            row("answers to RESET", of(number(Ceilings.ANSWERS)), "tunnel/link.FloodsTest.answersThatNobodyReadsAreNotKeptWithoutEnd"),
            row("CREDIT", of(Ceilings.CREDITS_PER_SECOND + "/s"), "tunnel/link.ViolationsTest.aFloodOfPingsOrCreditsIsCodeOne",
                    "tunnel/wire.PeerTallyTest.creditsAreAsManyAsDataAndSomeMore"),
            row("PING", of(rate(Ceilings.PINGS_PER_SECOND, Ceilings.PING_BURST)), "tunnel/link.ViolationsTest.aFloodOfPingsOrCreditsIsCodeOne",
                    "tunnel/link.FloodsTest.pongsThatAnswerNothingAreAFloodToo"),
            row("REKEY", of(Ceilings.REKEYS_PER_MINUTE + "/min"), "tunnel/rekey.RekeyBudgetTest.askingForNothingTooOftenIsAViolation",
                    "tunnel/rekey.RekeyBudgetTest.exchangingForNothingTooOftenIsAViolation"),
            row("REKEY1", of(rate(Ceilings.REKEYS_PER_SECOND, Ceilings.REKEY_BURST)), "tunnel/rekey.RekeyBudgetTest.offeringSomethingElseAgainAndAgainIsAViolation",
                    "tunnel/rekey.RekeyBudgetTest.askingForSomethingElseAgainAndAgainIsAViolation"),
            row("frames that change nothing", of(rate(Ceilings.IDLE_FRAMES_PER_SECOND, Ceilings.IDLE_FRAME_BURST)), "tunnel/link.FloodsTest.framesThatChangeNothingAreAFlood"),
            row("GOAWAY on one link", of(), "tunnel/link.FloodsTest.whoSaysGoodbyeAgainAndAgainIsAProtocolError"),
            row("compression contexts", of(number(Ceilings.CONTEXTS)), "tunnel/wire.PeerTallyTest.contextsAreThoseOfAllLinks"),
            row("control messages", of(mebibytes(Ceilings.WAITING_MESSAGE_BYTES), mebibytes(Ceilings.MESSAGE_BYTES)),
                    "tunnel/AnnouncerTest.morePendingMessagesThanTheirShareAreRefused"),
            row("half-closed stream", of(Ceilings.HALF_CLOSED_MINUTES + " min"), "tunnel/link.FloodsTest.aHalfClosedStreamWithoutTrafficIsResetAfterItsTime"),
            row("connections accepted", of(rate(AcceptRate.PORT_PER_SECOND, AcceptRate.PORT_BURST)), "http/AdmissionTest.letsABurstInAndThenTheRate"),
            row("the same at each listener", of(rate(AcceptRate.PER_SECOND, AcceptRate.BURST)),
                    "endpoint/AcceptGateTest.anAddressHasABurstAndThenTheRateAndOthersHaveTheirOwn", "endpoint/AcceptGateTest.thisMachineIsNotCounted"),
            row("M1 without", of(rate(Ceilings.HELLOS_PER_SECOND, Ceilings.HELLO_BURST)), "tunnel/handshake.HandshakeBudgetTest.strangersHaveABurstOfFortyAndTwentyASecond"),
            row("M1 with one", of(rate(Ceilings.PROVED_HELLOS_PER_SECOND, Ceilings.PROVED_HELLO_BURST)),
                    "tunnel/handshake.HandshakeBudgetTest.whoHasAGoodBinderHasMoreAndItsOwn"),
            row("handshakes at once", of(number(Ceilings.HANDSHAKES_OF_AN_ADDRESS) + " of an address", number(Ceilings.HANDSHAKES)),
                    "tunnel/handshake.HandshakeBudgetTest.anAddressHasSixtyFourHandshakesAtOnceAndAllHave512"),
            row("handshakes that compute", of(number(Ceilings.HANDSHAKES_WAITING)), "tunnel/handshake.HandshakeBudgetTest.halfTheCoresComputeAndTheProvedGoFirst",
                    "tunnel/handshake.HandshakeBudgetTest.tooManyInLineAreSentAway"),
            row("remembered addresses", of(number(Ceilings.ADDRESSES), number(Ceilings.BINDERS)), "tunnel/handshake.HandshakeBudgetTest.remembersTheLastAddressesOnly",
                    "tunnel/handshake.HandshakeBudgetTest.remembersTheLastBindersOnly"),
            row("memory of bytes that wait", of(Ceilings.WAITING_PERCENT + " %"), "tunnel/wire.MemoryTest.newStreamsAreRefusedOnEachLoopWhenBothTogetherHoldFourFifths",
                    "tunnel/link.WindowTest.theStreamThatHoldsMostGoesWhenMemoryIsUsedUp", "tunnel/wire.MemoryTest.theLoopThatHoldsMostMustDropAStreamWhicheverFindsOut"),
            row("promised growth", of(Ceilings.GROWTH_PERCENT + " %"), "tunnel/link.WindowTest.growthStaysWithinItsBudget", "tunnel/wire.MemoryTest.growthIsOneQuarterOfWhatBothLeave"),
            row("memory of bytes sent", of(Ceilings.SENT_PERCENT + " %", Ceilings.KEPT_PERCENT + " %"), "tunnel/link.WindowTest.aSenderKeepsNoMoreThanItsShare",
                    "tunnel/link.FloodsTest.whoTakesNothingOfWhatIsSentLosesAStreamWhenMemoryIsUsedUp", "tunnel/wire.MemoryTest.firstWindowsHaveAnEndToo"),
            row("memory of compression contexts", of(Ceilings.CONTEXT_PERCENT + " %", Ceilings.SURE_CONTEXTS + " of a peer"),
                    "tunnel/wire.PeerTallyTest.contextsShareTheMemoryOfTheProcess", "tunnel/link.ContextsTest.pastTheMemoryOfContextsOnlyTheStreamGoes"),
            row("memory that parked", of(Ceilings.SENT_PERCENT + " %")),
            row("empty chunks", of(Ceilings.POOLED_PERCENT + " %"), "tunnel/wire.MemoryTest.allTogetherIsLessThanFourFifthsOfTheHeap"),
            row("file descriptors", of()));

    private static List<String> of(String... figures) {
        return List.of(figures);
    }

    private static Row row(String starts, List<String> figures, String... proofs) {
        return new Row(starts, figures, List.of(proofs));
    }

    private static String number(int figure) {
        return String.format(Locale.ROOT, "%,d", figure);
    }

    private static String rate(int perSecond, int burst) {
        return number(perSecond) + "/s, burst " + number(burst);
    }

    private static String mebibytes(int bytes) {
        return (bytes >> 20) + " MiB";
    }

    /// The rows of section 9: what, limit, past it.
    private static List<String[]> table() throws IOException {
        String text = Files.readString(bundle("tunnel").resolve("PROTOCOL.md"));
        return text.substring(text.indexOf("## 9. Budgets")).lines().filter(line -> line.startsWith("| ") && !line.startsWith("| of "))
                .map(line -> line.substring(2).split(" \\| ")).toList();
    }

    private static Path bundle(String name) {
        return Path.of(System.getProperty("nettunnel.root", "../..")).resolve("bundles/org.nettunnel." + name);
    }

    @TestFactory
    Stream<DynamicTest> theTableSaysWhatTheCodeDoes() throws IOException {
        List<String[]> table = table();
        assertEquals(ROWS.size(), table.size(), "a row came or went: this test has to know it");
        return Stream.iterate(0, at -> at < ROWS.size(), at -> at + 1).map(at -> DynamicTest.dynamicTest(ROWS.get(at).starts, () -> {
            assertTrue(table.get(at)[0].startsWith(ROWS.get(at).starts), table.get(at)[0]);
            int from = 0;
            for (String figure : ROWS.get(at).figures) {
                int found = table.get(at)[1].indexOf(figure, from);
                assertTrue(found >= 0, () -> "'" + figure + "' is not where it should be in: " + table.get(at)[1]);
                from = found + figure.length();
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> somebodyGoesPastEachLimit() {
        return ROWS.stream().flatMap(row -> row.proofs.stream()).distinct().map(proof -> DynamicTest.dynamicTest(proof, () -> {
            String name = proof.substring(proof.indexOf('/') + 1, proof.lastIndexOf('.'));
            String method = proof.substring(proof.lastIndexOf('.') + 1);
            String bundle = proof.substring(0, proof.indexOf('/'));
            String source = Files.readString(bundle(bundle).resolve("src/test/java/org/nettunnel/" + bundle + "/" + name.replace('.', '/') + ".java"));
            assertTrue(Pattern.compile("@Test\\s+void " + method + "\\(").matcher(source).find(), () -> "there is no such test");
        }));
    }

    @Test
    void noFigureIsRepeatedInTheSources() throws IOException {
        Pattern figure = Pattern.compile("\\b(16_?384|20_?000)\\b");
        List<String> repeated = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(bundle("tunnel").resolve("src/main/java"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith(".java") && !file.endsWith("Ceilings.java")).toList())
                Files.readString(source).lines().filter(line -> !line.strip().startsWith("//") && figure.matcher(line).find())
                        .forEach(line -> repeated.add(source.getFileName() + ": " + line.strip()));
        }
        assertEquals(List.of(), repeated);
    }
}
