package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Node.InviteOffer;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.InviteUsedUp;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;
import org.nettunnel.node.store.FileSteps;

class NodeServiceTest {
    @TempDir
    Path root;
    private TwoNodes nodes;

    @BeforeEach
    void two() throws IOException {
        nodes = new TwoNodes(root);
    }

    interface Request {
        void run() throws Exception;
    }

    static RequestRefused refused(Reason reason, Request request) {
        RequestRefused refusal = assertThrows(RequestRefused.class, request::run);
        assertEquals(reason, refusal.reason(), refusal.getMessage());
        return refusal;
    }

    private static InviteOffer offer(String name) {
        return new InviteOffer(name, List.of(new Address("outer.example", 52845)), "https", Duration.ofDays(1));
    }

    static EndpointDraft draft(TunnelId tunnel, @Nullable String name, TunnelSide side, String bind, int port) {
        return new EndpointDraft(tunnel, name, side, bind, port, new Address("web", 80), EndpointConfig.ADAPTIVE);
    }

    @Test
    void aPreferenceIsKeptAndTheEngineIsTold() throws Exception {
        assertEquals(Preference.NONE, nodes.outer.node.preference());
        assertEquals(List.of(Preference.NONE), nodes.outer.preferred);
        var wanted = new Preference(List.of("ChaCha20-Poly1305", "Later"), List.of("zstd"), true);
        nodes.outer.node.prefer(wanted);
        nodes.outer.node.prefer(wanted);
        assertEquals(List.of(Preference.NONE, wanted), nodes.outer.preferred);
        nodes.outer.restart(FileSteps.DISK);
        assertEquals(wanted, nodes.outer.node.preference());
        assertEquals(wanted, nodes.outer.preferred.getLast());
        nodes.outer.node.prefer(Preference.NONE);
        assertEquals(Preference.NONE, nodes.outer.preferred.getLast());
    }

    @Test
    void aPreferenceThatCannotBeIsRefusedWithTheNameAndTheRemedy() {
        String name = refused(Reason.INVALID, () -> nodes.outer.node.prefer(new Preference(List.of("two words"), List.of(), false))).getMessage();
        assertTrue(name.contains("'two words' in 'suites'") && name.contains("nettunnel suite list"), name);
        String twice = refused(Reason.INVALID, () -> nodes.outer.node.prefer(new Preference(List.of(), List.of("lz4", "zstd", "lz4"), false))).getMessage();
        assertTrue(twice.contains("'compressions' has 'lz4' twice"), twice);
        var many = java.util.stream.IntStream.range(0, 17).mapToObj(i -> "S" + i).toList();
        String most = refused(Reason.INVALID, () -> nodes.outer.node.prefer(new Preference(many, List.of(), false))).getMessage();
        assertTrue(most.contains("17") && most.contains("at most 16"), most);
        for (String odd : List.of("", "x".repeat(33), "\u0007", "b\u00fcro"))
            refused(Reason.INVALID, () -> nodes.outer.node.prefer(new Preference(List.of(), List.of(odd), false)));
        assertEquals(List.of(Preference.NONE), nodes.outer.preferred);
        assertEquals(Preference.NONE, nodes.outer.node.preference());
    }

    @Test
    void theIdentityIsMadeOnceAndKept() throws Exception {
        PeerIdentity before = nodes.outer.node.identity();
        nodes.outer.restart(FileSteps.DISK);
        assertEquals(before, nodes.outer.node.identity());
        assertFalse(before.equals(nodes.inner.node.identity()));
    }

    @Test
    void anInviteMakesTheTwoEndsOfOneTunnel() throws Exception {
        var invite = nodes.outer.node.invite(offer("office"));
        TunnelConfig accepted = nodes.inner.node.accept(invite.text(), Node.Wishes.named(null).over("tcp"));
        TunnelConfig made = nodes.outer.node.tunnels().getFirst();
        assertEquals(made.id(), accepted.id());
        assertEquals(made.trust().key(), accepted.trust().key());
        assertEquals(nodes.outer.node.identity(), accepted.trust().peer());
        assertNull(made.trust().peer());
        assertEquals(new TunnelConfig.Outbound(List.of(new Address("outer.example", 52845)), "tcp"), accepted.route());
        assertEquals(List.of(accepted), nodes.inner.applied.getLast());
    }

