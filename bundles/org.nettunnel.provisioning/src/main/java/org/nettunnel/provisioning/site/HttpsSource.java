package org.nettunnel.provisioning.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.provisioning.trust.SiteRefused;

/// A site on a web server: TLS only, this server only, no longer and no more than was agreed.
final class HttpsSource implements SiteSource {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /// What all files of a site may take together, beside the time for their bytes; so a site of many files cannot be drawn out either.
    private static final Duration SLACK = Duration.ofSeconds(60);
    /// Slower than this and it is not worth waiting for.
    private static final long SLOWEST_BYTES_PER_SECOND = 128 << 10;
    private static final Duration EACH = Duration.ofMillis(250);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final URI base;
    private final HttpClient client;
    /// What is left of the time that its files may take.
    private Duration left;

    HttpsSource(URI base, @Nullable Fingerprint server) {
        this(base, server, SLACK);
    }

    HttpsSource(URI base, @Nullable Fingerprint server, Duration slack) {
        this.base = base;
        this.left = slack;
        HttpClient.Builder builder = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1);
        if (server != null) builder.sslContext(PinnedServer.context(server));
        client = builder.build();
    }

    @Override
    public void copy(String path, Path target, long most) throws SiteRefused, IOException {
        URI uri = base.resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).header("Accept-Encoding", "identity").build();
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var sink = new Sink(out, most);
            var answer = client.sendAsync(request, head -> head.statusCode() == OK ? BodySubscribers.ofByteArrayConsumer(sink) : BodySubscribers.replacing(null));
            long start = System.nanoTime();
            left = left.plus(EACH).plusMillis(most * 1000 / SLOWEST_BYTES_PER_SECOND);
            HttpResponse<?> head = await(answer, left, uri, sink);
            left = left.minusNanos(System.nanoTime() - start);
            checkStatus(head, uri);
            if (sink.isOver) throw Copying.tooLong(path, most);
        }
    }

    private static <T> T await(Future<T> answer, Duration longest, URI uri, Sink sink) throws SiteRefused, IOException {
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new IOException(uri + " was not complete within " + longest.toSeconds() + " s: the server sends less than " + (SLOWEST_BYTES_PER_SECOND >> 10)
                    + " KiB per second; try again later, or take the site as a zip");
        } catch (InterruptedException ended) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("the node is stopping", ended);
        } catch (ExecutionException failed) {
            if (sink.isOver) throw Copying.tooLong(String.valueOf(uri.getPath()), sink.most);
            throw told(failed.getCause(), uri);
        }
    }

    private static IOException told(@Nullable Throwable cause, URI uri) {
        return switch (cause) {
            case SSLException tls -> new IOException("the server of " + uri + " is not trusted, or does not speak TLS: " + tls.getMessage(), tls);
            case ConnectException closed -> new IOException("no connection to " + uri + ": " + (closed.getMessage() == null ? "refused" : closed.getMessage()), closed);
            case IOException broken when broken.getClass() == IOException.class -> new IOException(uri + " could not be read: " + broken.getMessage(), broken);
            case UncheckedIOException disk -> new IOException(disk.getCause().getMessage(), disk);
            case null, default -> new IOException(uri + " could not be read: " + cause, cause);
        };
    }

    private static void checkStatus(HttpResponse<?> head, URI uri) throws SiteRefused, IOException {
        int status = head.statusCode();
        if (status == OK) return;
        if (status == NOT_FOUND) throw new NoSuchFileException(uri.toString(), null, "it is no update site, or not a complete one");
        if (status >= 300 && status < 400)
            throw new SiteRefused(uri + " redirects to '" + head.headers().firstValue("Location").orElse("nowhere")
                    + "', and redirects are not followed; add the site by the address where it is");
        throw new IOException(uri + " answers with status " + status);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /// Writes what comes until it is too much.
    private static final class Sink implements Consumer<Optional<byte[]>> {
        private final FileChannel out;
        private final long most;
        private long total;
        private volatile boolean isOver;

        Sink(FileChannel out, long most) {
            this.out = out;
            this.most = most;
        }

        @Override
        @SuppressWarnings("null")   // the JDK leaves its parameter open
        public void accept(Optional<byte[]> part) {
            byte[] bytes = part.orElse(new byte[0]);
            total += bytes.length;
            if (total > most) {
                isOver = true;
                throw new IllegalStateException("too long");   // ends the exchange
            }
            try {
                for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining();) out.write(rest);
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }
    }
}
