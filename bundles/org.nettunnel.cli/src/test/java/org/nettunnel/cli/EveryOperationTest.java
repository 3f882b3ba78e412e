package org.nettunnel.cli;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine;

/// What the API can do, the command can do; and each command explains itself as it is to.
class EveryOperationTest {
    /// By row of the API; an option where the command does several things.
    private static final Map<String, String> COMMANDS = Map.ofEntries(
            entry("POST /setup", "setup"), entry("POST /login", "login"), entry("POST /logout", "logout"),
            entry("POST /logout-everywhere", "logout --everywhere"), entry("GET /session", "whoami"), entry("GET /status", "status"),
            entry("POST /restart", "restart"), entry("GET /suites", "suite list"), entry("POST /suites/preference", "suite prefer"),
            entry("POST /invites", "invite"), entry("GET /tunnels", "tunnel list"), entry("POST /tunnels", "tunnel add"), entry("POST /tunnel-by-login", "tunnel add --user"),
            entry("GET /tunnels/{id}", "tunnel show"), entry("POST /tunnels/{id}", "tunnel set"), entry("DELETE /tunnels/{id}", "tunnel remove"),
            entry("POST /tunnels/{id}/start", "tunnel start"), entry("POST /tunnels/{id}/stop", "tunnel stop"), entry("POST /tunnels/{id}/cut", "tunnel cut"),
            entry("POST /tunnels/{id}/ping", "tunnel ping"), entry("POST /tunnels/{id}/peer", " --via"), entry("POST /tunnels/{id}/trial", "tunnel set --try"),
            entry("GET /tunnels/{id}/trial", "tunnel trial"), entry("POST /tunnels/{id}/trial/confirm", "tunnel confirm"),
            entry("POST /tunnels/{id}/trial/back", "tunnel rollback"), entry("GET /tunnels/{id}/diagnosis", "tunnel diagnose"),
            entry("GET /endpoints", "endpoint list"), entry("POST /endpoints", "endpoint add"), entry("GET /endpoints/{id}", "endpoint show"),
            entry("POST /endpoints/{id}", "endpoint set"), entry("DELETE /endpoints/{id}", "endpoint remove"),
            entry("GET /streams", "streams"), entry("DELETE /streams/{id}", "streams --reset"), entry("GET /streams/{id}/diagnosis", "streams --diagnose"),
            entry("POST /tunnels/{id}/check", "endpoint add --check"), entry("POST /endpoints/{id}/try", "endpoint try"),
            entry("POST /doctor", "doctor --from-node"), entry("GET /events", "events"), entry("GET /history", "history"), entry("GET /log", "log"),
            entry("GET /bundles", "bundle list"), entry("GET /bundles/available", "bundle search"), entry("POST /bundles/works", "bundle install"),
            entry("GET /bundles/works", "bundle works"), entry("GET /bundles/works/{id}", "bundle update"), entry("DELETE /bundles/works/{id}", "bundle cancel"),
            entry("GET /bundles/sites", "bundle site list"), entry("POST /bundles/sites", "bundle site add"), entry("DELETE /bundles/sites/{id}", "bundle site remove"),
            entry("POST /bundles/sites/look", "bundle site add"),
            entry("GET /settings", "settings list"), entry("POST /settings", "settings set"), entry("POST /backup", "backup"),
            entry("POST /restore", "restore"), entry("POST /import", "import"), entry("GET /audit", "audit list"), entry("GET /audit/verify", "audit verify"),
            entry("GET /users", "user list"), entry("POST /users", "user add"), entry("GET /users/{id}", "user show"), entry("POST /users/{id}", "user set"),
            entry("DELETE /users/{id}", "user remove"), entry("POST /users/{id}/logout", "user logout"), entry("POST /users/{id}/invite", "user invite"),
            entry("GET /users/{id}/tokens", "token list --user"), entry("POST /users/{id}/tokens/revoke", "token remove --user"), entry("POST /join", "join"), entry("POST /password", "user password"),
            entry("GET /tokens", "token list"), entry("POST /tokens", "token add"), entry("DELETE /tokens/{id}", "token remove"));

    @TempDir
    Path folder;

    private CommandLine commands() {
        var nowhere = new PrintWriter(new StringWriter());
        return new Commands(new Shell(new Terminal(nowhere, nowhere, new ByteArrayInputStream(new byte[0]), Map.of(), folder, false, null, _ -> false), new org.nettunnel.cli.shell.Root())).all();
    }

    @Test
    void everyOperationOfTheApiHasACommand() throws Exception {
        Set<String> rows = new TreeSet<>();
        try (var node = new TestNode(folder)) {
            description(node).path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
                if (operation.getValue().has("x-nettunnel-access")) rows.add(operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey().replaceFirst("^/api/v1", ""));
            }));
        }
        assertTrue(rows.size() > 60, rows.toString());
        assertEquals(new TreeSet<>(COMMANDS.keySet()), rows, "a row of the API without a command here, or the other way round");
        CommandLine all = commands();
        COMMANDS.forEach((row, words) -> assertCommand(all, row, words));
    }

    private static void assertCommand(CommandLine all, String row, String words) {
        CommandLine command = all;
        for (String word : words.strip().split(" ")) {
            if (word.startsWith("--")) {
                assertNotNull(command.getCommandSpec().findOption(word), row + ": 'nettunnel " + words + "' has no such option");
            } else {
                command = command.getSubcommands().get(word);
                assertNotNull(command, row + ": there is no command 'nettunnel " + words + "'");
            }
        }
    }

    private static JsonNode description(TestNode node) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(URI.create(node.url + "/api/v1/openapi.json")).build();
            return new ObjectMapper().readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    @Test
    void theHelpOfEveryCommandIsAsItIsToBe() throws Exception {
        var helps = new TreeMap<String, String>();
        collect("nettunnel", commands(), helps);
        var text = new StringBuilder();
        helps.forEach((path, help) -> text.append("=== ").append(path).append('\n').append(help).append('\n'));
        Golden.check("every-help.txt", text.toString());
        helps.forEach((path, help) -> assertTrue(help.contains("Usage: " + path), path));
    }

    private static void collect(String path, CommandLine command, Map<String, String> helps) {
        command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        helps.put(path, command.getUsageMessage(CommandLine.Help.Ansi.OFF));
        command.getSubcommands().forEach((name, below) -> collect(path + " " + name, below, helps));
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }
}
