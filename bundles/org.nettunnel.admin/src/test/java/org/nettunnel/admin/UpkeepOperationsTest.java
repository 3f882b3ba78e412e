package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.upkeep.Trail;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.node.Audit.Entry;
import org.nettunnel.fakes.FakeAccounts;
import org.nettunnel.fakes.FakeUpkeep;

class UpkeepOperationsTest {
    @TempDir
    Path data;
    private TestAdmin admin;
    private String root;
    private FakeUpkeep upkeep;

    @BeforeEach
    void open() throws Exception {
        admin = TestAdmin.open(data);
        root = admin.tokenOf("root");
        upkeep = admin.engine.upkeep;
        upkeep.entries.clear();
    }

    @AfterEach
    void close() {
        admin.close();
    }

    private List<String> noted() {
        return upkeep.entries.stream().map(each -> each.user() + " " + each.action() + " " + each.result()).toList();
    }

    @Test
    void aChangeIsNotedBeforeItIsDoneAndWhenItIsDone() throws Exception {
        var tunnel = admin.engine.store.tunnel("office");
        assertEquals(200, admin.ask("POST", "/tunnels/" + tunnel.id() + "/stop", root, "").status());
        assertEquals(List.of("root POST /tunnels/{id}/stop asked", "root POST /tunnels/{id}/stop done"), noted());
        Entry done = upkeep.entries.getLast();
        assertEquals(tunnel.id().toString(), done.object());
        assertTrue(String.valueOf(done.before()).contains("name=office outbound") && String.valueOf(done.before()).contains("started=true"), done.toString());
        assertTrue(String.valueOf(done.after()).contains("started=false"), done.toString());
        assertEquals("127.0.0.1", done.from());
    }

    @Test
    void lookingLeavesNoTrail() throws Exception {
        for (String path : List.of("/status", "/tunnels", "/audit", "/audit/verify", "/settings")) assertEquals(200, admin.ask("GET", path, root, "").status());
        assertEquals(List.of(), noted());
    }

    @Test
    void whatCannotBeNotedIsNotDone() throws Exception {
        var tunnel = admin.engine.store.tunnel("office");
        upkeep.full = Optional.of(new IOException("No space left on device"));
        var reply = admin.ask("POST", "/tunnels/" + tunnel.id() + "/stop", root, "");
        assertEquals(507, reply.status());
        assertTrue(reply.detail().contains("nothing was changed"), reply.detail());
        assertTrue(admin.engine.store.tunnels.getFirst().started());
        assertEquals(507, admin.ask("POST", "/login", "", "{\"user\":\"root\",\"password\":\"" + FakeAccounts.PASSWORD + "\"}").status());
        assertEquals(200, admin.ask("GET", "/tunnels", root, "").status());
    }

    @Test
    void loginsAreNotedGoodAndBadAndNeverThePassword() throws Exception {
        admin.tokenOf("guest");
        assertEquals(401, admin.ask("POST", "/login", "", "{\"user\":\"guest\",\"password\":\"CANARY-WRONG\"}").status());
        assertEquals(List.of("- POST /login done", "- POST /login refused: user or password is wrong"), noted());
        assertEquals("guest", upkeep.entries.getFirst().object());
        // typed where the name belongs
        assertEquals(401, admin.ask("POST", "/login", "", "{\"user\":\"CANARY-SLIP\",\"password\":\"x\"}").status());
        assertEquals("unknown user", upkeep.entries.getLast().object());
        assertFalse(upkeep.entries.toString().contains("CANARY"));
    }

