package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.sessions.Sessions;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.fakes.FakeAccounts;

/// Every operation of the table, as every kind of caller.
class AccessTest {
    @TempDir
    Path data;

    @TestFactory
    Stream<DynamicTest> everyOperationAdmitsThoseItNamesAndNobodyElse() throws Exception {
        var admin = TestAdmin.open(data);
        List<DynamicTest> tests = new ArrayList<>();
        String root = admin.tokenOf("root");
        String guest = admin.tokenOf("guest");
        String spare = admin.tokenOf("root");
        for (Operation<?, ?> operation : Operations.TABLE) {
            tests.add(rejects(admin, operation, "a stranger", "", operation.access() == Access.ANYONE ? 0 : 401));
            tests.add(rejects(admin, operation, "a made-up token", "x".repeat(43), operation.access() == Access.ANYONE ? 0 : 401));
            if (operation != NodeOperations.LOG_OUT && operation != NodeOperations.LOG_OUT_EVERYWHERE) {
                tests.add(rejects(admin, operation, "a limited user", guest, operation.access() == Access.ADMINISTRATOR ? 403 : 0));
                tests.add(rejects(admin, operation, "an administrator", root, 0));
            } else {
                tests.add(rejects(admin, operation, "an administrator", operation == NodeOperations.LOG_OUT ? spare : admin.tokenOf("leaver"), 0));
            }
        }
        return tests.stream().onClose(admin::close);
    }

    /// @param expected 401 or 403; 0 for let in, whatever the operation then says of the empty request
    private static DynamicTest rejects(TestAdmin admin, Operation<?, ?> operation, String who, String token, int expected) {
        return DynamicTest.dynamicTest(operation.method() + " " + operation.path() + " by " + who, () -> {
            String body = operation.request() == Nothing.class ? "" : "{}";
            var reply = admin.ask(operation.method().name(), operation.path().replace("{id}", "nothing"), token, body);
            if (expected != 0) assertEquals(expected, reply.status());
            else assertTrue(reply.status() != 401 && reply.status() != 403 && reply.status() != 405 && reply.status() < 500, reply.toString());
        });
    }

    @Test
    void beforeSetupNothingButSetupWorks() throws Exception {
        try (var admin = TestAdmin.openWithoutUsers(data)) {
            for (Operation<?, ?> operation : Operations.TABLE) {
                if (operation.access() == Access.ANYONE && operation != NodeOperations.LOG_IN) continue;
                String body = operation == NodeOperations.LOG_IN ? "{\"user\":\"root\",\"password\":\"root\"}" : operation.request() == Nothing.class ? "" : "{}";
                int status = admin.ask(operation.method().name(), operation.path().replace("{id}", "x"), "", body).status();
                assertTrue(status == 401 || status == 403, operation + " " + status);
            }
            String right = "{\"code\":\"" + FakeAccounts.CODE + "\",\"user\":\"root\",\"password\":\"" + FakeAccounts.PASSWORD + "\"}";
            assertEquals(403, admin.ask("POST", "/setup", "", right.replace(FakeAccounts.CODE, "wrong")).status());
            var set = admin.ask("POST", "/setup", "", right);
            assertEquals(200, set.status());
            assertEquals(200, admin.ask("GET", "/status", set.json().get("token").asText(), "").status());
            assertEquals(403, admin.ask("POST", "/setup", "", right).status());
        }
    }

    @Test
    void aUserWhoIsGoneIsOutAtOnce() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            String token = admin.tokenOf("guest");
            assertEquals(200, admin.ask("GET", "/tunnels", token, "").status());
            admin.engine.accounts.users.removeIf(user -> user.name().equals("guest"));
            assertEquals(401, admin.ask("GET", "/tunnels", token, "").status());
        }
    }

    @Test
    void aSessionEndsWhenIdleWhenOldAndWhenLoggedOut() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            String idle = admin.tokenOf("root");
            admin.now.updateAndGet(time -> time.plus(Sessions.IDLE));
            assertEquals(401, admin.ask("GET", "/status", idle, "").status());

            String old = admin.tokenOf("root");
            for (int i = 0; i < 47; i++) {
                admin.now.updateAndGet(time -> time.plus(Sessions.IDLE.dividedBy(2)));
                assertEquals(200, admin.ask("GET", "/status", old, "").status());
            }
            admin.now.updateAndGet(time -> time.plus(Sessions.IDLE.dividedBy(2)));
            assertEquals(401, admin.ask("GET", "/status", old, "").status());

            String out = admin.tokenOf("root");
            assertEquals(204, admin.ask("POST", "/logout", out, "").status());
            assertEquals(401, admin.ask("GET", "/status", out, "").status());
        }
    }

    @Test
    void wrongPasswordsAndUnknownUsersSoundTheSame() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            var wrong = admin.ask("POST", "/login", "", "{\"user\":\"root\",\"password\":\"no\"}");
            var unknown = admin.ask("POST", "/login", "", "{\"user\":\"nobody\",\"password\":\"no\"}");
            assertEquals(401, wrong.status());
            assertEquals(wrong.body(), unknown.body());
            var hasty = admin.ask("POST", "/login", "", "{\"user\":\"hasty\",\"password\":\"no\"}");
            assertEquals(429, hasty.status());
            assertEquals("30", hasty.headers().get("retry-after"));
        }
    }
}