    @Test
    void eachEndHasItsOwnOutage() throws Exception {
        var patient = new Outage(Duration.ofHours(1), Duration.ZERO);
        var invite = nodes.outer.node.invite(new InviteOffer("office", offer("office").addresses(), "https", Duration.ofDays(1), patient));
        var brief = Outage.within(Duration.ofSeconds(5));
        var accepted = nodes.inner.node.accept(invite.text(), new Node.Wishes("office", null, new ProxyConfig.FromEnvironment(), brief));
        assertEquals(patient, nodes.outer.node.tunnels().getFirst().outage());
        assertEquals(new Outage(Duration.ofSeconds(5), Duration.ofSeconds(5)), accepted.outage());
        nodes.outer.restart(FileSteps.DISK);
        assertEquals(patient, nodes.outer.node.tunnels().getFirst().outage());
    }

    @Test
    void anOutageIsChangedWhileTheTunnelRunsAndOnlyAsFarAsItIsGiven() throws Exception {
        TunnelId tunnel = nodes.connect();
        var inner = nodes.inner.node;
        assertEquals(new Outage(Duration.ofSeconds(600), Duration.ofSeconds(30)), inner.change(tunnel, Node.Change.outage(Duration.ofSeconds(600), null)).outage());
        assertEquals(new Outage(Duration.ofSeconds(600), Duration.ZERO), inner.change(tunnel, Node.Change.outage(null, Duration.ZERO)).outage());
        assertEquals(new Outage(Duration.ofSeconds(600), Duration.ofSeconds(90)), inner.change(tunnel, Node.Change.outage(null, Duration.ofSeconds(90))).outage());
        assertEquals(new Outage(Duration.ofSeconds(60), Duration.ofSeconds(60)), inner.change(tunnel, Node.Change.outage(Duration.ofSeconds(60), null)).outage());
        assertEquals(inner.tunnels(), nodes.inner.applied.getLast());
        String sentence = refused(Reason.INVALID, () -> inner.change(tunnel, Node.Change.outage(null, Duration.ofSeconds(61)))).getMessage();
        assertTrue(sentence.contains("61 s") && sentence.contains("60 s"), sentence);
        refused(Reason.INVALID, () -> inner.change(tunnel, Node.Change.outage(Duration.ofDays(2), null)));
        refused(Reason.INVALID, () -> inner.change(tunnel, Node.Change.outage(Duration.ofSeconds(-1), null)));
        refused(Reason.NOT_FOUND, () -> inner.change(TunnelId.random(), Node.Change.outage(Duration.ZERO, null)));
        assertEquals(new Outage(Duration.ofSeconds(60), Duration.ofSeconds(60)), inner.tunnels().getFirst().outage());
        assertEquals(Outage.USUAL, nodes.outer.node.tunnels().getFirst().outage());
    }

    @Test
    void theEndThatDialsMayGetOtherAddressesAndAnotherProxy() throws Exception {
        TunnelId tunnel = nodes.connect();
        var inner = nodes.inner.node;
        var before = inner.tunnels().getFirst();
        List<Address> elsewhere = List.of(new Address("vpn.example.org", 443), new Address("203.0.113.5", 443));
        var moved = inner.change(tunnel, new Node.Change(elsewhere, null, null, null));
        assertEquals(before.withRoute(new TunnelConfig.Outbound(elsewhere, "https")), moved);
        assertEquals(new TunnelConfig.Outbound(elsewhere, "https", new ProxyConfig.None()),
                inner.change(tunnel, new Node.Change(null, new ProxyConfig.None(), null, null)).route());
        assertEquals(inner.tunnels(), nodes.inner.applied.getLast());
        assertTrue(refused(Reason.INVALID, () -> nodes.outer.node.change(tunnel, new Node.Change(elsewhere, null, null, null))).getMessage().contains("is dialled by the other end"));
        refused(Reason.INVALID, () -> inner.change(tunnel, new Node.Change(List.of(), null, null, null)));
        refused(Reason.INVALID, () -> inner.change(tunnel, new Node.Change(java.util.Collections.nCopies(17, new Address("a", 1)), null, null, null)));
        nodes.inner.restart(FileSteps.DISK);
        assertEquals(new TunnelConfig.Outbound(elsewhere, "https", new ProxyConfig.None()), nodes.inner.node.tunnels().getFirst().route());
    }

