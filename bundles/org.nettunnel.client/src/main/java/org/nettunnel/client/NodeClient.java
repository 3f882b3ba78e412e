package org.nettunnel.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Query;
import org.nettunnel.api.admin.Problem;
import org.nettunnel.api.admin.live.LiveOperations;
import org.nettunnel.api.admin.peer.PeerAnswer;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.peer.PeerRequest;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.client.NodeException.Refused.Stranger;

/// Calls the operations of one node.
///
/// Built on HttpsURLConnection: the newer HTTP client costs a command 0.1 s more CPU to start and brings threads along.
/// **Threads:** one at a time.
public final class NodeClient {
    private static final String LONGEST_PAGE = "1000";
    /// The other end has five quarters of a minute to answer.
    private static final Duration LONGEST_WAY = Duration.ofSeconds(90);
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

    static {
        // else the JDK sends a POST twice when the connection breaks; streaming prevents that too, but loses the body of a 401
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final NodeAddress address;
    private final @Nullable Fingerprint pinned;
    private final Duration timeout;
    private final String token;
    /// The tunnel to whose other end the calls are passed on; null for this node's own.
    private final @Nullable String via;
    private final CertificateCheck check;
    private final SSLSocketFactory sockets;

    /// @param pinned  fingerprint of the node's certificate; null for one that an authority signed
    /// @param token   of a session; empty without one
    /// @param timeout for connecting, and for each wait for the answer
    public NodeClient(NodeAddress address, @Nullable Fingerprint pinned, String token, Duration timeout) {
        this(address, pinned, token, timeout, null);
    }

    private NodeClient(NodeAddress address, @Nullable Fingerprint pinned, String token, Duration timeout, @Nullable String via) {
        this.address = address;
        this.pinned = pinned;
        this.timeout = timeout;
        this.token = token;
        this.via = via;
        check = new CertificateCheck(pinned);
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {check}, null);
            sockets = context.getSocketFactory();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no TLS 1.3", impossible);
        }
    }

    /// The same, for calls that take their time.
    public NodeClient within(Duration longer) {
        return new NodeClient(address, pinned, token, longer, via);
    }

    /// One whose calls the node passes on to the other end of a tunnel.
    public NodeClient through(String tunnel) {
        return new NodeClient(address, pinned, token, timeout.compareTo(LONGEST_WAY) < 0 ? LONGEST_WAY : timeout, tunnel);
    }

    public NodeAddress address() {
        return address;
    }

    /// Calls an operation whose path has no parameter.
    public <Q, A> A call(Operation<Q, A> operation, Q body) throws NodeException {
        return call(operation, "", body);
    }

    /// Calls an operation that looks, with query parameters by name.
    public <A> A call(Operation<Nothing, A> operation, Map<String, String> query) throws NodeException {
        return call(operation, "", query, new Nothing());
    }

    /// @param id the path parameter; empty where the path has none
    public <Q, A> A call(Operation<Q, A> operation, String id, Q body) throws NodeException {
        return call(operation, id, Map.of(), body);
    }

    /// @param id    the path parameter; empty where the path has none
    /// @param query parameters by name
    public <Q, A> A call(Operation<Q, A> operation, String id, Map<String, String> query, Q body) throws NodeException {
        String tunnel = via;
        if (tunnel != null) return passedOn(tunnel, operation, path(operation, id, query), body);
        return called(operation, id, query, body);
    }

    private <Q, A> A passedOn(String tunnel, Operation<Q, A> operation, String path, Q body) throws NodeException {
        String json = body instanceof Nothing ? null : RecordJson.write(body);
        PeerAnswer answer = called(PeerOperations.CALL, tunnel, Map.of(), new PeerRequest(operation.method().name(), path, json, null));
        byte[] bytes = text(answer.body()).getBytes(StandardCharsets.UTF_8);
        try {
            return answer(operation, Stranger.THERE, answer.status(), answer.status() / 100 == 2 ? "application/json" : "application/problem+json", bytes);
        } catch (IOException misfit) {
            throw new NodeException.Unreachable("the other end of tunnel '" + tunnel + "' answered " + answer.status() + " in another way than is known here: "
                    + misfit.getMessage());
        }
    }

    private <Q, A> A called(Operation<Q, A> operation, String id, Map<String, String> query, Q body) throws NodeException {
        try {
            HttpsURLConnection connection = open(operation, id, query);
            if (!(body instanceof Nothing)) send(connection, RecordJson.writeRequest(body).getBytes(StandardCharsets.UTF_8));
            int status = connection.getResponseCode();
            try (InputStream stream = status >= HttpURLConnection.HTTP_BAD_REQUEST ? connection.getErrorStream() : connection.getInputStream()) {
                return answer(operation, Stranger.HERE, status, String.valueOf(connection.getContentType()), stream == null ? new byte[0] : read(stream));
            }
        } catch (IOException failed) {
            throw explained(failed);
        }
    }

    /// Listens to what happens, until the listener has heard enough or the connection ends.
    ///
    /// @param query  parameters by name
    /// @param lastId of the last event that was heard; empty to hear what happens from now on
    /// @return the id of the last event, to go on behind it
    public String listen(Map<String, String> query, String lastId, EventReading.Listener listener) throws NodeException {
        if (via != null) throw new NodeException.Unreachable("events do not come through a tunnel: follow them at the node itself, by --node");
        try {
            HttpsURLConnection connection = open(LiveOperations.EVENTS, "", query);
            connection.setReadTimeout((int) EventReading.LONGEST_SILENCE.toMillis());
            connection.setRequestProperty("Accept", EventReading.TYPE);
            if (!lastId.isEmpty()) connection.setRequestProperty("Last-Event-ID", lastId);
            int status = connection.getResponseCode();
            String type = String.valueOf(connection.getContentType());
            if (status == HttpURLConnection.HTTP_OK && type.startsWith(EventReading.TYPE)) {
                try (InputStream stream = connection.getInputStream()) {
                    return new EventReading(lastId, listener).read(stream);
                } finally {
                    connection.disconnect();
                }
            }
            try (InputStream stream = connection.getErrorStream()) {
                answer(LiveOperations.EVENTS, Stranger.HERE, status, type, stream == null ? new byte[0] : read(stream));
                return lastId;
            }
        } catch (IOException failed) {
            throw explained(failed);
        }
    }

    /// All pages of a list as one list.
    ///
    /// @param next the cursor in a page
    public <A, T> List<T> all(Operation<Nothing, A> operation, Function<A, List<T>> items, Function<A, @Nullable String> next) throws NodeException {
        return all(operation, "", items, next);
    }

    /// The same of those alone that have a text in what they show.
    ///
    /// @param filter empty for all
    public <A, T> List<T> all(Operation<Nothing, A> operation, String filter, Function<A, List<T>> items, Function<A, @Nullable String> next) throws NodeException {
        var all = new ArrayList<T>();
        Map<String, String> query = new HashMap<>(Map.of(Query.LIMIT.name(), LONGEST_PAGE));
        if (!filter.isEmpty()) query.put(Query.FILTER.name(), filter);
        while (true) {
            A page = call(operation, "", query, new Nothing());
            all.addAll(items.apply(page));
            String cursor = next.apply(page);
            if (cursor == null) return all;
            query.put(Query.CURSOR.name(), cursor);
        }
    }

    private HttpsURLConnection open(Operation<?, ?> operation, String id, Map<String, String> query) throws IOException {
        String url = address.url() + Operation.PREFIX + path(operation, id, query);
        var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(sockets);
        // the check above has the last word on who the node is, its name included
        connection.setHostnameVerifier((_, _) -> true);
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod(operation.method().name());
        connection.setRequestProperty("Accept", "application/json");
        if (!token.isEmpty()) connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    private static String path(Operation<?, ?> operation, String id, Map<String, String> query) {
        String parameters = query.entrySet().stream().map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue())).collect(Collectors.joining("&"));
        return operation.path().replace("{id}", encoded(id)) + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void send(HttpsURLConnection connection, byte[] body) throws IOException {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
    }

    private static byte[] read(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) throw new IOException("the answer is longer than " + LARGEST_ANSWER + " bytes");
        return bytes;
    }

    /// @param where it was answered
    private <A> A answer(Operation<?, A> operation, Stranger where, int status, String type, byte[] body) throws NodeException, IOException {
        if (status / 100 == 2 && operation.response() == Nothing.class) return operation.response().cast(new Nothing());
        if (status / 100 == 2 && type.startsWith("application/json")) return RecordJson.read(body, operation.response());
        if (type.startsWith("application/problem+json")) {
            Told told = RecordJson.read(body, Told.class);
            Problem problem = told.problem(status);
            throw new NodeException.Refused(problem, lacksLogin(operation, problem) ? where : Stranger.NOWHERE);
        }
        throw new NodeException.Unreachable(address + " is not a NetTunnel node: it answered " + status + " with " + type);
    }

    /// Who logs in is told what was wrong with it.
    private static boolean lacksLogin(Operation<?, ?> operation, Problem problem) {
        return problem.status() == HttpURLConnection.HTTP_UNAUTHORIZED && operation.access() != Access.ANYONE && !problem.type().equals(Problem.NOT_SET_UP);
    }

    private NodeException explained(IOException failed) {
        Fingerprint refused = check.refused();
        if (refused != null)
            return new NodeException.UnknownCertificate(refused, "the certificate of " + address + " is not the expected one; its fingerprint is " + refused);
        return new NodeException.Unreachable(switch (failed) {
            case UnknownHostException _ -> "there is no host '" + address.host() + "'; check the name";
            case NoRouteToHostException _ -> "there is no way to " + address + "; check the address and the network";
            case SocketTimeoutException _ -> address + " did not answer in " + timeout.toSeconds() + " s; check address, port and firewall";
            case ConnectException _ -> "nothing listens at " + address + "; is the node running, and is that its port?";
            case SSLHandshakeException _ -> "TLS with " + address + " failed: " + failed.getMessage();
            case SSLException _ -> address + " is not a NetTunnel node: it does not speak TLS";
            default -> "the connection to " + address + " broke: " + failed.getMessage() + "; is that a NetTunnel node?";
        });
    }

    private static String text(@Nullable String told) {
        return told == null ? "" : told;
    }

    /// A problem before its fields were found to be there.
    record Told(@Nullable String type, @Nullable String title, @Nullable String detail, @Nullable List<Problem.Field> fields) {
        Problem problem(int status) {
            List<Problem.Field> wrong = fields;
            return new Problem(text(type), text(title), status, text(detail), null, wrong == null ? List.of() : wrong);
        }
    }
}
