package org.nettunnel.transport.https.osgi;

import org.nettunnel.api.transport.Transport;
import org.nettunnel.transport.https.HttpsTransport;
import org.osgi.service.component.annotations.Component;

/// Offers HTTPS for dialling.
@Component(service = Transport.class, property = { "name=" + HttpsTransport.NAME, "service.ranking:Integer=100" })
public final class HttpsTransportComponent extends HttpsTransport {}