    @Test
    void aTunnelGetsAnotherNameAndItsPeerOtherRights() throws Exception {
        TunnelId tunnel = nodes.connect();
        var inner = nodes.inner.node;
        var before = inner.tunnels().getFirst();
        var named = inner.change(tunnel, Node.Change.NONE.with("works", null, false));
        assertEquals(before.named("works").with(new TunnelConfig.PeerMay(true, false)), named);
        nodes.inner.restart(FileSteps.DISK);
        assertEquals(named, nodes.inner.node.tunnels().getFirst());
        assertEquals(new TunnelConfig.PeerMay(false, true), nodes.inner.node.change(tunnel, Node.Change.NONE.with(null, false, true)).peerMay());
        assertEquals("office", nodes.outer.node.tunnels().getFirst().name());
        nodes.outer.node.invite(offer("second"));
        refused(Reason.CONFLICT, () -> nodes.outer.node.change(tunnel, Node.Change.NONE.with("second", null, null)));
        refused(Reason.INVALID, () -> nodes.outer.node.change(tunnel, Node.Change.NONE.with(" ", null, null)));
        nodes.outer.node.change(tunnel, Node.Change.NONE.with("office", null, null));
    }

    @Test
    void anInviteIsRefusedWhereItCannotBeUsed() throws Exception {
        var invite = nodes.outer.node.invite(offer("office"));
        assertTrue(refused(Reason.INVALID, () -> nodes.outer.node.accept(invite.text(), Node.Wishes.named("x"))).getMessage().contains("made by this node"));
        refused(Reason.INVALID, () -> nodes.inner.node.accept(invite.text(), Node.Wishes.named("x").over("carrier pigeon")));
        refused(Reason.INVALID, () -> nodes.inner.node.accept(invite.text().substring(1), Node.Wishes.named("x")));
        refused(Reason.INVALID, () -> nodes.inner.node.accept(invite.text(), Node.Wishes.named("")));
        nodes.inner.node.accept(invite.text(), Node.Wishes.named("x"));
        refused(Reason.CONFLICT, () -> nodes.inner.node.accept(invite.text(), Node.Wishes.named("y")));
        var late = nodes.outer.node.invite(offer("late"));
        nodes.now = late.expires();
        assertTrue(refused(Reason.INVALID, () -> nodes.inner.node.accept(late.text(), Node.Wishes.named(null))).getMessage().contains("expired at 2026-11-23T15:00:00Z"));
        assertEquals(1, nodes.inner.node.tunnels().size());
    }

    @Test
    void anInviteIsRefusedForWhatCannotBeOffered() throws Exception {
        nodes.outer.node.invite(offer("office"));
        assertTrue(refused(Reason.CONFLICT, () -> nodes.outer.node.invite(offer("office"))).getMessage().contains("'office'"));
        refused(Reason.INVALID, () -> nodes.outer.node.invite(offer("")));
        List<Address> here = List.of(new Address("x", 1));
        refused(Reason.INVALID, () -> nodes.outer.node.invite(new InviteOffer("a", List.of(), "https", Duration.ofDays(1))));
        refused(Reason.INVALID, () -> nodes.outer.node.invite(new InviteOffer("a", here, "smtp", Duration.ofDays(1))));
        refused(Reason.INVALID, () -> nodes.outer.node.invite(new InviteOffer("a", here, "https", Duration.ofDays(31))));
        refused(Reason.INVALID, () -> nodes.outer.node.invite(new InviteOffer("a", here, "https", Duration.ZERO)));
        refused(Reason.INVALID, () -> nodes.outer.node.invite(new InviteOffer("a", List.of(new Address("x".repeat(300), 1)), "https", Duration.ofDays(1))));
        assertEquals(1, nodes.outer.node.tunnels().size());
    }

