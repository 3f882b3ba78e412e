package org.nettunnel.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers one question about the node's health, for anybody: 200 or 503, and nothing more.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class HealthRoute extends Handler.Abstract {
    private final String path;
    private final BooleanSupplier isWell;

    HealthRoute(String path, BooleanSupplier isWell) {
        this.path = path;
        this.isWell = isWell;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!Request.getPathInContext(request).equals(path)) return false;
        if (!HttpMethod.GET.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET");
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
            return true;
        }
        boolean well = isWell.getAsBoolean();
        response.setStatus(well ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.write(true, ByteBuffer.wrap((well ? "ok\n" : "no\n").getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
