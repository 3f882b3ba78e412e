package org.nettunnel.http.osgi;

import org.nettunnel.api.transport.AcceptRate;
import org.nettunnel.http.DoorSettings;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// What can be set about the node's port.
@ObjectClassDefinition(id = "org.nettunnel.http", name = "HTTPS port", description = "The one port of the node: tunnels, API and console.")
public @interface HttpOptions {
    @AttributeDefinition(name = "Port", description = "0 takes any free port.")
    int port() default DoorSettings.DEFAULT_PORT;

    @AttributeDefinition(name = "Address to listen on", description = "An address of this machine; empty for all.")
    String bind() default "";

    @AttributeDefinition(name = "Administration apart", description = "HOST:PORT where API and console answer, apart from tunnels; empty for the same port.")
    String admin_listen() default "";

    @AttributeDefinition(name = "Certificate", description = "A PEM file with the certificate and its chain; empty for one that the node makes.")
    String certificate() default "";

    @AttributeDefinition(name = "Private key", description = "The PEM file of the certificate's key, not encrypted.")
    String key() default "";

    @AttributeDefinition(name = "Connections", description = "Open at once, tunnels not counted.")
    int connections() default DoorSettings.Limits.CONNECTIONS;

    @AttributeDefinition(name = "Connections per address", description = "Of them, from one IPv4 address or IPv6 /64.")
    int connections_per_address() default DoorSettings.Limits.PER_ADDRESS;

    @AttributeDefinition(name = "New connections per second", description = "From one address.")
    int accepts_per_second() default AcceptRate.PORT_PER_SECOND;

    @AttributeDefinition(name = "New connections at once", description = "From one address, before the rate per second counts.")
    int accept_burst() default AcceptRate.PORT_BURST;

    @AttributeDefinition(name = "Header deadline", description = "Seconds for TLS and the first request, and for each later one.")
    int header_deadline_seconds() default DoorSettings.Limits.HEADER_SECONDS;

    @AttributeDefinition(name = "Idle timeout", description = "Seconds without progress.")
    int idle_timeout_seconds() default DoorSettings.Limits.IDLE_SECONDS;
}
