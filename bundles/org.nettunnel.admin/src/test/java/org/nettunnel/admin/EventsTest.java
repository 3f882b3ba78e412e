package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.TestAdmin.Listening;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.fakes.FakeNode;

import com.fasterxml.jackson.databind.JsonNode;

/// What happens, as it is told.
@Timeout(60)
class EventsTest {
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

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "it did not come to that");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static StreamState stream(String id, TunnelId tunnel) {
        return new StreamState(id, tunnel, EndpointId.random(), true, "10.0.0.1:9", "", "open", FakeNode.EPOCH, 1, 2);
    }

    @Test
    void tellsATunnelsChangeAndGoesOnAfterACutWithoutAHoleOrADouble() throws Exception {
        var office = admin.engine.store.tunnel("office");
        String last;
        try (Listening listening = admin.listen("?types=tunnel,stream", root, "")) {
            assertEquals("HTTP/1.1 200 OK", listening.status());
            listening.begun();
            await(() -> !admin.engine.tunnels.watching.isEmpty());
            admin.engine.tunnels.watching.getFirst().opened(stream("1-0-1", office.id()));
            String opened = listening.next();
            assertTrue(opened.startsWith("stream {\"what\":\"opened\",\"stream\":{\"id\":\"1-0-1\""), opened);
            last = listening.lastId;
        }
        var hears = admin.engine.tunnels.watching.getFirst();
        hears.opened(stream("1-0-2", office.id()));
        hears.ended(stream("1-0-1", office.id()), CloseCode.POLICY, "not allowed");
        admin.ask("POST", "/tunnels/office/cut", root, "");
        try (Listening listening = admin.listen("?types=tunnel,stream", root, last)) {
            List<String> came = new ArrayList<>(List.of(listening.next(), listening.next(), listening.next()));
            came.sort(null);
            assertTrue(came.get(0).contains("\"ended\"") && came.get(0).contains("\"policy\"") && came.get(0).contains("1-0-1"), came.toString());
            assertTrue(came.get(1).contains("\"opened\"") && came.get(1).contains("1-0-2"), came.toString());
            assertTrue(came.get(2).startsWith("tunnel ") && came.get(2).contains("\"status\":\"interrupted\""), came.toString());
        }
    }

    @Test
    void saysThatThereIsAGapToWhoWasAwayTooLongOrMetAnotherNode() throws Exception {
        try (Listening listening = admin.listen("?types=tunnel", root, "other-5")) {
            assertEquals("gap {\"types\":[\"tunnel\"]}", listening.next());
        }
    }

    @Test
    void aLimitedUserHearsOnlyOfWhatHeMaySeeAndNeverTheLog() throws Exception {
        var office = admin.engine.store.tunnel("office");
        String guest = admin.tokenOf("guest");
        try (Listening listening = admin.listen("?types=stream,rate", guest, "").begun()) {
            await(() -> !admin.engine.tunnels.watching.isEmpty());
            admin.engine.tunnels.watching.getFirst().opened(stream("1-0-1", office.id()));
            assertTrue(listening.next().matches("rate \\{\"at\":\"[^\"]+\",\"tunnels\":\\[]}"));
            assertTrue(listening.next().startsWith("rate "));
        }
        assertEquals(403, admin.ask("GET", "/events?types=log", guest, "").status());
        assertEquals(403, admin.ask("GET", "/log", guest, "").status());
    }

    @Test
    void endsWithTheSessionAndRefusesTheEleventhListenerOfAUser() throws Exception {
        List<Listening> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) all.add(admin.listen("", root, "").begun());
        var refused = admin.ask("GET", "/events", root, "");
        assertEquals(429, refused.status());
        assertEquals("user 'root' listens 10 times already; close one of them", refused.detail());
        admin.ask("POST", "/logout", root, "");
        Listening one = all.getFirst();
        String next = one.next();
        while (next.startsWith("rate ")) next = one.next();
        assertEquals("", next);
        for (Listening each : all) each.close();
    }

    @Test
    void showsTheNewestLinesOfTheLogEachOnALineOfItsOwn() throws Exception {
        System.getLogger("org.nettunnel.canary").log(Level.WARNING, "first\r\nINFO forged");
        // others may log meanwhile
        JsonNode line = null;
        for (JsonNode each : admin.ask("GET", "/log?level=warning&limit=50", root, "").json().get("lines")) if (each.get("logger").asText().equals("org.nettunnel.canary")) line = each;
        assertNotNull(line);
        assertEquals("first\\r\\nINFO forged", line.get("text").asText());
        assertEquals("warning", line.get("level").asText());
        assertEquals(1, admin.ask("GET", "/log?level=warning&limit=1", root, "").json().get("lines").size());
        try (Listening listening = admin.listen("?types=log", root, "").begun()) {
            System.getLogger("org.nettunnel.canary").log(Level.WARNING, "told");
            String heard = listening.next();
            // the line before may still be on its way
            while (!heard.isEmpty() && !heard.contains("\"text\":\"told\"")) heard = listening.next();
            assertTrue(heard.contains("\"logger\":\"org.nettunnel.canary\""), heard);
        }
        assertEquals(400, admin.ask("GET", "/log?level=loud", root, "").status());
    }

    @Test
    void keepsAHistoryOfEachTunnelInStepsOfEqualLength() throws Exception {
        var office = admin.engine.store.tunnel("office");
        try (Listening listening = admin.listen("?types=rate", root, "").begun()) {
            assertTrue(listening.next().contains(office.id().toString()));
            listening.next();
        }
        var history = admin.ask("GET", "/history?tunnel=office", root, "").json();
        assertEquals(1, history.get("step").asInt());
        var series = history.get("series").get(0);
        assertEquals(300, series.get("receivedPerSecond").size());
        assertTrue(series.get("receivedPerSecond").get(0).isNull());
        assertEquals(1, series.get("openStreams").get(299).asInt());
        assertEquals(400, admin.ask("GET", "/history?seconds=301", root, "").status());
        assertEquals(0, admin.ask("GET", "/history", admin.tokenOf("guest"), "").json().get("series").size());
    }

    @Test
    void tellsStrangersWhetherItIsAliveAndReadyAndNoMore() throws Exception {
        var well = admin.raw("GET", "/livez", "Host: 10.0.0.9\r\n", "");
        assertEquals(200, well.status());
        assertEquals("ok\n", well.body());
        admin.engine.tunnels.isAlive = false;
        await(() -> status("/livez") == 503);
        assertEquals("no\n", admin.raw("GET", "/readyz", "Host: x\r\n", "").body());
        assertEquals(404, admin.raw("GET", "/livez/more", "Host: x\r\n", "").status());
        assertFalse(admin.raw("POST", "/livez", "Host: x\r\n", "").status() == 200);
    }

    @Test
    void anEndpointThatCannotListenMakesNoNodeUnready() throws Exception {
        admin.engine.store.endpoint(admin.engine.store.tunnel("office"), "web");
        EndpointState half = admin.engine.endpoints.halves.getFirst();
        admin.engine.endpoints.halves.set(0, new EndpointState(half.id(), new EndpointStatus.Waiting("port 80 is taken", FakeNode.EPOCH), half.traffic(), null));
        assertEquals(200, status("/readyz"), "whoever may have an endpoint could take the node out of service");
        String told = admin.raw("GET", Admin.METRICS, "Host: 127.0.0.1:" + admin.address.getPort() + "\r\nAuthorization: Bearer " + root + "\r\n", "").body();
        assertTrue(told.contains("\nnettunnel_endpoint_waiting{endpoint=\"web\",tunnel=\"office\"} 1.0\n"), told);
    }

    private int status(String path) {
        try {
            return admin.raw("GET", path, "Host: x\r\n", "").status();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
