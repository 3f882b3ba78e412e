package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.Endpoints.Half;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Grants.EndpointAct;
import org.nettunnel.api.node.Grants.OfEndpoint;
import org.nettunnel.api.node.Grants.OfTunnel;
import org.nettunnel.api.node.Grants.TunnelAct;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Node.EndpointEdit;
import org.nettunnel.api.node.PortRange;
import org.nettunnel.api.node.Quota;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.node.Rights.Act;
import org.nettunnel.api.node.Roster.Change;
import org.nettunnel.api.node.Roster.NewUser;
import org.nettunnel.api.node.TargetPattern;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;
import org.nettunnel.node.store.FileSteps;

/// Who may do what, and endpoints that follow the account of their owner.
class NodeRightsTest {
    private static final char[] PASSWORD = "correct horse battery".toCharArray();

    @TempDir
    Path root;
    private TwoNodes nodes;
    private TwoNodes.Side outer;
    private StoredRoster roster;
    private TunnelId tunnel;

    @BeforeEach
    void twoNodesAndAGuest() throws Exception {
        nodes = new TwoNodes(root);
        outer = nodes.outer;
        tunnel = nodes.connect();
        var accounts = new StoredAccounts(outer.store, new FakePasswords(), System::nanoTime);
        accounts.makeFirst("root", PASSWORD);
        roster = new StoredRoster(outer.store, accounts, user -> outer.node.owned().removeAll(user), () -> nodes.now);
        roster.add(new NewUser("guest", Role.LIMITED, PASSWORD, grants(tunnel, "10.0.0.0/8:80"), Quota.NONE));
    }

    private static Grants grants(TunnelId tunnel, String target) {
        return new Grants(List.of(new OfTunnel(tunnel, Set.of(TunnelAct.ENDPOINTS), List.of(PortRange.parse("9000-9010")), List.of(TargetPattern.parse(target)), List.of())),
                List.of());
    }

