package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.EndpointEdit;
import org.nettunnel.api.node.Node.RemoteHalf;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;
import org.nettunnel.node.store.FileSteps;
import org.nettunnel.node.sync.EndpointBook;
import org.nettunnel.node.sync.EndpointEntry;
import org.nettunnel.node.sync.PeerMessage;
import org.nettunnel.node.sync.Version;

class EndpointSyncTest {
    private static final User ROOT = new User("root", Role.ADMINISTRATOR);
    @TempDir
    Path root;
    private TwoNodes nodes;
    private TunnelId tunnel;

    @BeforeEach
    void connected() throws Exception {
        nodes = new TwoNodes(root);
        tunnel = nodes.connect();
    }

    private EndpointConfig add(TwoNodes.Side side, String name, int port) throws Exception {
        return side.node.add(NodeServiceTest.draft(tunnel, name, TunnelSide.INBOUND, "127.0.0.1", port));
    }

    private void assertInStep() {
        assertEquals(sorted(nodes.outer), sorted(nodes.inner));
    }

    private static List<EndpointConfig> sorted(TwoNodes.Side side) {
        return side.node.endpoints().stream().sorted(java.util.Comparator.comparing(each -> each.id().toString())).toList();
    }

    private EndpointEntry live(EndpointId id, long revision, PeerIdentity editor) {
        var config = new EndpointConfig(id, tunnel, "evil", new EndpointConfig.Listen(TunnelSide.INBOUND, "0.0.0.0", 22), new Address("x", 1), "off");
        return new EndpointEntry.Live(config, new Version(revision, editor));
    }

    private void innerSays(EndpointEntry... entries) {
        for (byte[] message : PeerMessage.ofEntries(List.of(entries))) nodes.outer.node.sync().received(tunnel, message);
    }

    @Test
    void anEndpointAddedAtOneEndIsThereAtBothAndEachRunsItsHalf() throws Exception {
        EndpointConfig web = add(nodes.inner, "web", 8080);
        nodes.deliver();
        assertInStep();
        assertEquals(List.of(web), nodes.outer.node.endpoints());
        assertTrue(nodes.outer.endpoints.now().getFirst().listens());
        assertFalse(nodes.inner.endpoints.now().getFirst().listens());
        nodes.outer.restart(FileSteps.DISK);
        assertEquals(List.of(web), nodes.outer.node.endpoints());
    }

    @Test
    void whatChangedWhileTheTunnelWasDownIsToldWhenItIsUp() throws Exception {
        EndpointConfig web = add(nodes.inner, "web", 8080);
        nodes.deliver();
        nodes.down(tunnel);
        nodes.outer.node.remove(web.id());
        EndpointConfig ssh = add(nodes.inner, "ssh", 2222);
        nodes.up(tunnel);
        assertInStep();
        assertEquals(List.of(ssh), nodes.outer.node.endpoints());
    }

    @Test
    void bothEndsAgreeAfterAnyEditsAndCuts() throws Exception {
        Random random = new Random(99);
        for (int round = 0; round < 60; round++) {
            TwoNodes.Side side = random.nextBoolean() ? nodes.outer : nodes.inner;
            List<EndpointConfig> there = side.node.endpoints();
            switch (random.nextInt(6)) {
                case 0, 1 -> side.node.add(NodeServiceTest.draft(tunnel, null, TunnelSide.INBOUND, "127.0.0.1", 0));
                case 2 -> {
                    if (!there.isEmpty()) side.node.remove(there.get(random.nextInt(there.size())).id());
                }
                case 3 -> nodes.deliver();
                case 4 -> {
                    if (!there.isEmpty())
                        side.node.change(there.get(random.nextInt(there.size())).id(), new EndpointEdit("edit " + round, null, null, new Address("x", round + 1), null), ROOT);
                }
                default -> {
                    nodes.down(tunnel);
                    if (random.nextBoolean()) nodes.up(tunnel);
                }
            }
        }
        nodes.down(tunnel);
        nodes.up(tunnel);
        assertInStep();
    }

    @Test
    void anEditIsThereAtBothEndsAndWhatIsNotNamedStays() throws Exception {
        EndpointConfig web = add(nodes.inner, "web", 8080);
        nodes.deliver();
        EndpointConfig edited = nodes.outer.node.change(web.id(), new EndpointEdit("intranet", null, 8081, null, null), ROOT);
        nodes.deliver();
        assertEquals(new EndpointConfig(web.id(), tunnel, "intranet", new EndpointConfig.Listen(web.listen().side(), web.listen().bind(), 8081), web.target(),
                web.compression()), edited);
        assertEquals(List.of(edited), nodes.outer.node.endpoints());
        assertInStep();
        EndpointConfig again = nodes.inner.node.change(web.id(), new EndpointEdit(null, null, null, new Address("10.0.0.9", 81), "off"), ROOT);
        nodes.deliver();
        assertInStep();
        assertEquals(new Address("10.0.0.9", 81), again.target());
        nodes.outer.restart(FileSteps.DISK);
        assertEquals(List.of(again), nodes.outer.node.endpoints());
    }

