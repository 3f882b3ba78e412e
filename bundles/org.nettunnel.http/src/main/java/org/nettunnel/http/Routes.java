package org.nettunnel.http;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.nettunnel.http.FrontDoor.Registration;

/// Sends each request to the handler with the longest fitting prefix; keeps the deadlines and the headers every answer has.
///
/// **Threads:** virtual ones, so handlers may block; handlers come and go while requests are answered.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class Routes extends Handler.Abstract {
    /// Longest first, so that the first that fits is the one.
    private final Map<String, Handler> handlers =
            new ConcurrentSkipListMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /// Answered at every port: whether the node lives.
    private static final String ALIVE = "/livez";
    /// Whether the node is ready: it is not while nobody is there who could say so.
    private static final String READY = "/readyz";
    /// Null while all is answered at one port; set before any request comes, as is the next.
    private @Nullable Connector tunnels;
    private @Nullable Connector administration;

    /// From now on tunnels are made at one port, and all else is answered at another.
    void separate(Connector forTunnels, Connector forAdministration) {
        tunnels = forTunnels;
        administration = forAdministration;
    }

    private boolean isAt(Request request, Handler handler) {
        Connector at = request.getConnectionMetaData().getConnector();
        if (at == tunnels) return handler instanceof UpgradeRoute || Request.getPathInContext(request).equals(ALIVE);
        return at != administration || !(handler instanceof UpgradeRoute);
    }

    Registration add(String prefix, Handler handler) {
        if (!prefix.startsWith("/")) throw new IllegalArgumentException("prefix '" + prefix + "' does not start with /");
        if (handlers.putIfAbsent(prefix, handler) != null) throw new IllegalArgumentException("prefix '" + prefix + "' is taken by another handler");
        handler.setServer(getServer());
        start(handler);
        return () -> {
            if (handlers.remove(prefix, handler)) stop(handler);
        };
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        DoorEndPoint endPoint = endPoint(request);
        boolean body = hasBody(request);
        endPoint.headersComplete(body);
        Request.addCompletionListener(request, _ -> endPoint.answered());
        response.getHeaders().put("X-Content-Type-Options", "nosniff").put(HttpHeader.CACHE_CONTROL, "no-store");
        String path = Request.getPathInContext(request);
        if (path.equals(READY) && !handlers.containsKey(READY) && request.getConnectionMetaData().getConnector() != tunnels) {
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
            return true;
        }
        Handler handler = handlerOf(path);
        if (handler == null || !isAt(request, handler) || !handler.handle(body ? new TimedBody(request, endPoint) : request, response, callback))
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        return true;
    }

    /// RFC 9112 §6.3: a request has a body when it says so.
    static boolean hasBody(Request request) {
        return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) || request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0;
    }

    private @Nullable Handler handlerOf(String path) {
        for (var entry : handlers.entrySet())
            if (fits(entry.getKey(), path)) return entry.getValue();
        return null;
    }

    private static boolean fits(String prefix, String path) {
        return path.startsWith(prefix)
                && (prefix.endsWith("/") || path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    private static DoorEndPoint endPoint(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper wrapper) endPoint = wrapper.unwrap();
        return (DoorEndPoint) endPoint;
    }

    private static void start(Handler handler) {
        try {
            handler.start();
        } catch (Exception failed) {
            throw new IllegalStateException("the handler " + handler + " does not start", failed);
        }
    }

    private static void stop(Handler handler) {
        try {
            handler.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("the handler " + handler + " does not stop", failed);
        }
    }

    /// Tells the end point when the body has been read whole.
    private static final class TimedBody extends Request.Wrapper {
        private final DoorEndPoint endPoint;

        TimedBody(Request request, DoorEndPoint endPoint) {
            super(request);
            this.endPoint = endPoint;
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk != null && chunk.isLast()) endPoint.bodyComplete();
            return chunk;
        }
    }
}
