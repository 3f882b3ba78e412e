package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Node.InviteOffer;
import org.nettunnel.api.node.Originals.Foreign;
import org.nettunnel.api.node.Originals.Line;
import org.nettunnel.api.node.Originals.Report;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;
import org.nettunnel.node.original.OriginalFiles;
import org.nettunnel.node.store.FileSteps;

/// The shapes are those of versions 1.0.0 and 4.4.2; the values are ours.
class OriginalsTest {
    private static final String HASH = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";
    private static final String PAIR = "0b3c5d4e-0000-4000-8000-00000000000";
    private static final Address HERE = new Address("outer.example", 52845);

    private static final Foreign USERS_1 = new Foreign("NtUser.json", "\uFEFF[{\"Username\":\"root\",\"PasswordHash\":\"" + HASH + "\"}]");
    private static final Foreign INBOUND_1 = new Foreign("NtTunnelInboundConfiguration.json", """
            [{"PairId":"%s1","Name":"office","DataPort":52846,
              "EndpointInboundConfigurations":[{"PairId":"%s2","TunnelPairId":"%s1","Name":"web","TransmissionPort":8080}],
              "EndpointOutboundConfigurations":[{"PairId":"%s3","TunnelPairId":"%s1","Name":"desk","Address":"127.0.0.1","TransmissionPort":3389}]}]
            """.formatted(PAIR, PAIR, PAIR, PAIR, PAIR));
    /// Of the other end.
    private static final Foreign OUTBOUND_1 = new Foreign("NtTunnelOutboundConfiguration.json", """
            [{"PairId":"%s1","Name":"office","Address":"outer.example","ManagementPort":52845,"DataPort":52846,"Username":"root","PasswordHash":"%s",
              "EndpointInboundConfigurations":[{"PairId":"%s3","TunnelPairId":"%s1","Name":"desk","TransmissionPort":13389}],
              "EndpointOutboundConfigurations":[{"PairId":"%s2","TunnelPairId":"%s1","Name":"web","Address":"intranet","TransmissionPort":80}]}]
            """.formatted(PAIR, HASH, PAIR, PAIR, PAIR, PAIR));
    private static final String TUNNEL_3 = """
            [{"TunnelId":"%1$s1","Name":"office",%2$s"DataPort":52846,"EndpointConfigurations":[
               {"EndpointId":"%1$s2","Direction":"Inbound","Name":"web","InboundPort":8080,"OutboundAddress":"intranet","OutboundPort":80,"TrafficType":"Http","HttpHeaderRules":[]},
               {"EndpointId":"%1$s3","Direction":2,"Name":"desk","InboundPort":13389,"OutboundAddress":"127.0.0.1","OutboundPort":3389,"TrafficType":0,"HttpHeaderRules":null}]}]
            """;
    private static final Foreign USERS_4 = new Foreign("users.json", """
            [{"Username":"root","PasswordHash":"%s","Role":2,"Endpoints":[]},
             {"Username":"branch","PasswordHash":"%s","Role":1,"Endpoints":[
               {"EndpointId":"%s4","Direction":"Inbound","Name":"shop","OutboundAddress":"10.0.0.7","InboundPort":8080,"OutboundPort":80,"TrafficType":"Http",
                "HttpHeaderRules":[{"HeaderType":"Request","Action":"Insert","Verb":"Any","Enabled":true,"Name":"X-A","Value":"b"}],"EndpointKey":{"Direction":1,"Id":"x"}},
               {"EndpointId":"%s5","Direction":"Outbound","Name":"till","OutboundAddress":"127.0.0.1","InboundPort":9100,"OutboundPort":9100,"TrafficType":"Http","HttpHeaderRules":[]}]}]
            """.formatted(HASH, HASH, PAIR, PAIR));
    private static final Foreign TUNNELS_4 = new Foreign("tunnels.json", """
            [{"ServiceId":"%s8","TunnelId":"%s9","Name":"home; rm -rf /","Address":"home.example","ServicePort":52000,"Username":"me","PasswordHash":"%s"}]
            """.formatted(PAIR, PAIR, HASH));
    private static final Foreign SERVICE_4 = new Foreign("ServiceConfiguration.json",
            "{\"ServiceId\":\"%s8\",\"ServicePort\":52000,\"PingCadence\":5000,\"LogLevel\":\"Verbose\",\"ReceiveBufferGrowthRate\":0.2}".formatted(PAIR));
    private static final List<Foreign> ALL = List.of(USERS_1, INBOUND_1, OUTBOUND_1, USERS_4, TUNNELS_4, SERVICE_4);

