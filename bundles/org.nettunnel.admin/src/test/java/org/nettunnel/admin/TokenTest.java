package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.admin.users.UserOperations;
import org.nettunnel.api.node.Tokens.Scope;

/// What programs may that come with a user's token.
class TokenTest {
    @TempDir
    Path data;

    @Test
    void aTokenMayWhatItsScopeSaysAndNeverMoreThanItsUser() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            admin.engine.store.tunnel("office");
            var users = admin.engine.accounts.users;
            String read = admin.engine.tokens.give(users.getFirst(), Scope.READ);
            assertEquals(200, admin.ask("GET", "/tunnels/office", read, "").status());
            assertEquals(403, admin.ask("POST", "/tunnels/office/stop", read, "").status());
            String operate = admin.engine.tokens.give(users.getFirst(), Scope.OPERATE);
            assertEquals(200, admin.ask("POST", "/tunnels/office/stop", operate, "").status());
            assertEquals(403, admin.ask("DELETE", "/tunnels/office", operate, "").status());
            String ofGuest = admin.engine.tokens.give(users.get(1), Scope.ADMINISTER);
            assertEquals(404, admin.ask("GET", "/tunnels/office", ofGuest, "").status());
            assertEquals(403, admin.ask("POST", "/restart", ofGuest, "").status());
            assertEquals(401, admin.ask("GET", "/status", "ntp_unknown", "").status());
            String metrics = admin.engine.tokens.give(users.getFirst(), Scope.METRICS);
            assertEquals(403, admin.ask("GET", "/status", metrics, "").status());
            String host = "Host: 127.0.0.1:" + admin.address.getPort() + "\r\nAuthorization: Bearer ";
            assertEquals(200, admin.raw("GET", Admin.METRICS, host + metrics + "\r\n", "").status());
            assertEquals(403, admin.raw("GET", Admin.METRICS, host + operate + "\r\n", "").status());
        }
    }

    @Test
    void whoLosesHisRightWhileTheBodyIsReadChangesAndSeesNothing() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            admin.engine.store.tunnel("office");
            var root = admin.engine.accounts.users.getFirst();
            String change = "{\"name\":\"cellar\"}";
            assertEquals(401, admin.ask("POST", "/tunnels/office", admin.engine.tokens.giveForOneLook(root, Scope.CONFIGURE), change).status());
            assertEquals(401, admin.ask("DELETE", "/tunnels/office", admin.engine.tokens.giveForOneLook(root, Scope.CONFIGURE), "").status());
            assertEquals("office", admin.engine.store.tunnels.getFirst().name());
            assertEquals(401, admin.ask("GET", "/tunnels/office", admin.engine.tokens.giveForOneLook(root, Scope.READ), "").status());
        }
    }

    @Test
    void scopesFollowFromTheRow() throws Exception {
        TokenScopes.check(TunnelOperations.CHANGE_TUNNEL, Set.of(Scope.CONFIGURE));
        TokenScopes.check(TunnelOperations.INVITE, Set.of(Scope.CONFIGURE));
        TokenScopes.check(NodeOperations.RESTART, Set.of(Scope.ADMINISTER, Scope.READ));
        assertThrows(Refusal.class, () -> TokenScopes.check(TunnelOperations.CHANGE_TUNNEL, Set.of(Scope.OPERATE, Scope.METRICS)));
        assertThrows(Refusal.class, () -> TokenScopes.check(NodeOperations.RESTART, Set.of(Scope.CONFIGURE)));
        assertThrows(Refusal.class, () -> TokenScopes.check(NodeOperations.STATUS, Set.of(Scope.METRICS)));
    }

    @Test
    void noTokenMakesAWayIn() {
        var waysIn = List.<Operation<?, ?>>of(UserOperations.ADD_USER, UserOperations.CHANGE_USER, UserOperations.REMOVE_USER, UserOperations.LOG_OUT_USER,
                UserOperations.INVITE_USER, UserOperations.REVOKE_TOKENS_OF, UserOperations.SET_PASSWORD, UserOperations.ADD_TOKEN, UserOperations.REMOVE_TOKEN,
                NodeOperations.LOG_OUT, NodeOperations.LOG_OUT_EVERYWHERE, UpkeepOperations.BACKUP, UpkeepOperations.RESTORE, UpkeepOperations.IMPORT,
                UpkeepOperations.SET, BundleOperations.ADD_SITE, PeerOperations.CALL, PeerOperations.ADD_BY_LOGIN);
        for (Operation<?, ?> row : waysIn) assertThrows(Refusal.class, () -> TokenScopes.check(row, Set.of(Scope.ADMINISTER)), row.toString());
        for (Operation<?, ?> row : Operations.TABLE)
            if (row.access() != Access.ANYONE && !waysIn.contains(row)) assertDoesNotThrow(() -> TokenScopes.check(row, Set.of(Scope.ADMINISTER)), row.toString());
    }

    @Test
    void aTokenInstallsFromSitesThatPeopleTrustAndTrustsNone() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            String token = admin.engine.tokens.give(admin.engine.accounts.users.getFirst(), Scope.ADMINISTER);
            assertEquals(200, admin.ask("GET", "/bundles", token, "").status());
            String empty = "{}";
            assertEquals(400, admin.ask("POST", "/bundles/works", token, empty).status());
            assertEquals(403, admin.ask("POST", "/bundles/sites", token, empty).status());
            assertEquals(403, admin.ask("POST", "/settings", token, "{\"values\":{\"http.port\":8443}}").status());
            assertEquals(200, admin.ask("GET", "/settings", token, "").status());
        }
    }
}