    @Test
    void anEditThatCannotBeBesideTheOthersChangesNothing() throws Exception {
        EndpointConfig web = add(nodes.inner, "web", 8080);
        EndpointConfig ssh = add(nodes.inner, "ssh", 2222);
        for (var wrong : List.of(new EndpointEdit("ssh", null, null, null, null), new EndpointEdit(null, null, 2222, null, null)))
            NodeServiceTest.refused(Reason.CONFLICT, () -> nodes.inner.node.change(web.id(), wrong, ROOT));
        for (var wrong : List.of(new EndpointEdit("", null, null, null, null), new EndpointEdit(null, "no address", null, null, null),
                new EndpointEdit(null, null, null, null, "UP PER")))
            NodeServiceTest.refused(Reason.INVALID, () -> nodes.inner.node.change(web.id(), wrong, ROOT));
        NodeServiceTest.refused(Reason.NOT_FOUND, () -> nodes.inner.node.change(EndpointId.random(), new EndpointEdit("x", null, null, null, null), ROOT));
        assertEquals(List.of(web, ssh), nodes.inner.node.endpoints());
        assertEquals(web, nodes.inner.node.change(web.id(), new EndpointEdit("web", null, 8080, null, null), ROOT), "what it is it may stay");
    }

    @Test
    void anEndpointThatCannotListenElsewhereStaysAsItIs() throws Exception {
        EndpointConfig web = add(nodes.outer, "web", 8080);
        nodes.deliver();
        nodes.outer.endpoints.bar = Optional.of("127.0.0.1 port 8081 cannot be opened: taken");
        var refused = assertThrows(RequestRefused.class, () -> nodes.outer.node.change(web.id(), new EndpointEdit("intranet", null, 8081, null, null), ROOT));
        assertEquals(Reason.CONFLICT, refused.reason());
        assertEquals("endpoint 'web' cannot listen there: 127.0.0.1 port 8081 cannot be opened: taken; it goes on as it was", refused.getMessage());
        assertEquals("intranet", nodes.outer.node.change(web.id(), new EndpointEdit("intranet", null, 8080, null, null), ROOT).name(), "it listens there already");
        nodes.deliver();
        assertInStep();
        assertEquals(8080, nodes.inner.node.endpoints().getFirst().listen().port());
    }

    @Test
    void aPeerIsToldThatThisEndTakesQuestionsInAWayThatOlderOnesPassOver() throws Exception {
        EndpointConfig web = add(nodes.inner, "web", 8080);
        nodes.down(tunnel);
        nodes.up(tunnel);
        assertEquals(List.of(web), nodes.outer.node.endpoints());
        assertEquals(Optional.empty(), nodes.outer.node.remoteHalf(new EndpointId(new java.util.UUID(0, 0))));
    }

    @Test
    void aRemovedEndpointStaysRemovedForAPeerThatWasAwayALongTime() throws Exception {
        EndpointConfig web = add(nodes.inner, "web", 8080);
        nodes.deliver();
        nodes.down(tunnel);
        nodes.outer.node.remove(web.id());
        nodes.now = nodes.now.plus(Duration.ofDays(89));
        add(nodes.outer, "other", 1);
        nodes.up(tunnel);
        assertTrue(nodes.inner.node.endpoints().stream().noneMatch(each -> each.id().equals(web.id())));
    }

    @Test
    void eachEndShowsTheOthersHalfWhileTheTunnelIsUp() throws Exception {
        EndpointConfig web = add(nodes.inner, "web", 8080);
        nodes.deliver();
        assertEquals(Optional.empty(), nodes.inner.node.remoteHalf(web.id()));
        nodes.outer.node.sync().changed(web.id(), new EndpointStatus.Waiting("port 8080 is in use", nodes.now));
        nodes.deliver();
        assertEquals(Optional.of(new RemoteHalf("waiting", 0, "port 8080 is in use")), nodes.inner.node.remoteHalf(web.id()));
        nodes.outer.node.sync().changed(web.id(), new EndpointStatus.Listening("127.0.0.1", 8080));
        nodes.deliver();
        assertEquals(Optional.of(new RemoteHalf("listening", 8080, "")), nodes.inner.node.remoteHalf(web.id()));
        nodes.down(tunnel);
        assertEquals(Optional.empty(), nodes.inner.node.remoteHalf(web.id()));
        nodes.outer.endpoints.status = new EndpointStatus.Listening("127.0.0.1", 8080);
        nodes.up(tunnel);
        assertEquals(Optional.of(new RemoteHalf("listening", 8080, "")), nodes.inner.node.remoteHalf(web.id()));
    }

    @Test
    void theOtherEndHearsHowAHalfIsThatStartsAtOnce() throws Exception {
        nodes.outer.endpoints.listener = Optional.of(nodes.outer.node.sync());
        nodes.outer.endpoints.status = new EndpointStatus.Listening("127.0.0.1", 8080);
        EndpointConfig web = add(nodes.outer, "web", 8080);
        nodes.deliver();
        assertEquals(Optional.of(new RemoteHalf("listening", 8080, "")), nodes.inner.node.remoteHalf(web.id()));
    }

