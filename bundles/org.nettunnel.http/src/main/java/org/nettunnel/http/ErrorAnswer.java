package org.nettunnel.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Words for an error: a problem document (RFC 9457) below `/api/`, a plain line elsewhere; never anything of the request or of the code.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class ErrorAnswer implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String reason = HttpStatus.getMessage(status);
        boolean problem = Request.getPathInContext(request).startsWith("/api/");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, problem ? "application/problem+json" : "text/plain; charset=utf-8")
                .put("X-Content-Type-Options", "nosniff").put(HttpHeader.CACHE_CONTROL, "no-store");
        String text = problem
                ? "{\"type\":\"about:blank\",\"title\":\"" + reason + "\",\"status\":" + status + "}\n"
                : status + " " + reason + "\n";
        Content.Sink.write(response, true, text, callback);
        return true;
    }
}