    @Test
    void anInviteIsUsedUpByOneIdentityWhichMayComeAgain() throws Exception {
        var invite = nodes.outer.node.invite(offer("office"));
        PeerIdentity peer = nodes.inner.node.identity();
        nodes.outer.node.pin(invite.tunnel(), peer, "inner");
        nodes.now = invite.expires().plusSeconds(1);
        nodes.outer.node.pin(invite.tunnel(), peer, "inner");
        assertThrows(InviteUsedUp.class, () -> nodes.outer.node.pin(invite.tunnel(), PeerIdentity.of(new byte[32]), "thief"));
        nodes.outer.restart(FileSteps.DISK);
        assertEquals(peer, nodes.outer.node.tunnels().getFirst().trust().peer());
        assertNull(nodes.outer.node.tunnels().getFirst().trust().expires());
    }

    @Test
    void anExpiredOrRemovedInviteCannotBeUsed() throws Exception {
        PeerIdentity peer = nodes.inner.node.identity();
        var expired = nodes.outer.node.invite(offer("expired"));
        nodes.now = expired.expires();
        assertThrows(InviteUsedUp.class, () -> nodes.outer.node.pin(expired.tunnel(), peer, "inner"));
        var removed = nodes.outer.node.invite(offer("removed"));
        nodes.outer.node.remove(removed.tunnel());
        assertThrows(InviteUsedUp.class, () -> nodes.outer.node.pin(removed.tunnel(), peer, "inner"));
    }

    /// Every step of the one write fails in turn; the pin must be there or not, and the caller must know which.
    @Test
    void aPinThatCannotBeWrittenIsNoPin() throws Exception {
        var invite = nodes.outer.node.invite(offer("office"));
        for (int step = 0; step < 3; step++) {
            int failing = step;
            var count = new int[1];
            nodes.outer.restart(new FileSteps() {
                private void step() throws IOException {
                    if (count[0]++ == failing) throw new IOException("Input/output error");
                }

                @Override
                public void create(Path file, byte[] content) throws IOException {
                    step();
                    DISK.create(file, content);
                }

                @Override
                public void replace(Path from, Path to) throws IOException {
                    step();
                    DISK.replace(from, to);
                }

                @Override
                public void force(Path directory) throws IOException {
                    step();
                    DISK.force(directory);
                }
            });
            assertThrows(IOException.class, () -> nodes.outer.node.pin(invite.tunnel(), nodes.inner.node.identity(), "inner"), "step " + step);
            assertNull(nodes.outer.node.tunnels().getFirst().trust().peer());
            nodes.outer.restart(FileSteps.DISK);
            assertNull(nodes.outer.node.tunnels().getFirst().trust().peer(), "step " + step);
        }
    }

    @Test
    void enginesAreToldOnlyOfWhatChanged() throws Exception {
        TunnelId tunnel = nodes.connect();
        int tunnels = nodes.inner.applied.size();
        int halves = nodes.inner.endpoints.applied.size();
        EndpointConfig added = nodes.inner.node.add(draft(tunnel, "web", TunnelSide.INBOUND, "127.0.0.1", 8080));
        assertEquals(tunnels, nodes.inner.applied.size());
        assertEquals(halves + 1, nodes.inner.endpoints.applied.size());
        nodes.inner.node.setStarted(tunnel, true);
        assertEquals(halves + 1, nodes.inner.endpoints.applied.size());
        nodes.inner.node.setStarted(tunnel, false);
        assertFalse(nodes.inner.endpoints.now().getFirst().started());
        nodes.inner.attach();
        assertEquals(tunnels + 1, nodes.inner.applied.size());
        assertEquals(added, nodes.inner.node.endpoints().getFirst());
    }

    @Test
    void anEngineThatAppearsLaterIsToldAll() throws Exception {
        TunnelId tunnel = nodes.connect();
        nodes.inner.node.add(draft(tunnel, "web", TunnelSide.INBOUND, "127.0.0.1", 8080));
        var late = new TwoNodes.Halves();
        nodes.inner.node.detach(nodes.inner.endpoints);
        nodes.inner.node.attach(late);
        assertEquals(1, late.applied.size());
        assertFalse(late.now().getFirst().listens());
    }