    private User user(String name) {
        return outer.store.accounts().stream().map(each -> each.user()).filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    /// @param side the end that listens; the outer one is the inbound one
    private EndpointDraft draft(TunnelSide side, int port, String target) {
        return new EndpointDraft(tunnel, null, side, "127.0.0.1", port, Address.parse(target), EndpointConfig.OFF);
    }

    private EndpointConfig added(int port) throws RequestRefused, IOException {
        return outer.node.add(draft(TunnelSide.INBOUND, port, "10.0.0.1:80"), user("guest"));
    }

    private Half half(EndpointId endpoint) {
        return outer.endpoints.now().stream().filter(each -> each.config().id().equals(endpoint)).findFirst().orElseThrow();
    }

    private void change(Grants grants, Quota quota) throws RequestRefused, IOException {
        roster.change("guest", new Change(null, null, grants, quota));
    }

    private static Reason reason(org.junit.jupiter.api.function.Executable request) {
        return assertThrows(RequestRefused.class, request).reason();
    }

    @Test
    void aUserHasTheEndpointsThatHeWasGrantedAndNoOthers() throws Exception {
        EndpointConfig made = added(9000);
        assertEquals(Optional.of("guest"), outer.node.rights().owner(made.id()));
        assertEquals("guest", half(made.id()).owner().user());
        assertTrue(half(made.id()).started());
        for (EndpointDraft wrong : List.of(draft(TunnelSide.INBOUND, 80, "10.0.0.1:80"), draft(TunnelSide.INBOUND, 9001, "11.0.0.1:80"),
                draft(TunnelSide.INBOUND, 9001, "10.0.0.1:81"), draft(TunnelSide.INBOUND, 9001, "db.example:80")))
            assertEquals(Reason.FORBIDDEN, reason(() -> outer.node.add(wrong, user("guest"))), wrong.toString());
        outer.node.add(draft(TunnelSide.OUTBOUND, 9001, "db.example:80"), user("guest"));
        assertEquals(Optional.empty(), outer.node.rights().owner(outer.node.add(draft(TunnelSide.INBOUND, 80, "11.0.0.1:81"), user("root")).id()));
        assertEquals(Reason.FORBIDDEN, reason(() -> outer.node.add(draft(TunnelSide.INBOUND, 9002, "10.0.0.1:80"), new User("ghost", Role.LIMITED))));
    }

    @Test
    void anOwnerMakesOfHisEndpointWhatHeWasGrantedAndNobodyMakesMoreOfIt() throws Exception {
        EndpointId his = added(9000).id();
        User guest = user("guest");
        assertEquals(9005, outer.node.change(his, new EndpointEdit("mine", null, 9005, null, null), guest).listen().port());
        for (EndpointEdit wrong : List.of(new EndpointEdit(null, null, 80, null, null), new EndpointEdit(null, null, null, Address.parse("11.0.0.1:80"), null)))
            for (User by : List.of(guest, user("root"))) assertEquals(Reason.FORBIDDEN, reason(() -> outer.node.change(his, wrong, by)), by.name() + wrong);
        assertEquals(Optional.of("guest"), outer.node.rights().owner(his));
        assertTrue(half(his).started());
        EndpointId foreign = outer.node.add(draft(TunnelSide.INBOUND, 80, "11.0.0.1:80")).id();
        assertEquals("renamed", outer.node.change(foreign, new EndpointEdit("renamed", null, null, null, null), guest).name(), "the gate asks for the right to change it");
        assertEquals(Reason.FORBIDDEN, reason(() -> outer.node.change(foreign, new EndpointEdit(null, null, null, Address.parse("11.0.0.2:80"), null), guest)));
    }

    @Test
    void whereAForeignEndpointListensAndConnectsToIsNotForOthersWhateverTheyWereGranted() throws Exception {
        roster.add(new NewUser("friend", Role.LIMITED, PASSWORD, grants(tunnel, "10.0.0.0/8:80"), Quota.NONE));
        EndpointId nodes = outer.node.add(draft(TunnelSide.OUTBOUND, 9001, "10.0.0.1:80")).id();
        EndpointId guests = outer.node.add(draft(TunnelSide.OUTBOUND, 9002, "10.0.0.1:80"), user("guest")).id();
        User friend = user("friend");
        for (EndpointId foreign : List.of(nodes, guests)) {
            for (EndpointEdit wrong : List.of(new EndpointEdit(null, null, null, Address.parse("db.example:80"), null), new EndpointEdit(null, null, 9003, null, null),
                    new EndpointEdit(null, "127.0.0.2", null, null, null), new EndpointEdit(null, null, null, Address.parse("10.0.0.2:80"), null)))
                assertEquals(Reason.FORBIDDEN, reason(() -> outer.node.change(foreign, wrong, friend)), wrong.toString());
            assertEquals("10.0.0.1:80", half(foreign).config().target().toString());
            String name = "ours" + half(foreign).config().listen().port();
            assertEquals(name, outer.node.change(foreign, new EndpointEdit(name, null, null, null, null), friend).name());
        }
        assertEquals("db.example:80", outer.node.change(guests, new EndpointEdit(null, null, null, Address.parse("db.example:80"), null), user("guest")).target().toString());
        assertEquals(80, outer.node.change(nodes, new EndpointEdit(null, null, 80, null, null), user("root")).listen().port());
    }

    @Test
    void theOwnerIsKeptOnDiskAndNeverTold() throws Exception {
        EndpointConfig made = added(9000);
        nodes.outer.messages.forEach(message -> assertFalse(new String(message.json()).contains("guest")));
        nodes.deliver();
        assertEquals(List.of(made), nodes.inner.node.endpoints());
        assertEquals(Optional.empty(), nodes.inner.node.rights().owner(made.id()));
        outer.restart(FileSteps.DISK);
        assertEquals(Optional.of("guest"), outer.node.rights().owner(made.id()));
        assertTrue(Files.readString(root.resolve("outer/config/endpoints.json")).contains("\"schema\" : 2"));
        assertTrue(Files.readString(root.resolve("inner/config/endpoints.json")).contains("\"schema\" : 1"));
    }

    @Test
    void whatIsTakenBackStopsAtOnceAndComesBackWithTheRight() throws Exception {
        EndpointId id = added(9000).id();
        List<Change> takenBack = List.of(new Change(null, true, null, null), new Change(null, null, Grants.NONE, null),
                new Change(null, null, grants(tunnel, "10.0.0.0/9:81"), null), new Change(null, null, grants(TunnelId.random(), "10.0.0.0/8:80"), null),
                new Change(null, null, null, new Quota(0, null, null)));
        for (Change change : takenBack) {
            roster.change("guest", change);
            assertFalse(half(id).started(), change.toString());
            assertEquals(CloseCode.POLICY, assertThrows(StreamRefused.class, () -> outer.node.rights().admit("guest", half(id).config())).code());
            roster.change("guest", new Change(null, false, grants(tunnel, "10.0.0.0/8:80"), Quota.NONE));
            assertTrue(half(id).started(), change.toString());
            outer.node.rights().admit("guest", half(id).config()).end();
        }
    }

    @Test
    void aGrantThatANamesAddressesAreHeldAgainstIsPartOfItsHalf() throws Exception {
        EndpointId named = outer.node.add(draft(TunnelSide.OUTBOUND, 9001, "db.example:80"), user("guest")).id();
        EndpointId numbered = added(9000).id();
        assertEquals(Set.of("10.0.0.0/8:80"), half(named).owner().granted());
        change(grants(tunnel, "10.1.0.0/16:80"), Quota.NONE);
        assertTrue(half(named).started());
        assertEquals(Set.of("10.1.0.0/16:80"), half(named).owner().granted());
        assertFalse(half(numbered).started(), "its address is all there is to know");
        assertEquals(Set.of(), half(numbered).owner().granted());
        roster.change("guest", new Change(Role.ADMINISTRATOR, null, Grants.NONE, Quota.NONE));
        assertEquals(Set.of("everything"), half(named).owner().granted());
    }

    @Test
    void aRemovedUsersEndpointsGoAtBothEnds() throws Exception {
        added(9000);
        var kept = outer.node.add(draft(TunnelSide.INBOUND, 80, "10.0.0.1:80"));
        nodes.deliver();
        assertEquals(2, nodes.inner.node.endpoints().size());
        roster.remove("guest");
        nodes.deliver();
        assertEquals(List.of(kept), outer.node.endpoints());
        assertEquals(List.of(kept), nodes.inner.node.endpoints());
    }

    @Test
    void whatAUserIsGrantedIsWhatHeMaySee() throws Exception {
        var rights = outer.node.rights();
        EndpointId his = added(9000).id();
        EndpointId foreign = outer.node.add(draft(TunnelSide.INBOUND, 80, "10.0.0.1:80")).id();
        for (Act act : Act.values()) {
            assertTrue(rights.may(user("root"), act, tunnel));
            assertTrue(rights.may(user("root"), act, foreign));
            assertTrue(rights.may(user("guest"), act, his));
            assertFalse(rights.may(user("guest"), act, foreign), act + " of another's");
            assertFalse(rights.may(user("guest"), act, EndpointId.random()));
            assertFalse(rights.may(user("guest"), act, TunnelId.random()));
            assertEquals(act == Act.SEE, rights.may(user("guest"), act, tunnel));
        }
        change(new Grants(List.of(new OfTunnel(null, Set.of(TunnelAct.OPERATE), List.of(), List.of(), List.of())), List.of()), Quota.NONE);
        assertTrue(rights.may(user("guest"), Act.OPERATE, tunnel) && rights.may(user("guest"), Act.OPERATE, foreign) && rights.may(user("guest"), Act.SEE, foreign));
        assertFalse(rights.may(user("guest"), Act.CHANGE, tunnel) || rights.may(user("guest"), Act.CHANGE, foreign));
        change(new Grants(List.of(), List.of(new OfEndpoint(foreign, Set.of(EndpointAct.CHANGE)))), Quota.NONE);
        assertTrue(rights.may(user("guest"), Act.CHANGE, foreign) && rights.may(user("guest"), Act.SEE, foreign));
        assertFalse(rights.may(user("guest"), Act.OPERATE, foreign) || rights.may(user("guest"), Act.SEE, tunnel));
        roster.change("guest", new Change(null, true, null, null));
        assertFalse(rights.may(user("guest"), Act.SEE, foreign) || rights.may(user("guest"), Act.SEE, his));
    }

    @Test
    void aQuotaBoundsEndpointsAndConnections() throws Exception {
        change(grants(tunnel, "10.0.0.0/8:80"), new Quota(2, 2, null));
        EndpointConfig first = added(9000);
        EndpointId second = added(9001).id();
        int refused = 0;
        for (int i = 0; i < 10_000; i++) if (reason(() -> added(9002)) == Reason.TOO_MANY) refused++;
        assertEquals(10_000, refused);
        var rights = outer.node.rights();
        var one = rights.admit("guest", first);
        rights.admit("guest", first);
        assertEquals(CloseCode.BUSY, assertThrows(StreamRefused.class, () -> rights.admit("guest", first)).code());
        assertEquals("Used[endpoints=2, connections=2]", rights.used("guest").toString());
        assertEquals("Used[endpoints=0, connections=0]", rights.used("root").toString());
        one.end();
        one.end();
        rights.admit("guest", first);
        assertEquals(CloseCode.BUSY, assertThrows(StreamRefused.class, () -> rights.admit("guest", first)).code());

        change(null, new Quota(1, 2, null));
        assertTrue(half(first.id()).started());
        assertFalse(half(second).started(), "the newest is the one too many");
    }

    @Test
    void connectionsPastALowerQuotaAreResetTheNewestFirst() throws Exception {
        EndpointConfig first = added(9000);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            outer.node.rights().admit("guest", first);
            outer.streams.add(new StreamState("s" + i, tunnel, first.id(), true, "", "", "open", TwoNodes.NOW.plusSeconds(i), 0, 0));
            if (i < 3) kept.add("s" + i);
        }
        change(null, new Quota(null, 3, null));
        assertEquals(kept, outer.streams.stream().map(StreamState::id).toList());
    }