    @TempDir
    Path root;
    private TwoNodes nodes;
    private StoredRoster roster;

    @BeforeEach
    void two() throws Exception {
        nodes = new TwoNodes(root);
        var accounts = new StoredAccounts(nodes.outer.store, new FakePasswords(), System::nanoTime);
        accounts.makeFirst("admin", "correct horse battery".toCharArray());
        roster = new StoredRoster(nodes.outer.store, accounts, user -> nodes.outer.node.owned().removeAll(user), () -> nodes.now);
    }

    private Report take(List<Foreign> files, @Nullable Address reachedAt, boolean apply) throws Exception {
        return new OriginalFiles(nodes.outer.node, roster).take(files, reachedAt, apply);
    }

    private static Line line(Report report, String kind, String name) {
        return report.lines().stream().filter(each -> each.kind().equals(kind) && each.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void bothEndsOfVersion1BecomeATunnelItsInviteAndItsEndpoints() throws Exception {
        Report dry = take(List.of(INBOUND_1, OUTBOUND_1), HERE, false);
        assertEquals(List.of("carried tunnel office", "carried endpoint web", "carried endpoint desk"),
                dry.lines().stream().map(each -> each.outcome() + " " + each.kind() + " " + each.name()).toList());
        assertTrue(nodes.outer.node.tunnels().isEmpty(), "a dry run changes nothing");
        Report done = take(List.of(INBOUND_1, OUTBOUND_1), HERE, true);
        assertTrue(done.applied());
        assertEquals(3, done.carried());
        assertTrue(String.valueOf(line(done, "tunnel", "office").invite()).startsWith("nt1_"));
        var web = nodes.outer.node.endpoints().stream().filter(each -> each.name().equals("web")).findFirst().orElseThrow();
        assertEquals("0.0.0.0:8080 intranet:80", web.listen().bind() + ":" + web.listen().port() + " " + web.target());
        assertEquals(TunnelSide.INBOUND, web.listen().side());
        var desk = nodes.outer.node.endpoints().stream().filter(each -> each.name().equals("desk")).findFirst().orElseThrow();
        assertEquals("13389 127.0.0.1:3389 OUTBOUND", desk.listen().port() + " " + desk.target() + " " + desk.listen().side());
        assertEquals(1, nodes.outer.node.tunnels().size());
        // once more: what is there already is told and not made twice
        assertEquals("lost", line(take(List.of(INBOUND_1, OUTBOUND_1), HERE, true), "tunnel", "office").outcome());
        assertEquals(1, nodes.outer.node.tunnels().size());
    }

    /// There an endpoint was whole, and still stood with its tunnel; directions were written by name or by number.
    @Test
    void aTunnelOfVersions2And3ComesWithItsWholeEndpoints() throws Exception {
        Foreign waits = new Foreign("Tunnels.json", TUNNEL_3.formatted(PAIR, ""));
        Report done = take(List.of(waits), HERE, true);
        assertEquals(List.of("carried tunnel office", "carried endpoint web", "carried endpoint desk"),
                done.lines().stream().map(each -> each.outcome() + " " + each.kind() + " " + each.name()).toList());
        var web = nodes.outer.node.endpoints().stream().filter(each -> each.name().equals("web")).findFirst().orElseThrow();
        assertEquals("0.0.0.0:8080 intranet:80 INBOUND", web.listen().bind() + ":" + web.listen().port() + " " + web.target() + " " + web.listen().side());
        var desk = nodes.outer.node.endpoints().stream().filter(each -> each.name().equals("desk")).findFirst().orElseThrow();
        assertEquals("13389 127.0.0.1:3389 OUTBOUND", desk.listen().port() + " " + desk.target() + " " + desk.listen().side());
        Foreign dials = new Foreign("Tunnels.json", TUNNEL_3.formatted(PAIR, "\"Address\":\"other.example\","));
        Report dialling = take(List.of(dials), HERE, false);
        assertEquals("nettunnel endpoint add office --listen 0.0.0.0:13389 --to 127.0.0.1:3389 --outbound --name desk", line(dialling, "endpoint", "desk").command());
        Foreign sideways = new Foreign("Tunnels.json", TUNNEL_3.formatted(PAIR, "").replace("\"Inbound\"", "\"Sideways\""));
        assertTrue(line(take(List.of(sideways), HERE, false), "file", "office").sentence().contains("endpoint 'web' has the direction 'Sideways'"));
    }

    @Test
    void oneEndAloneSaysWhatIsMissing() throws Exception {
        Report report = take(List.of(INBOUND_1), HERE, false);
        assertEquals("todo", line(report, "endpoint", "web").outcome());
        Report dialling = take(List.of(OUTBOUND_1), HERE, true);
        assertTrue(line(dialling, "tunnel", "office").sentence().contains("nettunnel invite office --address outer.example:52845"));
        assertEquals("nettunnel endpoint add office --listen 0.0.0.0:PORT --to intranet:80 --outbound --name web", line(dialling, "endpoint", "web").command());
    }

    @Test
    void endpointsOfVersion4BecomeTheNodesOwnAndTheReportSaysSo() throws Exception {
        Report report = take(List.of(USERS_4), HERE, true);
        assertEquals("carried", line(report, "tunnel", "branch").outcome());
        assertEquals(2, nodes.outer.node.endpoints().size());
        assertTrue(nodes.outer.store.endpoints().owners().isEmpty());
        assertTrue(line(report, "endpoint", "till").sentence().contains("the node's own and not branch's"), line(report, "endpoint", "till").sentence());
        assertTrue(line(report, "rules", "shop").sentence().startsWith("1 HTTP header rules are not taken over"));
        assertEquals(1, report.lines().stream().filter(each -> each.kind().equals("rules")).count(), "one that has no rules loses none");
    }

    @Test
    void usersOfVersion4KeepTheirRolesAndChooseANewPasswordByAnInvite() throws Exception {
        Report report = take(List.of(USERS_4), HERE, true);
        Line branch = line(report, "user", "branch");
        assertEquals("carried", branch.outcome());
        assertTrue(branch.sentence().contains("SHA-256"));
        assertEquals(Role.LIMITED, roster.join(String.valueOf(branch.invite()), "a new password of his".toCharArray(), "here").role());
        assertEquals(Role.ADMINISTRATOR, roster.join(String.valueOf(line(report, "user", "root").invite()), "another password".toCharArray(), "here").role());
        Foreign words = new Foreign("users.json", USERS_1.content().replace("}]", ",\"Role\":\"Limited\",\"Endpoints\":[]}]").replace("root", "guest"));
        assertTrue(line(take(List.of(words), HERE, false), "user", "guest").sentence().contains("limited user"));
    }

    @Test
    void whatWillBeRefusedIsToldBeforehandAndThenRefusedSo() throws Exception {
        TunnelId there = nodes.outer.node.invite(new InviteOffer("office", List.of(HERE), "https", Duration.ofDays(1))).tunnel();
        nodes.outer.node.add(new EndpointDraft(there, "mine", TunnelSide.INBOUND, "0.0.0.0", 8080, new Address("mine.example", 80), EndpointConfig.ADAPTIVE));
        take(List.of(USERS_1), HERE, true);
        List<Foreign> files = List.of(USERS_1, USERS_4, INBOUND_1, OUTBOUND_1);
        Report dry = take(files, HERE, false);
        assertTrue(line(dry, "user", "root").sentence().contains("there is a user 'root' already"));
        assertEquals("lost", line(dry, "tunnel", "office").outcome());
        assertEquals("todo", line(dry, "endpoint", "web").outcome());
        assertEquals("lost", line(dry, "endpoint", "shop").outcome());
        assertTrue(line(dry, "endpoint", "shop").sentence().contains("taken at that end by endpoint 'mine'"), line(dry, "endpoint", "shop").sentence());
        assertEquals("carried", line(dry, "endpoint", "till").outcome());
        Report done = take(files, HERE, true);
        assertEquals(dry.lines().stream().map(OriginalsTest::withoutInvite).toList(), done.lines().stream().map(OriginalsTest::withoutInvite).toList());
        assertEquals(List.of("mine", "till"), nodes.outer.node.endpoints().stream().map(EndpointConfig::name).sorted().toList());
    }

    private static List<@Nullable String> withoutInvite(Line line) {
        return java.util.Arrays.asList(line.file(), line.kind(), line.name(), line.outcome(), line.sentence(), line.command());
    }

    @Test
    void twoOfOneNameOrPortInTheFilesAreToldToo() throws Exception {
        Foreign again = new Foreign("again.json", INBOUND_1.content().replace("office", "branch").replace(PAIR + "1", PAIR + "7"));
        Report report = take(List.of(INBOUND_1, OUTBOUND_1, again, USERS_4), HERE, false);
        assertEquals(List.of("carried", "carried", "lost"), report.lines().stream().filter(each -> each.kind().equals("tunnel")).map(Line::outcome).toList());
        assertEquals(List.of("carried", "lost"), report.lines().stream().filter(each -> each.name().equals("web")).map(Line::outcome).toList());
    }

    @Test
    void aPortThatSomethingElseHoldsIsTold() throws Exception {
        try (var other = new ServerSocket(0)) {
            List<Foreign> files = List.of(new Foreign("in", INBOUND_1.content().replace("8080", "" + other.getLocalPort())), OUTBOUND_1);
            assertTrue(line(take(files, HERE, false), "endpoint", "web").sentence().contains("holds that port now"));
        }
        assertFalse(line(take(List.of(INBOUND_1, OUTBOUND_1), HERE, false), "endpoint", "desk").sentence().contains("holds that port"));
    }

    /// Each write of an import fails once: then nothing of it is there, now and after a restart, or each line says what is.
    @Test
    void whatCannotBeWrittenChangesNothingOrIsTold() throws Exception {
        for (boolean forGood : new boolean[] {false, true})
            for (int failing = 0; failing < 3; failing++) {
                var disk = new Refusing(failing, forGood);
                nodes.outer.restart(disk);
                var accounts = new StoredAccounts(nodes.outer.store, new FakePasswords(), System::nanoTime);
                roster = new StoredRoster(nodes.outer.store, accounts, _ -> {}, () -> nodes.now);
                disk.armed = true;
                String at = failing + (forGood ? " and all later" : "");
                boolean isTold = forGood && failing > 0;
                if (isTold) {
                    Report report = take(List.of(USERS_4), HERE, true);
                    assertEquals("carried", line(report, "user", "branch").outcome(), at);
                    assertEquals("lost", line(report, "endpoint", "till").outcome(), at);
                    assertEquals("lost", line(report, "tunnel", "branch").outcome(), at);
                } else {
                    assertThrows(IOException.class, () -> take(List.of(USERS_4), HERE, true), at);
                }
                assertTrue(nodes.outer.node.tunnels().isEmpty() && nodes.outer.node.endpoints().isEmpty(), at);
                nodes.outer.restart(FileSteps.DISK);
                assertTrue(nodes.outer.node.tunnels().isEmpty() && nodes.outer.node.endpoints().isEmpty(), at);
                assertEquals(isTold ? 3 : 1, nodes.outer.store.accounts().size(), at);
                nodes.outer.store.saveAccounts(nodes.outer.store.accounts().subList(0, 1));
            }
    }

    /// A disk that refuses its n-th replacing of a file, or all from there on.
    private static final class Refusing implements FileSteps {
        private final int failing;
        private final boolean forGood;
        private int written;
        private boolean armed;

        Refusing(int failing, boolean forGood) {
            this.failing = failing;
            this.forGood = forGood;
        }

        @Override
        public void create(Path file, byte[] content) throws IOException {
            DISK.create(file, content);
        }

        @Override
        public void replace(Path from, Path to) throws IOException {
            if (armed && to.getFileName().toString().endsWith(".json")) {
                int now = written++;
                if (now == failing || forGood && now > failing) throw new IOException("No space left on device");
            }
            DISK.replace(from, to);
        }

        @Override
        public void force(Path directory) throws IOException {
            DISK.force(directory);
        }
    }

    @Test
    void settingsAreToldOneByOne() throws Exception {
        Report report = take(List.of(SERVICE_4), null, true);
        assertEquals("nettunnel settings set http.port=52000", line(report, "setting", "ServicePort").command());
        assertEquals("lost", line(report, "setting", "PingCadence").outcome());
    }

    @Test
    void noHashIsShownAndACommandIsOneCommand() throws Exception {
        Report report = take(ALL, HERE, false);
        for (Line line : report.lines()) {
            assertFalse((line.sentence() + line.command() + line.name()).contains(HASH));
            assertFalse((line + "").contains("nt1_"));
        }
        assertTrue(line(report, "tunnel", "home; rm -rf /").sentence().contains("nettunnel invite 'home; rm -rf /' --address"));
        assertNull(line(report, "user", "root").invite());
    }

    @Test
    void whatIsNoFileOfTheOriginalIsToldOrRefused() throws Exception {
        assertEquals("lost", take(List.of(new Foreign("x.json", "[{\"a\":1}, 7]")), HERE, true).lines().getFirst().outcome());
        assertTrue(refusal("x.json", "").contains("is empty"));
        assertTrue(refusal("x.json", "[{").contains("line 1, column"));
        assertTrue(refusal("x.json", "\"text\"").contains("neither a list nor an object"));
        assertTrue(refusal("x.json", "[".repeat(100)).contains("more of it than is read"));
        assertTrue(refusal("x.json", "[" + "1,".repeat(3_000) + "1]").contains("at most 2000"));
        assertTrue(refusal("x.json", " ".repeat(3 << 20)).contains("characters"));
        assertThrows(RequestRefused.class, () -> take(List.of(), HERE, true));
        assertThrows(RequestRefused.class, () -> take(List.of(USERS_1, USERS_1), HERE, true));
        Line badPort = take(List.of(new Foreign("x", "[{\"Name\":\"a\",\"DataPort\":70000}]")), HERE, true).lines().getFirst();
        assertEquals("Not understood: 'DataPort' is '70000', which is no port (0 to 65535).", badPort.sentence());
    }

    private String refusal(String name, String content) {
        return String.valueOf(assertThrows(RequestRefused.class, () -> take(List.of(new Foreign(name, content)), HERE, true)).getMessage());
    }

    @Test
    void brokenFilesNeverBreakMoreThanThemselves() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Foreign file = ALL.get(random.nextInt(ALL.size()));
            var text = new StringBuilder(file.content());
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(0x250));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                    case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
                    default -> text.insert(at, "\"\\{}[]:,-9e".charAt(random.nextInt(11)));
                }
                if (text.isEmpty()) text.append('[');
            }
            try {
                assertNotNull(take(List.of(new Foreign("f", text.toString())), HERE, false));
            } catch (RequestRefused told) {
                assertTrue(String.valueOf(told.getMessage()).length() > 10);
            }
        }
    }
}
