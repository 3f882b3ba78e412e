package org.nettunnel.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers `101` to those who ask for its protocol, and then hands over their connection.
@SuppressWarnings("null") // Jetty does not say which of its parameters may be null
final class UpgradeRoute extends Handler.Abstract.NonBlocking {
    private final String path;
    private final String protocol;
    private final TlsAcceptor acceptor;

    UpgradeRoute(String path, String protocol, TlsAcceptor acceptor) {
        this.path = path;
        this.protocol = protocol;
        this.acceptor = acceptor;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!Request.getPathInContext(request).equals(path)) return false;
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (!asks(request) || !(endPoint instanceof SslEndPoint secure) || !(secure.getSslConnection() instanceof TakeableTls tls)) {
            refuse(request, response, callback);
            return true;
        }
        tls.stopReading();
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, new TakenConnection(tls, acceptor));
        response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        response.getHeaders().put(HttpHeader.CONNECTION, "Upgrade").put(HttpHeader.UPGRADE, protocol);
        callback.succeeded();
        return true;
    }

    private boolean asks(Request request) {
        return HttpMethod.GET.is(request.getMethod())
                && request.getHeaders().contains(HttpHeader.CONNECTION, "upgrade")
                && request.getHeaders().contains(new HttpField(HttpHeader.UPGRADE, protocol))
                && !Routes.hasBody(request);
    }

    private void refuse(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.UPGRADE, protocol).put(HttpHeader.CONNECTION, "Upgrade");
        Response.writeError(request, response, callback, HttpStatus.UPGRADE_REQUIRED_426, "This address speaks " + protocol + " after an HTTP upgrade.");
    }
}