    @Test
    void connectionsOfAUserShareOnePace() throws Exception {
        EndpointConfig first = added(9000);
        EndpointConfig second = added(9001);
        var rights = outer.node.rights();
        assertNull(rights.admit("guest", first).pace());
        assertFalse(half(first.id()).owner().hasPace());
        change(null, new Quota(null, null, 50_000L));
        assertTrue(half(first.id()).owner().hasPace());
        var pace = rights.admit("guest", first).pace();
        assertNotNull(pace);
        assertEquals(pace, rights.admit("guest", second).pace());
        assertEquals(50_000, pace.bytesPerSecond());
        change(null, new Quota(null, null, 70_000L));
        assertEquals(70_000, pace.bytesPerSecond(), "also for those that run");
    }

    @Test
    void theAddressThatIsDialledIsLookedAt() throws Exception {
        outer.node.know(() -> Set.of(80));
        EndpointConfig named = outer.node.add(draft(TunnelSide.OUTBOUND, 9000, "db.example:80"), user("guest"));
        var permit = outer.node.rights().admit("guest", named);
        assertTrue(permit.mayDial(InetAddress.ofLiteral("10.0.0.1")));
        assertFalse(permit.mayDial(InetAddress.ofLiteral("11.0.0.1")));
        change(grants(tunnel, "127.0.0.0/8:*"), Quota.NONE);
        assertFalse(permit.mayDial(InetAddress.ofLiteral("127.0.0.1")), "the node's own port, and he has it granted");
        outer.node.know(() -> Set.of(81));
        assertTrue(permit.mayDial(InetAddress.ofLiteral("127.0.0.1")));
        change(grants(tunnel, "169.254.0.0/16:*"), Quota.NONE);
        assertFalse(permit.mayDial(InetAddress.ofLiteral("169.254.169.254")));
    }

