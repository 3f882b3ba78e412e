package org.nettunnel.endpoint.osgi;

import org.nettunnel.api.transport.AcceptRate;
import org.nettunnel.endpoint.EndpointSettings;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// What the configuration `org.nettunnel.endpoint` may say, with what holds where it says nothing.
@ObjectClassDefinition(name = "NetTunnel endpoints", description = "How this node listens and connects for endpoints.")
@interface EndpointOptions {
    @AttributeDefinition(description = "Seconds a target may take to answer, all its addresses together.", min = "1", max = "600")
    int connect_timeout_seconds() default EndpointSettings.CONNECT_SECONDS;

    @AttributeDefinition(description = "Connections an endpoint may have at once.", min = "1", max = "65536")
    int max_connections() default EndpointSettings.CONNECTIONS;

    @AttributeDefinition(description = "Connections the system holds until they are accepted.", min = "1", max = "65535")
    int backlog() default EndpointSettings.BACKLOG;

    @AttributeDefinition(description = "New connections a second that an endpoint takes from one address, this machine itself not counted; 0 takes all. "
            + "Raise it where many clients come through one proxy.", min = "0")
    int accepts_per_second() default AcceptRate.PER_SECOND;

    @AttributeDefinition(description = "New connections that an endpoint takes from one address at once, before the rate counts.", min = "1")
    int accept_burst() default AcceptRate.BURST;
}
