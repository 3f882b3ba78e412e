package org.nettunnel.admin;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.crypto.Certificates;
import org.nettunnel.api.crypto.KeyMaterial;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.crypto.bouncycastle.BouncyCertificates;
import org.nettunnel.fakes.FakeAccounts;
import org.nettunnel.fakes.FakeNode;
import org.nettunnel.http.DoorSettings;
import org.nettunnel.http.DoorSettings.Limits;
import org.nettunnel.http.FrontDoor;
import org.nettunnel.http.JettyFrontDoor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The admin API of a node in memory, behind the real front door on a free port of the loopback.
final class TestAdmin implements AutoCloseable {
    /// Commands of one process come faster than those of a person.
    private static final Limits FOR_ALL_CALLS = new Limits(Limits.CONNECTIONS, Limits.CONNECTIONS, 10_000, 10_000, Duration.ofSeconds(Limits.HEADER_SECONDS),
            Duration.ofSeconds(Limits.IDLE_SECONDS));
    private static final int SECONDS = 20;
    private static final long SECOND = 1_000_000_000;
    private static final KeyMaterial MATERIAL = new BouncyCertificates().selfSigned(List.of("localhost", "127.0.0.1", "node.example"), Duration.ofDays(1));
    private static final Certificates CERTIFICATES = new BouncyCertificates() {
        @Override
        public KeyMaterial selfSigned(List<String> names, Duration validity) {
            return MATERIAL;
        }
    };

    /// One for all: its sessions are resumed, which is much quicker.
    private static final SSLContext CLIENT = client();

    final FakeEngine engine = new FakeEngine();
    final AtomicReference<Instant> now = new AtomicReference<>(FakeNode.EPOCH);
    /// Between two calls enough time goes by for the next; not while this is false.
    final AtomicBoolean rested = new AtomicBoolean(true);
    private final AtomicLong moments = new AtomicLong();
    final Admin admin;
    final Path data;
    private final JettyFrontDoor door;
    private final List<FrontDoor.Registration> registrations;
    final InetSocketAddress address;

    private TestAdmin(Path data) throws Exception {
        this.data = data;
        door = new JettyFrontDoor(new DoorSettings("127.0.0.1", 0, Optional.empty(), FOR_ALL_CALLS), CERTIFICATES, data);
        address = door.listening().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        admin = new Admin(engine, List.of("machine.example"), data, "0.1.0", new Admin.Clocks(now::get, () -> rested.get() ? moments.addAndGet(SECOND) : moments.get()));
        registrations = admin.handlers().entrySet().stream().map(each -> door.handle(each.getKey(), each.getValue())).toList();
        admin.openLocally(Admin.localUrl(address), door.fingerprint().toString());
    }

    /// With an administrator `root` and a limited user `guest`.
    static TestAdmin open(Path data) throws Exception {
        var test = new TestAdmin(data);
        test.engine.accounts.users.add(new User("root", Role.ADMINISTRATOR));
        test.engine.accounts.users.add(new User("guest", Role.LIMITED));
        test.engine.accounts.users.add(new User("leaver", Role.ADMINISTRATOR));
        return test;
    }

    static TestAdmin openWithoutUsers(Path data) throws Exception {
        return new TestAdmin(data);
    }

    /// What came back.
    record Reply(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException noJson) {
                throw new AssertionError(body, noJson);
            }
        }

        String detail() {
            return json().path("detail").asText();
        }
    }

    String tokenOf(String user) throws Exception {
        return ask("POST", "/login", "", "{\"user\":\"" + user + "\",\"password\":\"" + FakeAccounts.PASSWORD + "\"}").json().get("token").asText();
    }

    /// What commands on this machine have.
    String localToken() throws IOException {
        return new ObjectMapper().readTree(data.resolve(LocalAdmin.FILE).toFile()).get("token").asText();
    }

    /// @param token empty for a stranger
    Reply ask(String method, String path, String token, String body) throws Exception {
        String headers = (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\n");
        return raw(method, Operation.PREFIX + path, "Host: 127.0.0.1:" + address.getPort() + "\r\n" + headers, body);
    }

    /// @param headers each with its line end
    Reply raw(String method, String path, String headers, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (var socket = (SSLSocket) CLIENT.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(SECONDS * 1000);
            String head = method + " " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n"
                    + (bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return reply(whole(socket.getInputStream()));
        }
    }

    /// The same request again and again on one connection, its body after its head was sent; the heads of the answers.
    List<String> repeated(int times, String head, String body) throws IOException {
        var heads = new ArrayList<String>();
        try (var socket = (SSLSocket) CLIENT.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(SECONDS * 1000);
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                heads.add(head(socket.getInputStream()));
                var length = Pattern.compile("(?i)content-length: (\\d+)").matcher(heads.getLast());
                if (length.find()) socket.getInputStream().skipNBytes(Long.parseLong(length.group(1)));
            }
        }
        return heads;
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) throw new IOException("closed after " + head);
            head.append((char) next);
        }
        return head.toString();
    }

    /// Of events, which do not end, the head alone.
    private static String whole(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int next; (next = in.read()) >= 0;) {
            bytes.write(next);
            if (next == '\n' && bytes.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) break;
        }
        String head = bytes.toString(StandardCharsets.UTF_8);
        return head.contains("text/event-stream") ? head : head + new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Server-sent events as they come.
    static final class Listening implements AutoCloseable {
        /// Below TLS: what ends there ends at once, where TLS waits for the node's last word.
        private final Socket wire;
        private final BufferedReader lines;
        String lastId = "";

        private Listening(Socket wire, SSLSocket socket) throws IOException {
            this.wire = wire;
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /// The status line.
        String status() throws IOException {
            return String.valueOf(lines.readLine());
        }

        /// The next event, its name and its data with a space between; empty at the end. Chunks end where events do, so that their sizes are lines.
        String next() throws IOException {
            String name = "";
            long end = System.nanoTime() + SECONDS * 1_000_000_000L;
            for (String line; (line = lines.readLine()) != null;) {
                if (System.nanoTime() - end > 0) throw new IOException("no event came, only " + line);
                if (line.equals("0")) return "";
                if (line.startsWith("id: ")) lastId = line.substring("id: ".length());
                else if (line.startsWith("event: ")) name = line.substring("event: ".length());
                else if (line.startsWith("data: ")) return name + " " + line.substring("data: ".length());
            }
            return "";
        }

        /// Waits for the first of what is sent, by which the node knows of us.
        Listening begun() throws IOException {
            while (lastId.isEmpty()) {
                String line = lines.readLine();
                if (line == null) throw new IOException("ended before it began");
                if (line.startsWith("id: ")) lastId = line.substring("id: ".length());
            }
            return this;
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    /// @param lastId where to go on; empty for from now on
    Listening listen(String query, String token, String lastId) throws IOException {
        var wire = new Socket(address.getAddress(), address.getPort());
        var socket = (SSLSocket) CLIENT.getSocketFactory().createSocket(wire, "127.0.0.1", address.getPort(), true);
        socket.setSoTimeout(SECONDS * 1000);
        socket.getOutputStream().write(("GET " + Operation.PREFIX + "/events" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + address.getPort() + "\r\nAuthorization: Bearer "
                + token + "\r\n" + (lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8));
        return new Listening(wire, socket);
    }

    private static SSLContext client() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Reply reply(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip());
        }
        return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
    }

    @Override
    public void close() {
        registrations.forEach(FrontDoor.Registration::close);
        admin.close();
        admin.closeLocally();
        door.close();
    }

    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
