package org.nettunnel.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import org.nettunnel.admin.Admin;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.crypto.Certificates;
import org.nettunnel.api.crypto.KeyMaterial;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.cli.shell.Terminal;
import org.nettunnel.crypto.bouncycastle.BouncyCertificates;
import org.nettunnel.fakes.FakeAccounts;
import org.nettunnel.fakes.FakeNode;
import org.nettunnel.http.DoorSettings;
import org.nettunnel.http.DoorSettings.Limits;
import org.nettunnel.http.FrontDoor;
import org.nettunnel.http.JettyFrontDoor;

/// A node in memory behind the real front door and admin API, and a terminal to run commands in.
final class TestNode implements AutoCloseable {
    /// Commands of one process come faster than those of a person.
    private static final Limits FOR_ALL_CALLS = new Limits(Limits.CONNECTIONS, Limits.CONNECTIONS, 10_000, 10_000, Duration.ofSeconds(Limits.HEADER_SECONDS),
            Duration.ofSeconds(Limits.IDLE_SECONDS));
    private static final KeyMaterial MATERIAL = new BouncyCertificates().selfSigned(List.of("localhost", "127.0.0.1"), Duration.ofDays(1));
    private static final Certificates CERTIFICATES = new BouncyCertificates() {
        @Override
        public KeyMaterial selfSigned(List<String> names, Duration validity) {
            return MATERIAL;
        }
    };

    final FakeEngine engine = new FakeEngine();
    final Path folder;
    final Admin admin;
    final String url;
    final String fingerprint;
    /// What the person types, in order.
    final Queue<String> typed = new ArrayDeque<>();
    final Map<String, String> environment = new HashMap<>();
    String input = "";
    boolean person;
    int pauses = 3;
    private final JettyFrontDoor door;
    private final FrontDoor.Registration registration;

    TestNode(Path folder) throws Exception {
        this.folder = folder;
        door = new JettyFrontDoor(new DoorSettings("127.0.0.1", 0, Optional.empty(), FOR_ALL_CALLS), CERTIFICATES, folder);
        InetSocketAddress address = door.listening().toCompletableFuture().get(20, TimeUnit.SECONDS);
        admin = new Admin(engine, List.of(), folder, "0.1.0", () -> FakeNode.EPOCH);
        registration = door.handle(Operation.PREFIX, Objects.requireNonNull(admin.handlers().get(Operation.PREFIX)));
        url = Admin.localUrl(address);
        fingerprint = door.fingerprint().toString();
        admin.openLocally(url, fingerprint);
        engine.accounts.users.add(new User("root", Role.ADMINISTRATOR));
        engine.accounts.users.add(new User("guest", Role.LIMITED));
        environment.put("NETTUNNEL_DATA", folder.toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    }

    /// A file with everybody's password.
    String passwordFile() throws IOException {
        return Files.writeString(folder.resolve("pw"), FakeAccounts.PASSWORD + "\n").toString();
    }

    /// What a command did.
    record Ran(int code, String out, String err) {}

    Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        Terminal.Prompt prompt = person ? new Typist() : null;
        int[] left = {pauses};
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), environment,
                folder, false, prompt, _ -> left[0]-- > 0);
        int code = Main.run(terminal, arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private final class Typist implements Terminal.Prompt {
        @Override
        public char[] password(String question) {
            return typed.remove().toCharArray();
        }

        @Override
        public String line(String question) {
            return typed.remove();
        }
    }

    @Override
    public void close() {
        registration.close();
        admin.close();
        admin.closeLocally();
        door.close();
    }
}
