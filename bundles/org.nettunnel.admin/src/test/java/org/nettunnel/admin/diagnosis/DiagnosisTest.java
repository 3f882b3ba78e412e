package org.nettunnel.admin.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.admin.diagnosis.DiagnosisView;
import org.nettunnel.api.tunnel.Tunnels.Measures;
import org.nettunnel.api.tunnel.Tunnels.Measures.OfLink;
import org.nettunnel.api.tunnel.Tunnels.Measures.OfLoop;
import org.nettunnel.api.tunnel.Pace;

/// Each cause is made for real between two engines, and named in the verdict.
@Timeout(120)
class DiagnosisTest {
    private static String verdict(TwoEngines.End end) throws InterruptedException {
        Diagnosis diagnosis = TwoEngines.diagnosis(end);
        String id = end.service.measures(TwoEngines.TUNNEL).streams().getFirst().state().id();
        DiagnosisView view = diagnosis.ofStream(id).orElseThrow();
        System.out.println(view.verdict() + " " + view.parts());
        assertEquals(diagnosis.ofTunnel().verdict(), view.verdict(), "it has one stream");
        return view.verdict();
    }

    private static void floods(SocketChannel to) {
        Thread.startVirtualThread(() -> {
            ByteBuffer block = ByteBuffer.allocate(64 * 1024);
            try {
                for (;;) to.write(block.clear());
            } catch (IOException closed) {
                // the test is over
            }
        });
    }

    private static void drains(SocketChannel from) {
        Thread.startVirtualThread(() -> {
            ByteBuffer block = ByteBuffer.allocate(64 * 1024);
            try {
                while (from.read(block.clear()) >= 0) continue;
            } catch (IOException closed) {
                // the test is over
            }
        });
    }

    private static void assertSays(String words, String verdict) {
        assertTrue(verdict.contains(words), verdict);
    }

    @Test
    void aTargetThatDoesNotReadIsNamedThereAndBlamedOnTheOtherEndHere() throws Exception {
        try (var engines = new TwoEngines(0)) {
            var stream = engines.open(null);
            floods(stream.client());
            TwoEngines.await(() -> engines.inner.service.measures(TwoEngines.TUNNEL).streams().getFirst().waits().socket() > 0);
            assertSays("The application at 10.0.0.5:80 reads slowly:", verdict(engines.inner));
            String here = verdict(engines.outer);
            assertSays("The target at the other end reads slowly:", here);
            assertSays("ask the other end", here);
        }
    }

    @Test
    void aTargetThatIsLongInAnsweringIsNamedAtBothEnds() throws Exception {
        try (var engines = new TwoEngines(0)) {
            var stream = engines.open(null);
            stream.client().write(ByteBuffer.wrap(new byte[] {1}));
            stream.target().read(ByteBuffer.allocate(1));
            assertSays("The application at 10.0.0.5:80 takes its time to answer:", verdict(engines.inner));
            assertSays("The other end is waited for:", verdict(engines.outer));
            stream.target().write(ByteBuffer.wrap(new byte[] {1}));
            stream.client().read(ByteBuffer.allocate(1));
            assertSays("nothing was said", verdict(engines.inner));
            assertSays("nothing was said", verdict(engines.outer));
        }
    }

    @Test
    void aLineThatIsFullIsNamed() throws Exception {
        try (var engines = new TwoEngines(300_000)) {
            var stream = engines.open(null);
            floods(stream.client());
            drains(stream.target());
            TwoEngines.diagnosis(engines.outer);
            String verdict = verdict(engines.outer);
            assertSays("The way between the nodes is full: it carries ", verdict);
            assertSays("in line", verdict);
        }
    }

    @Test
    void aBoundOfBytesASecondIsNamed() throws Exception {
        try (var engines = new TwoEngines(0)) {
            var stream = engines.open(new Pace(50_000));
            floods(stream.client());
            drains(stream.target());
            assertSays("The bound of its user, 50.0 kB/s, holds it:", verdict(engines.outer));
        }
    }

    @Test
    void aBusyProcessorIsNamed() {
        var link = new OfLink(0, 0, 1_000_000, 500_000, 0, 0, 0, 0, 0, 0);
        var later = new OfLink(0, 1_000_000_000, 1_000_000, 500_000, 0, 0, 0, 0, 0, 0);
        var before = new Measures(List.of(Sample.stream(0, 0)), List.of(link), List.of(new OfLoop("loop-0", 0, 0)));
        var after = new Measures(List.of(Sample.stream(1_000_000_000, 500_000_000)), List.of(later), List.of(new OfLoop("loop-0", 1_000_000_000, 30_000_000)));
        assertSays("busy 97 % of the time", new Diagnosis(before, after).ofTunnel().verdict());
    }

    @Test
    void aTunnelWithoutALinkSaysSoAndAStreamThatEndedIsNotDiagnosed() {
        var before = new Measures(List.of(Sample.stream(0, 0)), List.of(), List.of());
        assertSays("no link", new Diagnosis(before, new Measures(List.of(Sample.stream(1_000_000_000, 0)), List.of(), List.of())).ofStream("1-0-2").orElseThrow().verdict());
        assertEquals(Optional.empty(), new Diagnosis(before, Measures.NONE).ofStream("1-0-2"));
        assertSays("The tunnel has no link", new Diagnosis(before, Measures.NONE).ofTunnel().verdict());
    }
}
