package org.nettunnel.transport.https.osgi;

import org.nettunnel.api.transport.WireAcceptor;
import org.nettunnel.http.FrontDoor;
import org.nettunnel.transport.https.HttpsAcceptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Accepts tunnels at the door while there are both a door and an engine.
@Component(service = {}, immediate = true)
public final class HttpsAcceptorComponent extends HttpsAcceptor {
    @Activate
    public HttpsAcceptorComponent(@Reference FrontDoor door, @Reference WireAcceptor engine) {
        super(door, engine);
    }

    @Deactivate
    @Override
    public void close() {
        super.close();
    }
}