    /// A crash between taking the endpoints and taking the account leaves him disabled and without.
    @Test
    void aRemovalThatBreaksOffLeavesNothingRunning() throws Exception {
        EndpointId id = added(9000).id();
        var breaking = new StoredRoster(outer.store, new StoredAccounts(outer.store, new FakePasswords(), System::nanoTime), _ -> {
            throw new IOException("disk full");
        }, () -> nodes.now);
        assertThrows(IOException.class, () -> breaking.remove("guest"));
        assertFalse(half(id).started());
        assertTrue(user("guest").disabled());
        roster.remove("guest");
        assertTrue(outer.node.endpoints().isEmpty());
        assertEquals(Duration.ofDays(30), org.nettunnel.api.node.Roster.LONGEST_INVITE);
    }

    @Test
    void whatTheOtherEndMadeDialsNeitherThisNodeItselfNorMetadata() throws Exception {
        outer.node.know(() -> Set.of(52845));
        EndpointConfig theirs = nodes.inner.node.add(new EndpointDraft(tunnel, "theirs", TunnelSide.OUTBOUND, "127.0.0.1", 9001, new Address("any.example", 52845), EndpointConfig.ADAPTIVE));
        nodes.deliver();
        Rights rights = outer.node.rights();
        for (String barred : new String[] {"127.0.0.1", "::1", "169.254.169.254", "fd00:ec2::254", "0.0.0.0", "fe80::1"})
            assertFalse(rights.mayDial(theirs, InetAddress.ofLiteral(barred)), barred);
        assertTrue(rights.mayDial(theirs, InetAddress.ofLiteral("10.0.0.1")));
        EndpointConfig ours = outer.node.add(new EndpointDraft(tunnel, "ours", TunnelSide.OUTBOUND, "127.0.0.1", 9002, new Address("any.example", 52845), EndpointConfig.ADAPTIVE));
        assertTrue(rights.mayDial(ours, InetAddress.ofLiteral("127.0.0.1")), "who made it here knows what he does");
        // a limited user does not make it the node's own by giving it a name
        var guest = new User("guest", Role.LIMITED, false, Grants.NONE, Quota.NONE);
        var name = new EndpointEdit("named", null, null, null, null);
        NodeServiceTest.refused(Reason.FORBIDDEN, () -> outer.node.change(theirs.id(), name, guest));
        outer.node.change(theirs.id(), name, new User("root", Role.ADMINISTRATOR, false, Grants.NONE, Quota.NONE));
        assertTrue(rights.mayDial(theirs, InetAddress.ofLiteral("127.0.0.1")), "an administrator had the last word");
    }
}