    @Test
    void aPortIsTakenOnceAtEachEnd() throws Exception {
        TunnelId tunnel = nodes.connect();
        TunnelId second = nodes.outer.node.invite(offer("second")).tunnel();
        var outer = nodes.outer.node;
        outer.add(draft(tunnel, null, TunnelSide.INBOUND, "127.0.0.1", 8080));
        assertTrue(refused(Reason.CONFLICT, () -> outer.add(draft(second, null, TunnelSide.INBOUND, "localhost", 8080))).getMessage().contains("8080"));
        refused(Reason.CONFLICT, () -> outer.add(draft(second, null, TunnelSide.INBOUND, "0.0.0.0", 8080)));
        refused(Reason.CONFLICT, () -> outer.add(draft(tunnel, null, TunnelSide.INBOUND, "::", 8080)));
        outer.add(draft(tunnel, null, TunnelSide.INBOUND, "::1", 8080));
        outer.add(draft(second, null, TunnelSide.OUTBOUND, "127.0.0.1", 8080));
        outer.add(draft(tunnel, null, TunnelSide.OUTBOUND, "127.0.0.1", 8080));
        outer.add(draft(tunnel, null, TunnelSide.INBOUND, "127.0.0.1", 0));
        outer.add(draft(second, null, TunnelSide.INBOUND, "127.0.0.1", 0));
        assertEquals(6, outer.endpoints().size());
    }

    @Test
    void endpointsGetNamesThatSayWhatTheyDo() throws Exception {
        TunnelId tunnel = nodes.connect();
        assertEquals("8080-web:80", nodes.outer.node.add(draft(tunnel, null, TunnelSide.INBOUND, "127.0.0.1", 8080)).name());
        assertEquals("8080-web:80-2", nodes.outer.node.add(draft(tunnel, null, TunnelSide.OUTBOUND, "127.0.0.1", 8080)).name());
        assertEquals("0.0.0.0:any-web:80", nodes.outer.node.add(draft(tunnel, null, TunnelSide.INBOUND, "0.0.0.0", 0)).name());
        refused(Reason.CONFLICT, () -> nodes.outer.node.add(draft(tunnel, "8080-web:80", TunnelSide.INBOUND, "127.0.0.1", 1)));
        refused(Reason.INVALID, () -> nodes.outer.node.add(draft(tunnel, " ", TunnelSide.INBOUND, "127.0.0.1", 1)));
        refused(Reason.INVALID, () -> nodes.outer.node.add(draft(tunnel, null, TunnelSide.INBOUND, "127.0.0.1", 65536)));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        refused(Reason.NOT_FOUND, () -> nodes.outer.node.remove(TunnelId.random()));
        refused(Reason.NOT_FOUND, () -> nodes.outer.node.setStarted(TunnelId.random(), true));
        refused(Reason.NOT_FOUND, () -> nodes.outer.node.remove(EndpointId.random()));
        refused(Reason.NOT_FOUND, () -> nodes.outer.node.add(draft(TunnelId.random(), null, TunnelSide.INBOUND, "127.0.0.1", 1)));
    }

    @Test
    void aRemovedTunnelTakesItsEndpointsAlongAtThisEndOnly() throws Exception {
        TunnelId tunnel = nodes.connect();
        nodes.outer.node.add(draft(tunnel, "web", TunnelSide.INBOUND, "127.0.0.1", 8080));
        nodes.deliver();
        nodes.outer.node.remove(tunnel);
        nodes.deliver();
        assertTrue(nodes.outer.node.endpoints().isEmpty() && nodes.outer.endpoints.now().isEmpty());
        nodes.outer.restart(FileSteps.DISK);
        assertTrue(nodes.outer.node.tunnels().isEmpty() && nodes.outer.node.endpoints().isEmpty());
        assertEquals(1, nodes.inner.node.endpoints().size());
    }
}
