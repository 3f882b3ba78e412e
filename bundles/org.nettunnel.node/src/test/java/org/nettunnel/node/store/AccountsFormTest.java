package org.nettunnel.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Grants.EndpointAct;
import org.nettunnel.api.node.Grants.OfEndpoint;
import org.nettunnel.api.node.Grants.OfTunnel;
import org.nettunnel.api.node.Grants.TunnelAct;
import org.nettunnel.api.node.PortRange;
import org.nettunnel.api.node.Quota;
import org.nettunnel.api.node.TargetPattern;
import org.nettunnel.api.node.Tokens.Scope;
import org.nettunnel.node.store.Account.Invited;
import org.nettunnel.node.store.Account.KeptToken;
import org.nettunnel.node.store.NodeStore.Opening;
import org.nettunnel.node.sync.Entries;

/// Accounts with rights in their file, and the files of nodes that knew none.
class AccountsFormTest {
    private static final String PHC = "$argon2id$v=19$m=1,t=1,p=1$YWFh$YmJi";
    private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");
    private static final Grants GRANTS = new Grants(
            List.of(new OfTunnel(null, Set.of(TunnelAct.SEE), List.of(), List.of(), List.of()),
                    new OfTunnel(Entries.TUNNEL, Set.of(TunnelAct.ENDPOINTS, TunnelAct.OPERATE), List.of(PortRange.parse("9000-9010"), PortRange.ALL),
                            List.of(TargetPattern.parse("10.0.0.0/8:80"), TargetPattern.parse("[fd00::/8]:*"), TargetPattern.parse("*.example.org:443")), List.of("::1"))),
            List.of(new OfEndpoint(Entries.id(1), Set.of(EndpointAct.CHANGE))));
    static final List<Account> ACCOUNTS = List.of(new Account(new User("root", Role.ADMINISTRATOR), PHC),
            new Account(new User("guest", Role.LIMITED, true, GRANTS, new Quota(5, null, 1_000_000L)), null, new Invited("ab".repeat(32), NOW),
                    List.of(new KeptToken("00ff", "ci", "cd".repeat(32), Set.of(Scope.READ, Scope.METRICS), NOW, NOW.plusSeconds(60)))));

    @TempDir
    Path root;
    private Opening opening;
    private Path file;

    @BeforeEach
    void directories() throws Exception {
        opening = Opening.of(OwnDirectory.prepare(root.resolve("config")), OwnDirectory.prepare(root.resolve("data")));
        file = root.resolve("config/accounts.json");
    }

    @Test
    void rightsInvitesAndTokensComeBackAsTheyWere() throws Exception {
        NodeStore.open(opening).saveAccounts(ACCOUNTS);
        assertEquals(ACCOUNTS, NodeStore.open(opening).accounts());
        assertTrue(Files.readString(file).contains("\"schema\" : 2"), Files.readString(file));
    }

    @Test
    void aFileOfAnOlderNodeIsReadAndStaysReadableForIt() throws Exception {
        Files.writeString(file, "{\"schema\":1,\"users\":[{\"name\":\"root\",\"role\":\"administrator\",\"password\":\"" + PHC + "\"},"
                + "{\"name\":\"guest\",\"role\":\"limited\",\"password\":\"" + PHC + "\"}]}");
        NodeStore store = NodeStore.open(opening);
        assertEquals(List.of(new User("root", Role.ADMINISTRATOR), new User("guest", Role.LIMITED)), store.accounts().stream().map(Account::user).toList());
        store.saveAccounts(store.accounts().subList(0, 1));
        assertTrue(Files.readString(file).contains("\"schema\" : 1"), Files.readString(file));
        store.saveAccounts(ACCOUNTS);
        assertTrue(Files.readString(file).contains("\"schema\" : 2"), Files.readString(file));
    }

    @Test
    void whatNoAccountCanHaveIsRefusedWithItsPlace() throws Exception {
        String user = "{\"name\":\"guest\",\"role\":\"limited\"%s}";
        for (var wrong : Map.of(",\"password\":\"plain\"", "Argon2id", ",\"grants\":{\"tunnels\":[{\"tunnel\":\"*\",\"acts\":[\"own\"]}]}", "'see', 'operate' or 'endpoints'",
                ",\"grants\":{\"tunnels\":[{\"tunnel\":\"*\",\"acts\":[\"see\"],\"ports\":[\"x\"]}]}", "9000-9010", ",\"quota\":{\"endpoint\":1}", "did you mean 'endpoints'",
                ",\"invited\":{\"hash\":\"00\",\"expires\":\"2026-11-22T15:00:00Z\"}", "64 hex").entrySet()) {
            Files.writeString(file, "{\"schema\":2,\"users\":[" + user.formatted(wrong.getKey()) + "]}");
            String sentence = assertThrows(BadStore.class, () -> NodeStore.open(opening)).getMessage();
            assertTrue(sentence.contains(wrong.getValue()), sentence);
        }
        Files.writeString(file, "{\"schema\":3,\"users\":[]}");
        assertTrue(assertThrows(BadStore.class, () -> NodeStore.open(opening)).getMessage().contains("later NetTunnel"));
    }
}
