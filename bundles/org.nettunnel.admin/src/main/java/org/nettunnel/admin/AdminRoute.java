package org.nettunnel.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.nettunnel.admin.Asked.Origins;
import org.nettunnel.admin.call.Segments;
import org.nettunnel.api.admin.EventStream;

/// Hands requests from Jetty to the dispatcher and its answers back.
///
/// **Threads:** called on virtual threads; blocks while it reads, asks and writes.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class AdminRoute extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    private static final int DNS_NAME = 2;
    /// A body that was refused unread is read to its end up to this size.
    private static final int SMALL_BODY = 64 << 10;
    private final Dispatcher dispatcher;

    AdminRoute(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answer answer = dispatcher.answer(asked(request));
        var headers = response.getHeaders();
        if (!isReadWhole(request)) headers.put(HttpHeader.CONNECTION, "close");
        response.setStatus(answer.status());
        answer.headers().forEach(headers::put);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("Referrer-Policy", "no-referrer");
        EventStream events = answer.events();
        if (events == null) {
            if (answer.body().length > 0) headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
            return true;
        }
        headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            events.write(text -> {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            });
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, () -> "events ended from=" + Request.getRemoteAddr(request) + " reason=\"" + gone.getMessage() + "\"");
            callback.failed(gone);
            return true;
        }
        callback.succeeded();
        return true;
    }

    /// Reads what is left of a small body, so that the next request on this connection is found and the answer is not lost in a reset; a large one, or one that
    /// waits to be asked for, ends the connection.
    private static boolean isReadWhole(Request request) {
        var headers = request.getHeaders();
        if (headers.getLongField(HttpHeader.CONTENT_LENGTH) <= SMALL_BODY && !headers.contains(HttpHeader.TRANSFER_ENCODING) && !headers.contains(HttpHeader.EXPECT)) {
            try {
                Request.asInputStream(request).skipNBytes(Math.max(0, headers.getLongField(HttpHeader.CONTENT_LENGTH)));
            } catch (IOException over) {
                // it was read before, or is cut off
            }
        }
        return request.consumeAvailable();
    }

    private static Asked asked(Request request) {
        var headers = request.getHeaders();
        var origins = new Origins(headers.get(HttpHeader.HOST), headers.get(HttpHeader.ORIGIN), headers.contains("Sec-Fetch-Site"),
                isLoopback(request), certified(request));
        var told = new Asked.Headers(headers.get(HttpHeader.AUTHORIZATION), headers.get(HttpHeader.COOKIE), headers.get("X-NetTunnel-CSRF"),
                headers.get(HttpHeader.CONTENT_TYPE), headers.get(HttpHeader.ACCEPT), headers.get(HttpHeader.IF_MATCH), headers.get("Last-Event-ID"));
        return new Asked(request.getMethod(), Segments.of(request.getHttpURI().getPath()), Request.extractQueryParameters(request).toMultiMap(), origins, told,
                limit -> Request.asInputStream(request).readNBytes(limit), Request.getRemoteAddr(request));
    }

    private static boolean isLoopback(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote
                && remote.getAddress() != null && remote.getAddress().isLoopbackAddress();
    }

    private static List<String> certified(Request request) {
        EndPoint.SslSessionData tls = request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        var names = new ArrayList<String>();
        if (tls == null || tls.sslSession() == null || tls.sslSession().getLocalCertificates() == null) return names;
        if (!(tls.sslSession().getLocalCertificates()[0] instanceof X509Certificate certificate)) return names;
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives == null) return names;
            for (List<?> name : alternatives) if (Integer.valueOf(DNS_NAME).equals(name.get(0))) names.add(String.valueOf(name.get(1)));
        } catch (CertificateParsingException unreadable) {
            return names;
        }
        return names;
    }
}
