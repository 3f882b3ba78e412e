package org.nettunnel.node.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.node.StoreCheck;
import org.nettunnel.node.store.NodeStore.Identity;
import org.nettunnel.node.store.NodeStore.Opening;
import org.nettunnel.node.sync.Entries;
import org.nettunnel.node.sync.EndpointBook;

class NodeStoreTest {
    private static final byte[] KEY = HexFormat.of().parseHex("c0ffee".repeat(10) + "c0ff");
    private static final byte[] SEED = HexFormat.of().parseHex("decade".repeat(10) + "deca");
    private static final byte[] PROXY_PASSWORD = "open sesame, and let me out".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final Instant NOW = Entries.NOW;
    private static final Preference PREFERENCE = new Preference(List.of("NASCCL-2+AES-256-GCM", "AES-256-GCM"), List.of("lz4"), true);

    @TempDir
    Path root;
    Path config;
    Path data;

    @BeforeEach
    void directories() throws IOException {
        config = OwnDirectory.prepare(root.resolve("config"));
        data = OwnDirectory.prepare(root.resolve("data"));
    }

    private Opening opening() {
        return Opening.of(config, data);
    }

    static KeptTunnel tunnel(String name) {
        var route = new TunnelConfig.Outbound(List.of(new Address("outer.example", 52845), new Address("::1", 443)), "https",
                ProxyConfig.server("http://me@proxy.example:3128", Secret.of(PROXY_PASSWORD)));
        return new KeptTunnel(new TunnelConfig(Entries.TUNNEL, name, route, new TunnelConfig.Trust(Entries.peer(2), Secret.of(KEY), null), true), false);
    }

    /// Whose proxy, with its password, is only what it was before.
    static KeptTunnel onTrial(String name) {
        TunnelConfig before = tunnel(name).config();
        return new KeptTunnel(before.withRoute(new TunnelConfig.Outbound(List.of(new Address("vpn.example", 1)), "tcp", new ProxyConfig.None())).withStarted(false),
                new KeptTunnel.OnTrial(before, NOW));
    }

    static KeptTunnel invited() {
        return new KeptTunnel(new TunnelConfig(Entries.OTHER, "invited", new TunnelConfig.Inbound(),
                new TunnelConfig.Trust(null, Secret.of(KEY), NOW), false), true);
    }

    static EndpointBook book() {
        return EndpointBook.of(List.of(Entries.live(Entries.id(1), 3, Entries.peer(1), "web"), Entries.gone(Entries.id(2), 4, Entries.peer(2), NOW)));
    }

    private void saveAll() throws IOException {
        NodeStore store = NodeStore.open(opening());
        store.saveIdentity(new Identity(Entries.peer(1), Secret.of(SEED)), NOW);
        store.saveAccounts(List.of(new Account(new User("root", Role.ADMINISTRATOR), "$argon2id$v=19$m=1,t=1,p=1$YWFh$YmJi")));
        store.saveTunnels(List.of(tunnel("office"), invited()));
        store.saveEndpoints(book());
        store.savePreference(PREFERENCE);
        assertEquals(List.of(tunnel("office"), invited()), store.tunnels());
        assertEquals(book(), store.endpoints());
        assertEquals(PREFERENCE, store.preference());
        assertEquals(new Identity(Entries.peer(1), Secret.of(SEED)), store.identity());
    }

