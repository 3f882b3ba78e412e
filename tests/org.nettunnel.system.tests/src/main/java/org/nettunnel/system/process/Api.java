package org.nettunnel.system.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/// A node's admin API as a program outside uses it, by what `local-admin.json` says.
public final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient client;
    private final URI base;
    private final String token;
    private final String fingerprint;

    private Api(HttpClient client, URI base, String token, String fingerprint) {
        this.fingerprint = fingerprint;
        this.client = client;
        this.base = base;
        this.token = token;
    }

    /// @param file `local-admin.json` of a running node
    public static Api of(Path file) throws IOException {
        JsonNode local = JSON.readTree(file.toFile());
        String fingerprint = local.path("fingerprint").asText();
        return new Api(client(fingerprint).build(), URI.create(local.path("url").asText()), local.path("token").asText(), fingerprint);
    }

    /// The same API for whoever has this token; closed with this one.
    public Api as(String otherToken) {
        return new Api(client, base, otherToken, fingerprint);
    }

    /// The same API for a program at another address of this machine, with connections of its own; to be closed.
    ///
    /// @param address such as `127.0.0.7`
    public Api from(String address) {
        return new Api(client(fingerprint).localAddress(InetAddress.ofLiteral(address)).build(), base, token, fingerprint);
    }

    private static HttpClient.Builder client(String fingerprint) {
        return HttpClient.newBuilder().sslContext(PinnedCertificate.context(fingerprint)).version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5));
    }

    /// The node's port.
    public int port() {
        return base.getPort();
    }

    /// @param path below `/api/v1`
    public JsonNode get(String path) throws IOException, InterruptedException {
        return expect(call("GET", path, null));
    }

    public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return expect(call("POST", path, body));
    }

    public void delete(String path) throws IOException, InterruptedException {
        expect(call("DELETE", path, null));
    }

    /// Calls and hands back whatever the answer is.
    public HttpResponse<String> call(String method, String path, @org.jspecify.annotations.Nullable Map<String, ?> body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        return client.send(HttpRequest.newBuilder(base.resolve("/api/v1" + path)).timeout(Duration.ofSeconds(20)).method(method, publisher)
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json").header("Accept", "application/json")
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    /// What a path outside `/api/v1` answers, such as `/metrics`.
    public HttpResponse<String> at(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20)).header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// An answer that goes on, such as events; closing its body cuts the connection.
    HttpResponse<InputStream> open(String path, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/v1" + path)).header("Authorization", "Bearer " + token);
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /// Calls with more headers and no token, and hands back what the answer begins with; one that goes on is cut off.
    public HttpResponse<InputStream> bare(String method, String path, @org.jspecify.annotations.Nullable Map<String, ?> body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/v1" + path)).timeout(Duration.ofSeconds(20)).method(method, publisher);
        if (body != null) request.header("Content-Type", "application/json");
        headers.forEach(request::header);
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) answer.body().close();
        else answer.body().readAllBytes();
        return answer;
    }

    /// What the node answers to a request by hand, whatever is wrong with it.
    ///
    /// @param address of this machine, from which it comes
    /// @param request in which `Connection: close` belongs
    public String raw(String address, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral(base.getHost()), base.getPort(), InetAddress.ofLiteral(address), 0);
                var tls = (SSLSocket) PinnedCertificate.context(fingerprint).getSocketFactory().createSocket(socket, base.getHost(), base.getPort(), true)) {
            tls.setSoTimeout(20_000);
            tls.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            tls.getOutputStream().flush();
            return new String(tls.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /// A connection of its own to the node, which takes little by itself: what its owner does not read soon waits in the node.
    public Socket narrow(int receiveBytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBytes);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        var tls = (SSLSocket) PinnedCertificate.context(fingerprint).getSocketFactory().createSocket(socket, base.getHost(), base.getPort(), true);
        tls.startHandshake();
        return tls;
    }

    /// The start of a request by hand.
    public String head(String path) {
        return "GET /api/v1" + path + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    }

    /// An answer's body.
    public JsonNode tree(String body) throws IOException {
        return JSON.readTree(body);
    }

    private static JsonNode expect(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2)
            throw new IOException(answer.request().method() + " " + answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        return JSON.readTree(answer.body().isBlank() ? "{}" : answer.body());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
