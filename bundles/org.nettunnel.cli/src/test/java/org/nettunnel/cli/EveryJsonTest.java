package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.cli.TestNode.Ran;
import org.nettunnel.cli.shell.Root;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Terminal;

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
    /// What has no JSON of its own, or one that is another each time, and is tested elsewhere.
    private static final Set<String> OTHERS = new TreeSet<>(Set.of("check", "completion", "endpoint try", "doctor", "events", "join", "log", "login", "logout", "run", "setup",
            "site check", "site key", "site sign", "bundle cancel", "token add", "token remove", "user password", "version", "history"));

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
            node.engine.tunnel("office");
            node.engine.far = Optional.of(new FakeFarSide());
            for (String line : COMMANDS) {
                String[] words = (line.replace("FOLDER", folder.toString()).replace("SITE", FakeProvisioning.SITE)
                        .replace("SIGNER", FakeProvisioning.SIGNER.toString()) + " --json").split(" ");
                Ran ran = node.run(words);
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
    void noCommandIsForgotten() {
        var nowhere = new PrintWriter(new StringWriter());
        var all = new Commands(new Shell(new Terminal(nowhere, nowhere, new ByteArrayInputStream(new byte[0]), Map.of(), folder, false, null, _ -> false), new Root())).all();
        Set<String> leaves = new TreeSet<>();
        collect("", all, leaves);
        leaves.removeIf(leaf -> COMMANDS.stream().anyMatch(line -> (line + " ").startsWith(leaf + " ")));
        assertEquals(OTHERS, leaves);
    }

    private static void collect(String path, CommandLine command, Set<String> leaves) {
        if (command.getSubcommands().isEmpty()) leaves.add(path.strip());
        command.getSubcommands().forEach((name, below) -> collect(path + " " + name, below, leaves));
    }
}