    @Test
    void aStrangerCannotFillTheLogAndDoesNotHideAnother() {
        long[] now = {0};
        var trail = new Trail(admin.engine, () -> now[0]);
        for (int i = 0; i < 70; i++) trail.refusedAtTheGate(UpkeepOperations.BACKUP, "", "10.0.0.1", "no");
        assertEquals(20, upkeep.entries.size());
        trail.refusedAtTheGate(UpkeepOperations.BACKUP, "", "tunnel office", "no");
        assertEquals("tunnel office", upkeep.entries.getLast().from());
        for (int i = 0; i < 500; i++) trail.refusedAtTheGate(UpkeepOperations.BACKUP, "", "10.0.1." + i, "no");
        assertEquals(60, upkeep.entries.size());
        now[0] = 61_000_000_000L;
        trail.refusedAtTheGate(UpkeepOperations.BACKUP, "x".repeat(5000), "10.0.0.1", "no");
        assertEquals(62, upkeep.entries.size());
        assertEquals("refused: 511 more were refused before and not noted singly", upkeep.entries.get(60).result());
        assertTrue(upkeep.entries.getLast().result().equals("refused: no") && upkeep.entries.getLast().object().length() < 110, upkeep.entries.getLast().toString());
    }

    @Test
    void whatIsMeantIsNotedByItsIdHoweverItIsCalled() throws Exception {
        var tunnel = admin.engine.store.tunnel("office");
        for (String called : List.of("office", tunnel.id().toString().substring(0, 8))) {
            assertEquals(200, admin.ask("POST", "/tunnels/" + called + "/stop", root, "").status());
            for (Entry entry : upkeep.entries) assertEquals(tunnel.id().toString(), entry.object());
            assertTrue(String.valueOf(upkeep.entries.getLast().before()).contains("name=office") && String.valueOf(upkeep.entries.getLast().after()).contains("started=false"),
                    upkeep.entries.getLast().toString());
        }
        assertEquals(200, admin.ask("POST", "/users/GUEST", root, "{\"disabled\":true}").status());
        assertEquals("guest", upkeep.entries.getLast().object());
        assertTrue(String.valueOf(upkeep.entries.getLast().before()).contains("disabled=false"), upkeep.entries.getLast().toString());
    }

    @Test
    void whatOnlyLooksIsNotNotedAsDone() throws Exception {
        var tunnel = admin.engine.store.tunnel("office");
        admin.ask("POST", "/tunnels/office/check", root, "{\"side\":\"inbound\",\"bind\":\"127.0.0.1\",\"port\":0}");
        admin.ask("POST", "/tunnels/office/ping", root, "");
        assertEquals(List.of(), noted());
        assertEquals(200, admin.ask("POST", "/doctor", root, "{\"address\":\"127.0.0.1:1\"}").status());
        assertEquals(List.of("root POST /doctor asked", "root POST /doctor done: looked only"), noted());
        upkeep.entries.clear();
        admin.ask("POST", "/tunnels/" + tunnel.id() + "/trial", root, "{\"change\":{\"name\":\"cellar\"}}");
        assertTrue(noted().stream().noneMatch(each -> each.endsWith(" done")), noted().toString());
    }

    @Test
    void whatTheGateRefusesAUserIsNoted() throws Exception {
        String guest = admin.tokenOf("guest");
        upkeep.entries.clear();
        assertEquals(403, admin.ask("POST", "/backup", guest, "{\"passphrase\":\"" + FakeUpkeep.PASSPHRASE + "\"}").status());
        assertEquals(1, upkeep.entries.size());
        assertTrue(noted().getFirst().startsWith("- POST /backup refused: user 'guest'"), noted().toString());
    }

    @Test
    void auditComesInPagesAndIsVerified() throws Exception {
        for (int i = 0; i < 3; i++) admin.tokenOf("guest");
        var page = admin.ask("GET", "/audit?limit=2", root, "").json();
        assertEquals(3, page.path("entries").get(0).path("seq").asInt());
        assertEquals(2, page.path("next").asInt());
        var rest = admin.ask("GET", "/audit?limit=2&before=2", root, "").json();
        assertTrue(rest.path("entries").size() == 1 && rest.path("next").isNull(), rest.toString());
        var good = admin.ask("GET", "/audit/verify?expect=hash-1", root, "").json();
        assertTrue(good.path("good").asBoolean() && good.path("sentence").asText().startsWith("Nothing was changed"), good.toString());
        assertFalse(admin.ask("GET", "/audit/verify?expect=hash-9", root, "").json().path("good").asBoolean());
        assertEquals(400, admin.ask("GET", "/audit?limit=0", root, "").status());
    }