    @Test
    void aPeerThatMayNotConfigureChangesNothing() throws Exception {
        EndpointConfig mine = add(nodes.outer, "mine", 8080);
        nodes.deliver();
        nodes.outer.node.change(tunnel, Node.Change.NONE.with(null, false, null));
        nodes.outer.restart(FileSteps.DISK);
        add(nodes.inner, "theirs", 9090);
        nodes.inner.node.remove(mine.id());
        nodes.deliver();
        assertEquals(List.of(mine), nodes.outer.node.endpoints());
    }

    @Test
    void aPeerTouchesOnlyEndpointsOfItsOwnTunnel() throws Exception {
        var second = nodes.outer.node.invite(new org.nettunnel.api.node.Node.InviteOffer("second", List.of(new Address("x", 1)), "tcp", Duration.ofHours(1)));
        EndpointConfig others = nodes.outer.node.add(NodeServiceTest.draft(second.tunnel(), "others", TunnelSide.INBOUND, "127.0.0.1", 7070));
        innerSays(live(others.id(), 50, nodes.inner.node.identity()),
                new EndpointEntry.Removed(others.id(), tunnel, new Version(60, nodes.inner.node.identity()), nodes.now));
        assertEquals(List.of(others), nodes.outer.node.endpoints());
        byte[] half = PeerMessage.ofHalves(List.of(new PeerMessage.HalfNews(others.id(), new RemoteHalf("ready", 0, "")))).getFirst();
        nodes.outer.node.sync().received(tunnel, half);
        assertEquals(Optional.empty(), nodes.outer.node.remoteHalf(others.id()));
    }

    @Test
    void absurdRevisionsAndForeignEditorsAreRefused() {
        PeerIdentity peer = nodes.inner.node.identity();
        innerSays(live(EndpointId.random(), 1L << 40, peer), live(EndpointId.random(), 1, PeerIdentity.of(new byte[32])));
        assertTrue(nodes.outer.node.endpoints().isEmpty());
        innerSays(live(EndpointId.random(), (1L << 40) - 1, peer), live(EndpointId.random(), 1, nodes.outer.node.identity()));
        assertEquals(2, nodes.outer.node.endpoints().size());
    }

    @Test
    void aTunnelHasAtMostAThousandEndpoints() {
        List<EndpointEntry> many = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) many.add(live(EndpointId.random(), 1, nodes.inner.node.identity()));
        innerSays(many.toArray(EndpointEntry[]::new));
        assertEquals(EndpointBook.MOST_PER_TUNNEL, nodes.outer.node.endpoints().size());
        EndpointEntry first = many.getFirst();
        innerSays(new EndpointEntry.Removed(first.id(), tunnel, new Version(2, nodes.inner.node.identity()), nodes.now), many.getLast());
        assertEquals(EndpointBook.MOST_PER_TUNNEL, nodes.outer.node.endpoints().size());
    }

    @Test
    void aPeersClockDoesNotDecideHowLongARemovalIsRemembered() throws Exception {
        EndpointConfig web = add(nodes.outer, "web", 8080);
        var gone = new EndpointEntry.Removed(web.id(), tunnel, new Version(2, nodes.inner.node.identity()), nodes.now.plus(Duration.ofDays(36_500)));
        innerSays(gone);
        String saved = java.nio.file.Files.readString(nodes.outer.root.resolve("config/endpoints.json"));
        assertTrue(saved.contains("\"removed\" : \"2026-11-22T15:00:00Z\""), saved);
    }

    @Test
    void garbageIsRefusedWhole() throws Exception {
        EndpointConfig web = add(nodes.outer, "web", 8080);
        for (String json : List.of("", "{", "[]", "{\"endpoints\":[{\"id\":\"" + web.id() + "\"}]}", "\u0000\u0001", "[".repeat(10_000)))
            nodes.outer.node.sync().received(tunnel, json.getBytes(StandardCharsets.UTF_8));
        nodes.outer.node.sync().received(tunnel, new byte[2 << 20]);
        nodes.outer.node.sync().received(TunnelId.random(), PeerMessage.ofEntries(List.of(live(EndpointId.random(), 1, nodes.inner.node.identity()))).getFirst());
        assertEquals(List.of(web), nodes.outer.node.endpoints());
    }

    @Test
    void whatCannotBeWrittenIsTakenWhenThePeerTellsItAgain() throws Exception {
        var broken = new boolean[] {true};
        nodes.outer.restart(new FileSteps() {
            @Override
            public void create(Path file, byte[] content) throws IOException {
                if (broken[0]) throw new IOException("No space left on device");
                DISK.create(file, content);
            }

            @Override
            public void replace(Path from, Path to) throws IOException {
                DISK.replace(from, to);
            }

            @Override
            public void force(Path directory) throws IOException {
                DISK.force(directory);
            }
        });
        add(nodes.inner, "web", 8080);
        nodes.deliver();
        assertTrue(nodes.outer.node.endpoints().isEmpty());
        broken[0] = false;
        nodes.down(tunnel);
        nodes.up(tunnel);
        assertInStep();
        assertEquals(1, nodes.outer.node.endpoints().size());
    }
}
