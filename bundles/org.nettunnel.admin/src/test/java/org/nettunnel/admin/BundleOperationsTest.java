package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.api.provisioning.Provisioning.Order;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Kind;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.fakes.FakeNode;
import org.nettunnel.fakes.FakeProvisioning;

import com.fasterxml.jackson.databind.JsonNode;

/// Sites, features, works, suites and the restart, over the API.
class BundleOperationsTest {
    private static final String LOCATED = "{\"location\":\"" + FakeProvisioning.SITE + "\"";
    @TempDir
    Path data;
    private TestAdmin admin;
    private String root;

    @BeforeEach
    void open() throws Exception {
        admin = TestAdmin.open(data);
        root = admin.tokenOf("root");
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void looksAtASiteAndAddsItForASignerThatIsTheOneOnly() throws Exception {
        JsonNode seen = admin.ask("POST", "/bundles/sites/look", root, LOCATED + "}").json();
        assertEquals(FakeProvisioning.SIGNER.toString(), seen.get("signer").asText());
        assertEquals(FakeProvisioning.ZSTD, seen.at("/features/0/id").asText());
        assertEquals("{\"sites\":[]}", admin.ask("GET", "/bundles/sites", root, "").json().toString());
        assertEquals(400, admin.ask("POST", "/bundles/sites", root, LOCATED + "}").status());
        assertEquals(400, admin.ask("POST", "/bundles/sites", root, LOCATED + ",\"signer\":\"abc\"}").status());
        assertEquals(409, admin.ask("POST", "/bundles/sites", root, LOCATED + ",\"signer\":\"" + "00".repeat(32) + "\"}").status());
        assertEquals(400, admin.ask("POST", "/bundles/sites/look", root, LOCATED + ",\"signer\":\"" + FakeProvisioning.SIGNER + "\"}").status());
        assertEquals(200, admin.ask("POST", "/bundles/sites", root, LOCATED + ",\"signer\":\"" + FakeProvisioning.SIGNER + "\"}").status());
        assertEquals("new", admin.ask("GET", "/bundles/available", root, "").json().at("/features/0/state").asText());
        assertEquals(204, admin.ask("DELETE", "/bundles/sites/" + FakeProvisioning.ZSTD, root, "").status());
        assertEquals(404, admin.ask("DELETE", "/bundles/sites/" + FakeProvisioning.ZSTD, root, "").status());
        admin.engine.provisioning.unreadable = true;
        var unread = admin.ask("POST", "/bundles/sites/look", root, LOCATED + "}");
        assertEquals(502, unread.status());
        assertEquals(FakeProvisioning.SITE + " cannot be used: nothing answers at updates.example:443; nothing was changed", unread.detail());
    }

    @Test
    void beginsAWorkAndShowsItToItsEnd() throws Exception {
        JsonNode begun = admin.ask("POST", "/bundles/works", root, "{\"kind\":\"install\",\"feature\":\"" + FakeProvisioning.ZSTD + "\"}").json();
        assertEquals("waiting", begun.get("state").asText());
        String path = "/bundles/works/" + begun.get("id").asText();
        JsonNode running = admin.ask("GET", path, root, "").json();
        assertEquals("fetching40", running.get("step").asText() + running.get("percent").asInt());
        assertTrue(running.get("ended").isNull());
        assertEquals("done", admin.ask("GET", path, root, "").json().get("state").asText());
        assertEquals("zstd", admin.ask("GET", "/bundles", root, "").json().at("/features/1/provides/0").asText());
        assertEquals("done", admin.ask("GET", "/bundles/works", root, "").json().at("/works/0/state").asText());
        assertEquals(404, admin.ask("GET", "/bundles/works/99", root, "").status());
        for (String wrong : List.of("{\"kind\":\"install\"}", "{\"kind\":\"break\"}", "{\"kind\":\"remove\"}", "{\"kind\":\"rollback\",\"feature\":\"x\"}",
                "{\"kind\":\"install\",\"feature\":\"x\",\"force\":true}", "{\"kind\":\"update\",\"version\":\"1\"}", "{\"kind\":\"update\",\"feature\":\" \"}"))
            assertEquals(400, admin.ask("POST", "/bundles/works", root, wrong).status(), wrong);
        assertEquals(1, admin.engine.provisioning.orders.size());
        assertEquals(409, admin.ask("DELETE", path, root, "").status(), "it is over");
        assertEquals(404, admin.ask("DELETE", "/bundles/works/99", root, "").status());
        admin.ask("POST", "/bundles/works", root, "{\"kind\":\"rollback\",\"force\":true}");
        assertEquals(403, admin.ask("DELETE", "/bundles/works/2", admin.tokenOf("guest"), "").status());
        assertEquals(204, admin.ask("DELETE", "/bundles/works/2", root, "").status());
        assertEquals("cancelled", admin.ask("GET", "/bundles/works/2", root, "").json().get("state").asText());
        assertEquals(new Order.RollBack(true), admin.engine.provisioning.orders.getLast());
    }

    @Test
    void showsWhereASuiteComesFromAndWhatTheEngineFound() throws Exception {
        admin.engine.tunnels.provided.add(new Provider(Kind.SUITE, "AES-256-GCM", 7, new Verdict.Offered(), false, 2));
        admin.engine.tunnels.provided.add(new Provider(Kind.SUITE, "SLOPPY", 99, new Verdict.Refused("it opens changed records"), true, 0));
        admin.engine.tunnels.provided.add(new Provider(Kind.COMPRESSION, "deflate", 7, new Verdict.Offered(), false, 0));
        admin.engine.store.preference = new Preference(List.of("AES-256-GCM"), List.of(), false);
        JsonNode page = admin.ask("GET", "/suites", admin.tokenOf("guest"), "").json();
        assertEquals("{\"name\":\"AES-256-GCM\",\"feature\":\"org.nettunnel.node\",\"state\":\"offered\",\"reason\":\"\",\"legacy\":false,\"preferred\":1,\"links\":2}",
                page.at("/suites/0").toString());
        assertEquals("{\"name\":\"SLOPPY\",\"feature\":null,\"state\":\"refused\",\"reason\":\"it opens changed records\",\"legacy\":true,\"preferred\":0,\"links\":0}",
                page.at("/suites/1").toString());
        assertEquals("deflate", page.at("/compressions/0/name").asText());
    }

    @Test
    void theStatusNamesOnlyWhatIsOfferedToPeers() throws Exception {
        admin.engine.tunnels.provided.add(new Provider(Kind.SUITE, "AES-256-GCM", 7, new Verdict.Offered(), false, 0));
        admin.engine.tunnels.provided.add(new Provider(Kind.SUITE, "AES-256-GCM", 8, new Verdict.Spare("another is preferred"), false, 0));
        admin.engine.tunnels.provided.add(new Provider(Kind.SUITE, "SLOPPY", 99, new Verdict.Refused("it opens changed records"), false, 0));
        admin.engine.tunnels.provided.add(new Provider(Kind.COMPRESSION, "new", 99, new Verdict.Testing(), false, 0));
        admin.engine.tunnels.provided.add(new Provider(Kind.COMPRESSION, "deflate", 7, new Verdict.Offered(), false, 0));
        assertEquals(new Engine.Offers(List.of("AES-256-GCM"), List.of("deflate"), List.of("tcp")), Engine.Offers.of(admin.engine.tunnels(), List.of("tcp")));
        assertEquals(new Engine.Offers(List.of(), List.of(), List.of("tcp")), Engine.Offers.of(null, List.of("tcp")));
    }

    @Test
    void prefersWhatIsThereAndKeepsTheRest() throws Exception {
        admin.engine.tunnels.provided.add(new Provider(Kind.SUITE, "AES-256-GCM", 7, new Verdict.Offered(), false, 0));
        admin.engine.tunnels.provided.add(new Provider(Kind.COMPRESSION, "deflate", 7, new Verdict.Offered(), false, 0));
        assertEquals(200, admin.ask("POST", "/suites/preference", root, "{\"compressions\":[\"deflate\"],\"allowInsecureLegacy\":true}").status());
        var set = admin.ask("POST", "/suites/preference", root, "{\"suites\":[\"AES-256-GCM\"]}");
        assertEquals("{\"suites\":[\"AES-256-GCM\"],\"compressions\":[\"deflate\"],\"allowInsecureLegacy\":true}", set.json().get("preference").toString());
        for (String wrong : List.of("{}", "{\"suites\":[\"ROT13\"]}", "{\"suites\":[\"deflate\"]}", "{\"suites\":[\"AES-256-GCM\",\"AES-256-GCM\"]}", "{\"suites\":[null]}"))
            assertEquals(400, admin.ask("POST", "/suites/preference", root, wrong).status(), wrong);
        admin.engine.tunnels.provided.removeIf(each -> each.kind() == Kind.COMPRESSION);
        assertEquals(200, admin.ask("POST", "/suites/preference", root, "{\"compressions\":[\"deflate\"]}").status(), "away for a while, and preferred before");
        assertEquals(200, admin.ask("POST", "/suites/preference", root, "{\"suites\":[],\"compressions\":[],\"allowInsecureLegacy\":false}").status());
        assertEquals(Preference.NONE, admin.engine.store.preference);
    }

    @Test
    void aLinkWithALegacySuiteIsMarked() throws Exception {
        admin.engine.store.tunnel("office");
        assertEquals("false", admin.ask("GET", "/tunnels/office", root, "").json().at("/links/0/legacy").toString());
        admin.engine.tunnels.provided.add(new Provider(Kind.SUITE, "AES-256-GCM", 7, new Verdict.Offered(), true, 1));
        assertEquals("true", admin.ask("GET", "/tunnels/office", root, "").json().at("/links/0/legacy").toString());
    }

    @Test
    void beginsARestartForAnAdministrator() throws Exception {
        assertEquals(403, admin.ask("POST", "/restart", admin.tokenOf("guest"), "").status());
        assertEquals(0, admin.engine.restart.begun);
        assertEquals("{\"started\":\"" + FakeNode.EPOCH + "\",\"same\":true}", admin.ask("POST", "/restart", root, "").json().toString());
        assertEquals(1, admin.engine.restart.begun);
    }

    @Test
    void aNodeWithoutAnInstallerSaysSo() throws Exception {
        admin.engine.provisioning = null;
        var reply = admin.ask("GET", "/bundles", root, "");
        assertEquals(503, reply.status());
        assertTrue(reply.detail().startsWith("the installer of bundles is not running"), reply.detail());
        assertEquals(200, admin.ask("GET", "/suites", root, "").status());
    }
}
