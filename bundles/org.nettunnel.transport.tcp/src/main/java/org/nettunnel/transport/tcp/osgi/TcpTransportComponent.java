package org.nettunnel.transport.tcp.osgi;

import org.nettunnel.api.transport.Transport;
import org.nettunnel.transport.tcp.TcpTransport;
import org.osgi.service.component.annotations.Component;

/// Offers plain TCP for dialling.
@Component(service = Transport.class, property = "name=" + TcpTransport.NAME)
public final class TcpTransportComponent extends TcpTransport {}
