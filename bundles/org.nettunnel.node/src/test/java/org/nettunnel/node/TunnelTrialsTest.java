package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.InviteOffer;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Trials.Wish;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.node.audit.AuditLog;
import org.nettunnel.node.store.FileSteps;

/// Changes that take themselves back.
class TunnelTrialsTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Wish ELSEWHERE = new Wish(new Node.Change(List.of(new Address("wrong.example", 1)), null, null, null), false);
    private static final Wish STOP = new Wish(Node.Change.NONE, true);
    @TempDir
    Path folder;
    private TwoNodes nodes;
    private TunnelId tunnel;
    private TunnelConfig before;
    private AuditLog audit;
    private TunnelTrials trials;
    private final List<Due> alarms = new ArrayList<>();

    private record Due(Instant at, Runnable act) {}

    @BeforeEach
    void twoNodes() throws Exception {
        nodes = new TwoNodes(folder);
        tunnel = nodes.connect();
        before = now();
        audit = new AuditLog(folder, () -> nodes.now);
        trials = trials();
    }

    @AfterEach
    void close() {
        audit.close();
    }

    private TunnelTrials trials() {
        return new TunnelTrials(nodes.inner.node, audit, () -> nodes.now, (delay, act) -> alarms.add(new Due(nodes.now.plus(delay), act)));
    }

    private TunnelConfig now() {
        return nodes.inner.node.tunnels().getFirst();
    }

    /// Lets time go by, and wakes up whoever wanted to be.
    private void pass(Duration time) {
        Instant end = nodes.now.plus(time);
        while (true) {
            Due next = alarms.stream().min(Comparator.comparing(Due::at)).filter(due -> !due.at().isAfter(end)).orElse(null);
            if (next == null) break;
            alarms.remove(next);
            nodes.now = next.at();
            next.act().run();
        }
        nodes.now = end;
    }

    private void linked(Instant since) {
        var link = new LinkFacts(0, "https", "192.0.2.1:1", "AES-256-GCM", 0, Duration.ZERO, since);
        nodes.inner.states = List.of(new TunnelState(tunnel, new TunnelStatus.Established(since, List.of(link)), "outer",
                new TunnelState.Traffic(0, 0, 0, 0), TunnelState.Links.NONE));
    }

    private static RequestRefused refused(Reason reason, Executable act) {
        RequestRefused refused = assertThrows(RequestRefused.class, act);
        assertEquals(reason, refused.reason(), refused.getMessage());
        return refused;
    }

    private long notes() throws Exception {
        return audit.entries(new Audit.Query(0, 100, "takes back")).entries().size();
    }

    @Test
    void aPlanChangesNothingAndSaysWhatWouldBe() throws Exception {
        var plan = trials.plan(tunnel, ELSEWHERE);
        assertEquals(before, plan.before());
        assertTrue(plan.isRerouted() && !plan.isStopped());
        assertTrue(trials.plan(tunnel, STOP).isStopped() && !trials.plan(tunnel, STOP).isRerouted());
        assertFalse(trials.plan(tunnel, new Wish(Node.Change.NONE.with("works", null, null), false)).isRerouted());
        Wish nothing = new Wish(Node.Change.NONE.with("office", null, null), false);
        assertTrue(trials.plan(tunnel, nothing).isNothing());
        refused(Reason.INVALID, () -> trials.begin(tunnel, nothing, MINUTE));
        refused(Reason.NOT_FOUND, () -> trials.plan(TunnelId.random(), STOP));
        assertEquals(before, now());
        assertTrue(trials.of(tunnel).isEmpty() && alarms.isEmpty());
    }

    @Test
    void whatNobodyConfirmsIsTakenBack() throws Exception {
        trials.begin(tunnel, ELSEWHERE, MINUTE);
        assertEquals(0, nodes.inner.cuts, "the answer gets out first");
        pass(Duration.ofSeconds(1));
        assertEquals(1, nodes.inner.cuts);
        assertEquals(nodes.inner.node.tunnels(), nodes.inner.applied.getLast());
        assertEquals(List.of(new Address("wrong.example", 1)), ((TunnelConfig.Outbound) now().route()).addresses());
        pass(Duration.ofSeconds(58));
        assertTrue(trials.of(tunnel).isPresent());
        pass(Duration.ofSeconds(1));
        assertEquals(before, now());
        assertEquals(List.of(before), nodes.inner.applied.getLast());
        assertEquals(2, nodes.inner.cuts, "a link that was made meanwhile goes another way");
        assertTrue(trials.of(tunnel).isEmpty());
        assertEquals(1, notes());
        nodes.inner.restart(FileSteps.DISK);
        assertEquals(before, now());
    }

    @Test
    void itIsConfirmedOnlyOverALinkThatWasMadeTheNewWay() throws Exception {
        linked(nodes.now);
        trials.begin(tunnel, ELSEWHERE, MINUTE);
        refused(Reason.CONFLICT, () -> trials.confirm(tunnel));
        pass(Duration.ofSeconds(1));
        refused(Reason.CONFLICT, () -> trials.confirm(tunnel));
        linked(nodes.now);
        assertTrue(trials.of(tunnel).orElseThrow().mayBeConfirmed());
        trials.confirm(tunnel);
        pass(Duration.ofMinutes(5));
        assertEquals(List.of(new Address("wrong.example", 1)), ((TunnelConfig.Outbound) now().route()).addresses());
        assertEquals(1, nodes.inner.cuts);
        assertEquals(0, notes());
        refused(Reason.CONFLICT, () -> trials.confirm(tunnel));
        refused(Reason.CONFLICT, () -> trials.takeBack(tunnel));
        var confirmed = now();
        nodes.inner.restart(FileSteps.DISK);
        assertEquals(confirmed, now());
    }

    @Test
    void aStopIsTriedOutToo() throws Exception {
        trials.begin(tunnel, STOP, MINUTE);
        pass(Duration.ofSeconds(1));
        assertFalse(nodes.inner.applied.getLast().getFirst().started());
        pass(MINUTE);
        assertTrue(nodes.inner.applied.getLast().getFirst().started());
        trials.begin(tunnel, STOP, MINUTE);
        pass(Duration.ofSeconds(1));
        trials.confirm(tunnel);
        pass(MINUTE);
        assertFalse(now().started());
    }

    @Test
    void itIsTakenBackAtOnceByWhoSaysSo() throws Exception {
        trials.begin(tunnel, ELSEWHERE, MINUTE);
        pass(Duration.ofSeconds(1));
        assertEquals(before, trials.takeBack(tunnel));
        trials.begin(tunnel, STOP, Duration.ofMinutes(3));
        pass(MINUTE);
        assertTrue(trials.of(tunnel).isPresent(), "the alarm of the one before is not this one's");
    }

    @Test
    void aNodeThatEndedMeanwhileTakesItBackWhenItStarts() throws Exception {
        trials.begin(tunnel, ELSEWHERE, MINUTE);
        pass(Duration.ofSeconds(1));
        trials.close();
        nodes.inner.restart(FileSteps.DISK);
        assertEquals(before, now());
        assertEquals(List.of(before), nodes.inner.applied.getLast());
        trials = trials();
        assertTrue(trials.of(tunnel).isEmpty());
        assertEquals(1, notes());
        nodes.inner.node.change(tunnel, Node.Change.NONE.with("works", null, null));
        nodes.inner.restart(FileSteps.DISK);
        assertEquals(before.named("works"), now());
    }

    @Test
    void meanwhileNothingElseChangesAndItsOldNameIsNotFree() throws Exception {
        trials.begin(tunnel, new Wish(Node.Change.NONE.with("works", null, null), false), MINUTE);
        refused(Reason.CONFLICT, () -> nodes.inner.node.change(tunnel, Node.Change.outage(Duration.ZERO, null)));
        refused(Reason.CONFLICT, () -> nodes.inner.node.setStarted(tunnel, false));
        refused(Reason.CONFLICT, () -> trials.begin(tunnel, STOP, MINUTE));
        refused(Reason.CONFLICT, () -> trials.plan(tunnel, STOP));
        var offer = new InviteOffer("office", List.of(new Address("inner.example", 1)), "https", Duration.ofDays(1));
        refused(Reason.CONFLICT, () -> nodes.inner.node.invite(offer));
        nodes.inner.node.remove(tunnel);
        pass(MINUTE);
        assertTrue(nodes.inner.node.tunnels().isEmpty());
    }

    @Test
    void aTrialHasBounds() {
        refused(Reason.INVALID, () -> trials.begin(tunnel, STOP, Duration.ofSeconds(9)));
        refused(Reason.INVALID, () -> trials.begin(tunnel, STOP, Duration.ofHours(2)));
        assertEquals(before, now());
    }
}
