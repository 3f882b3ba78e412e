package org.nettunnel.transport.tcp.osgi;

import org.nettunnel.api.transport.SocketAcceptor;
import org.nettunnel.api.transport.WireAcceptor;
import org.nettunnel.transport.tcp.TcpAcceptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers plain TCP for accepting, while there is an engine to accept for: without it the port closes such connections.
@Component(service = SocketAcceptor.class)
public final class TcpAcceptorComponent extends TcpAcceptor {
    @Activate
    public TcpAcceptorComponent(@Reference WireAcceptor engine) {
        super(engine);
    }
}
