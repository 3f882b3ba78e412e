package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.cli.TestNode.Ran;
import org.nettunnel.cli.shell.Root;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Terminal;
import org.nettunnel.fakes.FakeProvisioning;
import org.nettunnel.fakes.FakeUpkeep;

import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine;

/// What `--json` prints, of every command: programs read it, so that a change of it is one to think about.
class EveryJsonTest {
    /// In this order, since some make what others show.
    private static final List<String> COMMANDS = List.of(
            "status", "whoami", "suite list", "suite prefer --reset", "invite shop --address outer.example:1",
            "tunnel list", "tunnel show office", "tunnel set office --grace 60s", "tunnel set office --name works --plan", "tunnel set office --name works --try",
            "tunnel trial works", "tunnel confirm works", "tunnel stop works --try 30", "tunnel rollback works", "tunnel diagnose works", "tunnel cut works",
            "tunnel ping works", "tunnel stop works", "tunnel start works", "tunnel add shop2 --invite nt1_CANARY-INVITE",
            "endpoint add works --name web --listen 127.0.0.1:8080 --to 10.0.0.7:80", "endpoint list", "endpoint show web", "endpoint set web --compression off",
            "endpoint remove web", "streams", "tunnel remove works",
            "user add guest2", "user list", "user show guest", "user set guest --most-connections 5", "user invite guest2", "user logout guest",
            "user remove guest2", "token list", "settings list", "settings set http.port=443", "import FOLDER/original/tunnels.json", "backup FOLDER/b --passphrase-file FOLDER/passphrase",
            "restore FOLDER/b --passphrase-file FOLDER/passphrase", "audit list --limit 1", "audit verify",
            "bundle site add SITE --signer SIGNER", "bundle site list", "bundle search", "bundle install compression.zstd", "bundle list", "bundle works",
            "bundle update compression.zstd", "bundle rollback", "bundle remove compression.zstd", "bundle site remove compression.zstd", "restart --wait 0");
    /// What says when and how long, too, or ends with another code than 0 here: what is another each time stands as `…` in the file.
    private static final Map<String, Integer> VARYING = Map.of("endpoint try web", 1, "endpoint add works --name web2 --listen 127.0.0.1:0 --to 10.0.0.7:80 --check", 0,
            "doctor 127.0.0.1:1", 1, "doctor 127.0.0.1:1 --from-node", 1, "history works", 0, "log --lines 1", 0, "token add script --scope read --life 7d", 0, "version", 0);
    private static final Pattern VARIES = Pattern.compile("(\"millis\" : |\"at\" : |\"from\" : |\"java\" : |\"system\" : |\"version\" : |\"expires\" : )(\"[^\"]*\"|\\d+)|( : \\[ )[-0-9., nul]* \\]");
    /// What has no JSON of its own, or goes on, and is tested elsewhere.
    private static final Set<String> OTHERS = new TreeSet<>(Set.of("check", "completion", "events", "join", "login", "logout", "run", "setup",
            "site check", "site key", "site sign", "bundle cancel", "token remove", "user password"));

    @TempDir
    Path folder;

    @Test
    void theJsonOfEveryCommandIsAsItIsToBe() throws Exception {
        Files.writeString(folder.resolve("passphrase"), FakeUpkeep.PASSPHRASE + "\n");
        Files.writeString(Files.createDirectory(folder.resolve("original")).resolve("tunnels.json"), "{}");
        var text = new StringBuilder();
        var failed = new ArrayList<String>();
        try (var node = new TestNode(Files.createDirectory(folder.resolve("node")))) {
            Files.writeString(node.folder.resolve("node.lock"), ProcessHandle.current().pid() + "\n");
            node.engine.store.tunnel("office");
            node.engine.far.there = Optional.of((_, _) -> new FarSide.Answer(403, "", null));
            for (String line : COMMANDS) {
                Ran ran = run(node, line.replace("FOLDER", folder.toString()).replace("SITE", FakeProvisioning.SITE).replace("SIGNER", FakeProvisioning.SIGNER.toString()));
                if (ran.code() != 0) failed.add(line + ": " + ran);
                text.append("=== ").append(line).append('\n').append(ran.out().replace(folder.toString(), "FOLDER").replace(node.url, "URL").replace(node.fingerprint, "FINGERPRINT"));
                try (var values = new ObjectMapper().readerFor(Object.class).readValues(ran.out())) {
                    values.readAll();
                }
            }
        }
        assertEquals(List.of(), failed);
        Golden.check("every-json.txt", text.toString());
    }

    @Test
    void theJsonOfWhatVariesHasTheShapeThatItIsToHave() throws Exception {
        var text = new StringBuilder();
        try (var node = new TestNode(Files.createDirectory(folder.resolve("node")))) {
            node.engine.store.endpoint(node.engine.store.tunnel("works"), "web");
            EndpointState half = node.engine.endpoints.halves.getFirst();
            node.engine.endpoints.halves.set(0, new EndpointState(half.id(), new EndpointStatus.Listening("127.0.0.1", 1), half.traffic(), half.lastRefusal()));
            for (var line : new TreeMap<>(VARYING).entrySet()) {
                Ran ran = ran(node, line.getKey());
                assertEquals(line.getValue(), ran.code(), () -> line.getKey() + ": " + ran);
                text.append("=== ").append(line.getKey()).append('\n').append(VARIES.matcher(ran.out()).replaceAll(found -> found.group(1) != null ? found.group(1) + "…" : found.group(3) + "… ]"));
            }
        }
        Golden.check("varying-json.txt", text.toString());
    }

    /// Tokens belong to who logs in.
    private Ran run(TestNode node, String line) throws IOException {
        if (!line.startsWith("token ")) return node.run((line + " --json").split(" "));
        String password = node.passwordFile();
        assertEquals(0, node.run("login", node.url, "--fingerprint", node.fingerprint, "--password-file", password).code());
        return node.run((line + " --json --node " + node.url).split(" "));
    }

    /// A history is one when its first second is over.
    private Ran ran(TestNode node, String line) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            Ran ran = run(node, line);
            if (!ran.out().contains("\"series\" : [ ]") || System.nanoTime() > end) return ran;
        }
    }

    @Test
    void noCommandIsForgotten() {
        var nowhere = new PrintWriter(new StringWriter());
        var all = new Commands(new Shell(new Terminal(nowhere, nowhere, new ByteArrayInputStream(new byte[0]), Map.of(), folder, false, null, _ -> false), new Root())).all();
        Set<String> leaves = new TreeSet<>();
        collect("", all, leaves);
        leaves.removeIf(leaf -> Stream.concat(COMMANDS.stream(), VARYING.keySet().stream()).anyMatch(line -> (line + " ").startsWith(leaf + " ")));
        assertEquals(OTHERS, leaves);
    }

    private static void collect(String path, CommandLine command, Set<String> leaves) {
        if (command.getSubcommands().isEmpty()) leaves.add(path.strip());
        command.getSubcommands().forEach((name, below) -> collect(path + " " + name, below, leaves));
    }
}
