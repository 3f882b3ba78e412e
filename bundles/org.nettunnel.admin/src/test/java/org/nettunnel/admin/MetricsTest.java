package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.TestAdmin.Reply;
import org.nettunnel.api.provisioning.Feature;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.fakes.FakeProvisioning;

/// The node in numbers.
class MetricsTest {
    private static final String OPEN_METRICS = "Accept: application/openmetrics-text; version=1.0.0\r\n";
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

    private Reply metrics(String method, String token, String headers) throws Exception {
        return admin.raw(method, Admin.METRICS, "Host: 127.0.0.1:" + admin.address.getPort() + "\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n") + headers, "");
    }

    private void assertHas(String body, String... lines) {
        List<String> all = body.lines().toList();
        for (String line : lines) assertTrue(all.contains(line), "no line " + line + " in\n" + body);
    }

    @Test
    void tellsWhatIsInstalledAndWhichTunnelsUseALegacyCipher() throws Exception {
        admin.engine.store.tunnel("office");
        admin.engine.provisioning.installed.add(new Feature("org.nettunnel.crypto.nasccl", "NASCCL", "0.2.0", false, List.of(9L), List.of(), FakeProvisioning.SIGNER));
        assertHas(metrics("GET", root, "").body(), "nettunnel_tunnel_legacy_cipher{tunnel=\"office\"} 0.0",
                "nettunnel_bundle_info{name=\"org.nettunnel.node\",signer=\"\",version=\"0.1.0\"} 1",
                "nettunnel_bundle_info{name=\"org.nettunnel.crypto.nasccl\",signer=\"" + FakeProvisioning.SIGNER + "\",version=\"0.2.0\"} 1");
        admin.engine.tunnels.provided.add(new Provider(Provider.Kind.SUITE, "AES-256-GCM", 9, new Provider.Verdict.Offered(), true, 1));
        assertHas(metrics("GET", root, "").body(), "nettunnel_tunnel_legacy_cipher{tunnel=\"office\"} 1.0");
        admin.engine.provisioning = null;
        assertFalse(metrics("GET", root, "").body().contains("nettunnel_bundle_info"));
    }

    @Test
    void countsTunnelsLinksAndStreams() throws Exception {
        var office = admin.engine.store.tunnel("office");
        admin.engine.store.endpoint(office, "web");
        Reply reply = metrics("GET", root, "");
        assertEquals(200, reply.status());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", reply.headers().get("content-type"));
        assertHas(reply.body(), "nettunnel_build_info{version=\"0.1.0\"} 1", "# TYPE nettunnel_tunnel_up gauge", "nettunnel_tunnel_up{tunnel=\"office\"} 1.0",
                "nettunnel_tunnel_interrupted{tunnel=\"office\"} 0.0", "nettunnel_tunnel_links{tunnel=\"office\"} 1.0",
                "nettunnel_link_rtt_seconds{lane=\"0\",tunnel=\"office\"} 0.001234567", "nettunnel_tunnel_connections_total{result=\"established\",tunnel=\"office\"} 1.0",
                "nettunnel_tunnel_connections_total{result=\"failed\",tunnel=\"office\"} 0.0", "nettunnel_tunnel_resumes_total{result=\"resumed\",tunnel=\"office\"} 0.0",
                "nettunnel_tunnel_rekeys_total{tunnel=\"office\"} 0.0", "nettunnel_tunnel_bytes_total{direction=\"received\",tunnel=\"office\"} 2048.0",
                "# TYPE nettunnel_tunnel_rtt_seconds histogram", "nettunnel_config_last_write_success 1.0", "nettunnel_event_subscribers 0.0",
                "nettunnel_auth_failures_total{kind=\"handshake\"} 0.0", "nettunnel_frame_errors_total{code=\"protocol\"} 1.0",
                "nettunnel_limited_total{limit=\"streams\"} 4.0", "nettunnel_memory_reserved_bytes{scope=\"waiting\"} 65536.0", "nettunnel_replay_buffer_bytes 1048576.0",
                "nettunnel_compression_bytes_total{direction=\"sent\",form=\"plain\"} 1000.0", "nettunnel_compression_bytes_total{direction=\"sent\",form=\"wire\"} 300.0",
                "nettunnel_compression_bytes_total{direction=\"received\",form=\"plain\"} 900.0", "nettunnel_compression_bytes_total{direction=\"received\",form=\"wire\"} 270.0",
                "nettunnel_endpoint_waiting{endpoint=\"web\",tunnel=\"office\"} 0.0", "nettunnel_stream_open{endpoint=\"web\",tunnel=\"office\"} 1.0", "nettunnel_stream_opened_total{endpoint=\"web\",result=\"carried\",tunnel=\"office\"} 7.0",
                "nettunnel_stream_opened_total{endpoint=\"web\",result=\"refused\",tunnel=\"office\"} 2.0",
                "nettunnel_stream_bytes_total{direction=\"sent\",endpoint=\"web\",tunnel=\"office\"} 20.0");
        assertFalse(reply.body().contains("CANARY"), "a secret is shown: " + reply.body());
        admin.ask("POST", "/tunnels/office/cut", root, "");
        assertHas(metrics("GET", root, "").body(), "nettunnel_tunnel_up{tunnel=\"office\"} 0.0", "nettunnel_tunnel_interrupted{tunnel=\"office\"} 1.0",
                "nettunnel_tunnel_resumes_total{result=\"resumed\",tunnel=\"office\"} 1.0", "nettunnel_tunnel_rekeys_total{tunnel=\"office\"} 3.0",
                "nettunnel_tunnel_links{tunnel=\"office\"} 0.0");
    }

    @Test
    void theDashboardAsksForNothingThatIsNotTold() throws Exception {
        var office = admin.engine.store.tunnel("office");
        admin.engine.store.endpoint(office, "web");
        String told = metrics("GET", root, "").body();
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("releng/grafana/nettunnel.json"))) folder = Objects.requireNonNull(folder.getParent(), "no dashboard");
        List<String> named = Pattern.compile("nettunnel_[a-z_]+").matcher(Files.readString(folder.resolve("releng/grafana/nettunnel.json"))).results()
                .map(MatchResult::group).distinct().toList();
        assertTrue(named.size() > 15, named.toString());
        for (String name : named) assertTrue(told.contains("\n" + name + "{") || told.contains("\n" + name + " "), name + " is not told");
    }

    @Test
    void thereAreNeverMoreLabelsThanTunnelsWhateverTheyWereCalledBefore() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            var tunnel = admin.engine.store.tunnel("name " + i);
            if (i < 9_990) admin.engine.store.remove(tunnel.id());
        }
        String told = metrics("GET", root, "").body();
        assertEquals(10, told.lines().filter(line -> line.startsWith("nettunnel_tunnel_up{")).count());
        assertTrue(told.length() < 100_000, "the answer has " + told.length() + " characters");
    }

    @Test
    void speaksOpenMetricsToWhoAsksForIt() throws Exception {
        admin.engine.store.tunnel("office");
        Reply reply = metrics("GET", root, OPEN_METRICS);
        assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", reply.headers().get("content-type"));
        assertHas(reply.body(), "# TYPE nettunnel_tunnel_connections counter", "# UNIT nettunnel_tunnel_rtt_seconds seconds", "# TYPE nettunnel_build info");
        assertTrue(reply.body().endsWith("\n# EOF\n"), reply.body());
    }

    @Test
    void areForAdministrators() throws Exception {
        assertEquals(401, metrics("GET", "", "").status());
        assertEquals("Bearer", metrics("GET", "", "").headers().get("www-authenticate"));
        assertEquals(401, metrics("GET", "stranger", "").status());
        assertEquals(403, metrics("GET", admin.tokenOf("guest"), "").status());
        assertEquals(405, metrics("POST", root, "").status());
        assertEquals(403, admin.raw("GET", Admin.METRICS, "Host: evil.example\r\nOrigin: https://evil.example\r\nAuthorization: Bearer " + root + "\r\n", "").status());
        admin.engine.running = false;
        assertEquals(503, metrics("GET", admin.localToken(), "").status());
    }

    @Test
    void tunnelsOfOneNameAreToldApartAndThoseThatGoLeaveNothingBehind() throws Exception {
        var first = admin.engine.store.tunnel("office\"\\");
        var second = admin.engine.store.tunnel("office\"\\");
        String body = metrics("GET", root, "").body();
        assertHas(body, "nettunnel_tunnel_up{tunnel=\"office\\\"\\\\ " + first.id() + "\"} 1.0", "nettunnel_tunnel_up{tunnel=\"office\\\"\\\\ " + second.id() + "\"} 1.0");
        admin.engine.store.tunnels.clear();
        assertFalse(metrics("GET", root, "").body().contains("office"));
    }

    @Test
    void promtoolFindsNothingWrongWithThem() throws Exception {
        Optional<Path> promtool = onPath("promtool");
        assumeTrue(promtool.isPresent(), "promtool is not here (apt-get install prometheus)");
        var office = admin.engine.store.tunnel("office");
        admin.engine.store.endpoint(office, "web");
        assertEquals("", complaints(promtool.get(), metrics("GET", root, "").body()));
        assertTrue(complaints(promtool.get(), "# TYPE nettunnel_wrong counter\nnettunnel_wrong 1\n").contains("_total"), "promtool finds nothing in what is wrong");
    }

    private static Optional<Path> onPath(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, command)).filter(Files::isExecutable).findFirst();
    }

    private static String complaints(Path promtool, String metrics) throws IOException, InterruptedException {
        Process check = new ProcessBuilder(promtool.toString(), "check", "metrics").redirectErrorStream(true).start();
        try (var in = check.getOutputStream()) {
            in.write(metrics.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(check.waitFor(20, TimeUnit.SECONDS));
        return said;
    }
}