    @Test
    void anEmptyDirectoryIsAFirstStart() throws Exception {
        NodeStore store = NodeStore.open(opening());
        assertNull(store.identity());
        assertTrue(store.accounts().isEmpty() && store.tunnels().isEmpty() && store.endpoints().entries().isEmpty());
        assertEquals(Preference.NONE, store.preference());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("master.key"))));
    }

    @Test
    void givesBackAllThatWasSaved() throws Exception {
        saveAll();
        NodeStore again = NodeStore.open(opening());
        assertEquals(new Identity(Entries.peer(1), Secret.of(SEED)), again.identity());
        assertEquals(List.of(tunnel("office"), invited()), again.tunnels());
        assertEquals(book(), again.endpoints());
        assertEquals(PREFERENCE, again.preference());
        assertEquals("root", again.accounts().getFirst().user().name());
        assertEquals(List.of(), StoreCheck.problems(config, data));
    }

    @Test
    void noSecretCanBeReadInAnyFile() throws Exception {
        saveAll();
        for (byte[] secret : List.of(KEY, SEED, PROXY_PASSWORD)) {
            List<String> spellings = List.of(HexFormat.of().formatHex(secret), Base64.getEncoder().encodeToString(secret).substring(0, 20),
                    Base64.getUrlEncoder().encodeToString(secret).substring(0, 20), new String(secret, java.nio.charset.StandardCharsets.ISO_8859_1));
            try (var files = Files.walk(config)) {
                for (Path file : files.filter(Files::isRegularFile).toList())
                    for (String spelling : spellings) {
                        String content = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                        assertFalse(content.toLowerCase().contains(spelling.toLowerCase()), file + " has " + spelling);
                    }
            }
        }
        assertTrue(Files.readString(config.resolve("tunnels.json")).contains("sealed:"));
    }

    @Test
    void savingAgainChangesNoSealThatNeedNotChange() throws Exception {
        saveAll();
        byte[] before = Files.readAllBytes(config.resolve("tunnels.json"));
        NodeStore again = NodeStore.open(opening());
        again.saveTunnels(again.tunnels());
        assertArrayEquals(before, Files.readAllBytes(config.resolve("tunnels.json")));
    }

    @Test
    void aTunnelOfATimeWithoutProxiesTakesTheEnvironments() throws Exception {
        NodeStore store = NodeStore.open(opening());
        var outer = List.of(new Address("outer.example", 52845));
        for (ProxyConfig proxy : List.of(new ProxyConfig.FromEnvironment(), new ProxyConfig.None(), ProxyConfig.server("socks5://a:1", null))) {
            var office = new TunnelConfig(Entries.TUNNEL, "office", new TunnelConfig.Outbound(outer, "tcp", proxy), tunnel("office").config().trust(), true);
            store.saveTunnels(List.of(new KeptTunnel(office, true)));
            String json = Files.readString(config.resolve("tunnels.json"));
            assertEquals(!(proxy instanceof ProxyConfig.FromEnvironment), json.contains("proxy"), json);
            assertEquals(List.of(new KeptTunnel(office, true)), NodeStore.open(opening()).tunnels());
        }
    }

    @Test
    void aTrialIsKeptWithWhatWasBeforeAndItsPasswordSealed() throws Exception {
        NodeStore.open(opening()).saveTunnels(List.of(onTrial("office")));
        assertEquals(List.of(onTrial("office")), NodeStore.open(opening()).tunnels());
        assertFalse(Files.readString(config.resolve("tunnels.json")).contains(new String(PROXY_PASSWORD, java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void anOutageIsKeptAndTheUsualOneNeedNotStandInTheFile() throws Exception {
        NodeStore store = NodeStore.open(opening());
        var usual = tunnel("office").config();
        store.saveTunnels(List.of(new KeptTunnel(usual, true)));
        Path file = config.resolve("tunnels.json");
        assertFalse(Files.readString(file).contains("outage"));
        for (var outage : List.of(new Outage(Duration.ZERO, Duration.ZERO), new Outage(Duration.ofDays(1), Duration.ofSeconds(1)), Outage.within(Duration.ofSeconds(7)))) {
            store.saveTunnels(List.of(new KeptTunnel(usual.withOutage(outage), true)));
            assertEquals(outage, NodeStore.open(opening()).tunnels().getFirst().config().outage());
        }
        Files.writeString(file, Files.readString(file).replace("\"patienceSeconds\": 7", "\"patienceSeconds\": null"));
        assertEquals(Outage.within(Duration.ofSeconds(7)), NodeStore.open(opening()).tunnels().getFirst().config().outage());
    }

    @Test
    void anOutageThatCannotBeIsABadFile() throws Exception {
        NodeStore store = NodeStore.open(opening());
        store.saveTunnels(List.of(new KeptTunnel(tunnel("office").config().withOutage(Outage.within(Duration.ofSeconds(7))), true)));
        Path file = config.resolve("tunnels.json");
        String good = Files.readString(file);
        assertTrue(good.replaceAll("\\s", "").contains("\"graceSeconds\":7,\"patienceSeconds\":7"), good);
        for (String wrong : List.of("86401", "-1", "9223372036854775807", "\"7\"", "7.5", "6")) {
            Files.writeString(file, good.replaceFirst("(\"graceSeconds\" ?: )7", "$1" + wrong));
            assertThrows(BadStore.class, () -> NodeStore.open(opening()), wrong);
        }
        Files.writeString(file, good.replace("graceSeconds", "graceSecond"));
        assertTrue(assertThrows(BadStore.class, () -> NodeStore.open(opening())).getMessage().contains("did you mean 'graceSeconds'?"));
    }

    @Test
    void aProxyThatCannotBeIsABadFile() throws Exception {
        saveAll();
        Path file = config.resolve("tunnels.json");
        String good = Files.readString(file);
        for (String wrong : List.of("gopher://me@proxy.example:3128", "http://proxy.example:3128", "none")) {
            Files.writeString(file, good.replace("http://me@proxy.example:3128", wrong));
            assertThrows(BadStore.class, () -> NodeStore.open(opening()), wrong);
        }
    }

    @Test
    void anotherMasterKeyIsSaidAndNothingIsChanged() throws Exception {
        saveAll();
        Path key = data.resolve("master.key");
        Files.writeString(key, "00".repeat(32) + "\n");
        byte[] before = Files.readAllBytes(config.resolve("tunnels.json"));
        String sentence = assertThrows(BadStore.class, () -> NodeStore.open(opening())).getMessage();
        assertTrue(sentence.contains("was sealed under the master key") && sentence.contains("put back the master.key"), sentence);
        assertArrayEquals(before, Files.readAllBytes(config.resolve("tunnels.json")));
        assertEquals(1, StoreCheck.problems(config, data).size());
        assertEquals(List.of(), StoreCheck.problems(config));
    }

    @Test
    void aLostMasterKeyIsNotReplacedByAFreshOne() throws Exception {
        saveAll();
        Files.delete(data.resolve("master.key"));
        assertTrue(assertThrows(BadStore.class, () -> NodeStore.open(opening())).getMessage().contains("master.key is gone"));
        assertFalse(Files.exists(data.resolve("master.key")));
    }

    @Test
    void aCredentialOfSystemdSealsAndTheFileStillOpens() throws Exception {
        saveAll();
        Path credentials = Files.createDirectory(root.resolve("credentials"));
        Files.writeString(credentials.resolve("nettunnel-master"), "ab".repeat(32));
        NodeStore both = NodeStore.open(opening().with(credentials));
        assertEquals(Secret.of(SEED), both.identity().seed());
        both.saveTunnels(List.of(invited()));
        both.saveTunnels(List.of(new KeptTunnel(new TunnelConfig(Entries.TUNNEL, "new", new TunnelConfig.Inbound(),
                new TunnelConfig.Trust(Entries.peer(3), Secret.of(SEED), null), true), true)));
        both.saveIdentity(new Identity(Entries.peer(1), Secret.of(KEY)), NOW);
        Files.delete(data.resolve("master.key"));
        assertEquals(Secret.of(KEY), NodeStore.open(opening().with(credentials)).identity().seed());
    }

    @Test
    void aSealMovedToAnotherTunnelDoesNotOpen() throws Exception {
        saveAll();
        Path file = config.resolve("tunnels.json");
        String json = Files.readString(file).replace(Entries.TUNNEL.toString(), "33333333-3333-3333-3333-333333333333");
        Files.writeString(file, json);
        assertTrue(assertThrows(BadStore.class, () -> NodeStore.open(opening())).getMessage().contains("was changed, or moved"));
    }

    @Test
    void aBadFileStopsTheStartWithItsPlaceAndTheWayOut() throws Exception {
        saveAll();
        Path file = config.resolve("tunnels.json");
        Files.writeString(file, Files.readString(file).replace("\"started\"", "\"startd\""));
        byte[] bad = Files.readAllBytes(file);
        String sentence = assertThrows(BadStore.class, () -> NodeStore.open(opening())).getMessage();
        assertTrue(sentence.matches("(?s).*tunnels\\.json line \\d+, column \\d+: unknown key 'startd' in tunnels\\[0\\]; did you mean 'started'\\?.*"), sentence);
        assertTrue(sentence.contains("generations/tunnels.json.00000001.") && sentence.contains("nettunnel run --use-last-good"), sentence);
        assertArrayEquals(bad, Files.readAllBytes(file));
        assertEquals(1, StoreCheck.problems(config).size());
    }

    @Test
    void useLastGoodTakesTheNewestGoodOneAndKeepsTheBadOneAside() throws Exception {
        saveAll();
        Path file = config.resolve("tunnels.json");
        byte[] good = Files.readAllBytes(file);
        Files.writeString(file, "{ broken");
        NodeStore store = NodeStore.open(opening().usingLastGood(true));
        assertEquals(2, store.tunnels().size());
        assertArrayEquals(good, Files.readAllBytes(file));
        try (var files = Files.list(config)) {
            Path aside = files.filter(each -> each.getFileName().toString().startsWith("tunnels.json.bad-")).findFirst().orElseThrow();
            assertEquals("{ broken", Files.readString(aside));
        }
    }

    @Test
    void useLastGoodPassesOverGenerationsThatAreBadThemselves() throws Exception {
        saveAll();
        var generations = new Generations(config.resolve("generations"), "tunnels.json", FileSteps.DISK);
        generations.keep("{ kept, and bad".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Files.writeString(config.resolve("tunnels.json"), "");
        assertEquals(2, NodeStore.open(opening().usingLastGood(true)).tunnels().size());
    }

    @Test
    void aVanishedFileIsNotTakenForAFirstStart() throws Exception {
        saveAll();
        Files.delete(config.resolve("identity.json"));
        assertTrue(assertThrows(BadStore.class, () -> NodeStore.open(opening())).getMessage().contains("identity.json: is gone"));
        assertEquals(Secret.of(SEED), NodeStore.open(opening().usingLastGood(true)).identity().seed());
    }

    @Test
    void aBadPreferenceIsNamedByCheckAndReplacedByTheLastGoodOne() throws Exception {
        saveAll();
        Path file = config.resolve("preference.json");
        String good = Files.readString(file);
        for (var bad : List.of(good.replace("lz4", "l z4"), good.replace("\"AES-256-GCM\"", "\"NASCCL-2+AES-256-GCM\""), good.replace("true", "1"),
                good.replace("suites", "suits"), good.replaceAll("\"schema\"\\s*:\\s*1", "\"schema\": 2"), good.replaceAll("\\[\\s*\"lz4\"\\s*]", "null"))) {
            assertFalse(bad.equals(good));
            Files.writeString(file, bad);
            List<String> problems = StoreCheck.problems(config, data);
            assertEquals(1, problems.size(), problems.toString());
            assertTrue(problems.getFirst().contains("preference.json") && problems.getFirst().contains("--use-last-good"), problems.toString());
        }
        assertEquals(PREFERENCE, NodeStore.open(opening().usingLastGood(true)).preference());
    }

    @Test
    void allBadFilesAreNamedAtOnce() throws Exception {
        saveAll();
        Files.writeString(config.resolve("tunnels.json"), "[");
        Files.writeString(config.resolve("accounts.json"), "{}");
        Files.writeString(config.resolve("settings.json"), "{\"http\": {\"prot\": 1}}");
        List<String> problems = StoreCheck.problems(config);
        assertEquals(3, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains("unknown key 'prot' in http; did you mean 'port'?"), problems.toString());
    }

    @Test
    void aLaterSchemaIsNotReadAsIfItWereThisOne() throws Exception {
        Files.writeString(config.resolve("tunnels.json"), "{\"schema\": 2, \"tunnels\": [], \"colours\": []}");
        assertTrue(assertThrows(BadStore.class, () -> NodeStore.open(opening())).getMessage().contains("is of schema 2, of a later NetTunnel"));
    }

    @Test
    void whatAPersonWroteBecomesAGenerationOnceItIsGood() throws Exception {
        saveAll();
        Path file = config.resolve("tunnels.json");
        String edited = Files.readString(file).replace("\"office\"", "\"branch\"");
        Files.writeString(file, edited);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        NodeStore.open(opening());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Files.writeString(file, "broken");
        assertEquals("branch", NodeStore.open(opening().usingLastGood(true)).tunnels().getFirst().config().name());
    }

    @Test
    void twoTunnelsOfOneNameAreRefused() throws Exception {
        saveAll();
        Path file = config.resolve("tunnels.json");
        Files.writeString(file, Files.readString(file).replace("\"invited\"", "\"office\""));
        assertTrue(assertThrows(BadStore.class, () -> NodeStore.open(opening())).getMessage().contains("'tunnels' has office twice"));
    }
}
