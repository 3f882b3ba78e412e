package org.nettunnel.console;

import java.nio.ByteBuffer;
import java.util.Map;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Serves pages by their exact path; there is no folder behind it that a path could leave.
///
/// **Threads:** any.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class PageRoute extends Handler.Abstract.NonBlocking {
    /// Own files only, nothing inline, no frames, and no way to make markup of text.
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
    private static final Map<String, String> GUARDS = Map.of(
            "Content-Security-Policy", CONTENT_SECURITY_POLICY,
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");
    private final Map<String, Page> pages;

    /// @param pages by path, `/` for the first
    PageRoute(Map<String, Page> pages) {
        this.pages = Map.copyOf(pages);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        GUARDS.forEach(headers::put);
        Page page = pages.get(request.getHttpURI().getPath());
        if (page == null) return false;
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            headers.put(HttpHeader.ALLOW, "GET, HEAD");
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
            return true;
        }
        write(page, request, response, callback);
        return true;
    }

    private static void write(Page page, Request request, Response response, Callback callback) {
        boolean packs = takesGzip(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING));
        String etag = '"' + page.etag() + (packs ? "-z\"" : "\"");
        // asked again each time, so that an update of the node never meets pages of the old one
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache").put(HttpHeader.ETAG, etag).put(HttpHeader.VARY, "Accept-Encoding");
        if (etag.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            callback.succeeded();
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, page.contentType());
        if (packs) response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        byte[] body = packs ? page.packed() : page.plain();
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null && accepted.contains("gzip") && !accepted.replace(" ", "").contains("gzip;q=0");
    }
}
