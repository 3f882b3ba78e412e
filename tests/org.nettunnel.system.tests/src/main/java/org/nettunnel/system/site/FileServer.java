package org.nettunnel.system.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Serves a folder by https, and by http beside it, on loopback; or misbehaves.
///
/// **Threads:** safe for any.
public final class FileServer implements AutoCloseable {
    private static final int SLOW_CHUNK = 1024;
    private static final long SLOW_NANOS = 20_000_000;
    private final HttpsServer secure;
    private final HttpServer plain;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Path root;
    private volatile Mode mode = Mode.GOOD;

    /// How it answers.
    public enum Mode {
        GOOD,
        /// 1 KiB every 20 ms.
        SLOW,
        /// Bundles and features are asked for elsewhere, without https.
        REDIRECT_TO_HTTP,
        /// Bundles and features are asked for by https at another name.
        REDIRECT_TO_OTHER_HOST,
        /// More comes than was said.
        TOO_LONG,
        /// Less comes than was said, and then the connection ends.
        TOO_SHORT,
        /// Nothing comes, and the connection stays.
        SILENT
    }

    /// @param key whose certificate it shows
    public FileServer(Path root, SigningKey key) throws IOException {
        this.root = root;
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        secure = HttpsServer.create(any, 0);
        plain = HttpServer.create(any, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context(key)));
        for (HttpServer server : List.of(secure, plain)) {
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
        }
    }

    private static SSLContext context(SigningKey key) throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key.key(), "secret".toCharArray(), key.chain().toArray(java.security.cert.Certificate[]::new));
            keys.init(store, "secret".toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException wrong) {
            throw new IOException("no TLS", wrong);
        }
    }

    /// Where the folder is.
    public URI location() {
        return URI.create("https://127.0.0.1:" + secure.getAddress().getPort() + "/");
    }

    /// The same without TLS.
    public URI plainLocation() {
        return URI.create("http://127.0.0.1:" + plain.getAddress().getPort() + "/");
    }

    public void mode(Mode other) {
        mode = other;
    }

    /// Serves another folder at the same place.
    public void serve(Path other) {
        root = other;
    }

    /// What was asked for, in order: scheme and path.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isSecure = exchange instanceof com.sun.net.httpserver.HttpsExchange;
            String path = exchange.getRequestURI().getPath();
            asked.add((isSecure ? "https " : "http ") + path);
            boolean isArtifact = path.startsWith("/plugins/") || path.startsWith("/features/");
            if (isSecure && isArtifact && mode == Mode.REDIRECT_TO_HTTP) redirect(exchange, plainLocation().resolve(path));
            else if (isSecure && isArtifact && mode == Mode.REDIRECT_TO_OTHER_HOST)
                redirect(exchange, URI.create("https://localhost:" + secure.getAddress().getPort() + path));
            else send(exchange, root.resolve(path.substring(1)).normalize(), isArtifact);
        }
    }

    private static void redirect(HttpExchange exchange, URI elsewhere) throws IOException {
        exchange.getResponseHeaders().set("Location", elsewhere.toString());
        exchange.sendResponseHeaders(302, -1);
    }

    private void send(HttpExchange exchange, Path file, boolean isArtifact) throws IOException {
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        Mode now = isArtifact || mode == Mode.SLOW ? mode : Mode.GOOD;
        long length = Files.size(file);
        if (now == Mode.SILENT) {
            LockSupport.parkNanos(120_000_000_000L); // whoever asked has to give up
            return;
        }
        boolean isChunked = now == Mode.TOO_LONG; // of a length that is not said there may be any number
        exchange.sendResponseHeaders(200, isChunked ? 0 : length);
        OutputStream out = exchange.getResponseBody();
        try (InputStream in = Files.newInputStream(file)) {
            if (now == Mode.SLOW) trickle(in, out);
            else if (now == Mode.TOO_SHORT) out.write(in.readNBytes((int) (length / 2)));
            else in.transferTo(out);
            if (isChunked) out.write(new byte[1 << 16]);
            out.flush();
        }
    }

    private static void trickle(InputStream in, OutputStream out) throws IOException {
        for (byte[] chunk = in.readNBytes(SLOW_CHUNK); chunk.length > 0; chunk = in.readNBytes(SLOW_CHUNK)) {
            out.write(chunk);
            out.flush();
            LockSupport.parkNanos(SLOW_NANOS); // this is what slow means
        }
    }

    @Override
    public void close() {
        secure.stop(0);
        plain.stop(0);
        threads.shutdownNow();
    }
}