    @Test
    void aBackupIsMadeAndRestoredAndItsPassphraseIsNowhere() throws Exception {
        assertEquals(400, admin.ask("POST", "/backup", root, "{\"passphrase\":\"short\"}").status());
        var made = admin.ask("POST", "/backup", root, "{\"passphrase\":\"" + FakeUpkeep.PASSPHRASE + "\"}").json();
        assertEquals("AQID", made.path("archive").asText());
        String body = "{\"archive\":\"AQID\",\"passphrase\":\"" + FakeUpkeep.PASSPHRASE + "\",\"apply\":%s}";
        assertFalse(admin.ask("POST", "/restore", root, body.formatted("false")).json().path("applied").asBoolean());
        assertEquals("done: told only", upkeep.entries.getLast().result());
        assertTrue(admin.ask("POST", "/restore", root, body.formatted("true")).json().path("needsRestart").asBoolean());
        assertEquals(400, admin.ask("POST", "/restore", root, "{\"archive\":\"*\",\"passphrase\":\"x\"}").status());
        assertFalse(upkeep.entries.toString().contains("CANARY"), upkeep.entries.toString());
    }

    @Test
    void filesMayBeLongHereAndNowhereElse() throws Exception {
        String body = "{\"files\":[{\"name\":\"users.json\",\"content\":\"" + "x".repeat(1 << 20) + "\"}]}";
        assertEquals(1, admin.ask("POST", "/import", root, body).json().path("lost").asInt());
        assertNotEquals(200, admin.ask("POST", "/import", root, "{\"files\":[]}").status());
        assertEquals(413, admin.ask("POST", "/settings", root, "{\"values\":{\"http.port\":\"" + "1".repeat(64 << 10) + "\"}}").status());
    }

    @Test
    void ofTwoWhoChangeTheSameSettingsTheSecondIsTold() throws Exception {
        String version = String.valueOf(admin.ask("GET", "/settings", root, "").headers().get("etag"));
        assertTrue(version.matches("\"[\\w-]+\""), version);
        assertEquals(version, admin.ask("GET", "/settings", root, "").headers().get("etag"));
        String headers = "Host: 127.0.0.1:1\r\nAuthorization: Bearer " + root + "\r\nContent-Type: application/json\r\nIf-Match: " + version + "\r\n";
        assertEquals(200, admin.raw("POST", "/api/v1/settings", headers, "{\"values\":{\"http.port\":8443}}").status());
        var late = admin.raw("POST", "/api/v1/settings", headers, "{\"values\":{\"http.port\":8444}}");
        assertEquals(412, late.status());
        assertTrue(late.detail().contains("changed meanwhile"), late.detail());
        assertEquals("8443", admin.ask("GET", "/settings", root, "").json().path("settings").get(0).path("value").asText());
        assertEquals(200, admin.ask("POST", "/settings", root, "{\"values\":{\"http.port\":8444}}").status());
    }

    @Test
    void settingsAreChangedAndSetBack() throws Exception {
        assertEquals("8443", admin.ask("POST", "/settings", root, "{\"values\":{\"http.port\":8443}}").json().path("settings").get(0).path("value").asText());
        assertEquals("http.port=8443", upkeep.entries.getLast().after());
        assertTrue(admin.ask("POST", "/settings", root, "{\"values\":{\"http.port\":\"\"}}").json().path("settings").get(0).path("value").isNull());
        assertEquals(400, admin.ask("POST", "/settings", root, "{\"values\":{\"no.such\":1}}").status());
        assertEquals("root POST /settings refused: there is no setting 'no.such'", noted().getLast());
        assertEquals(400, admin.ask("POST", "/settings", root, "{}").status());
    }
}
