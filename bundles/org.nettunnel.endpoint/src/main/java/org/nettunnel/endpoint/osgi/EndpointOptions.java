package org.nettunnel.endpoint.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// What the configuration `org.nettunnel.endpoint` may say, with what holds where it says nothing.
@ObjectClassDefinition(name = "NetTunnel endpoints", description = "How this node listens and connects for endpoints.")
@interface EndpointOptions {
    @AttributeDefinition(description = "Seconds a target may take to answer, all its addresses together.", min = "1", max = "600")
    int connect_timeout_seconds() default 10;

    @AttributeDefinition(description = "Connections an endpoint may have at once.", min = "1", max = "65536")
    int max_connections() default 16_384;

    @AttributeDefinition(description = "Connections the system holds until they are accepted.", min = "1", max = "65535")
    int backlog() default 1024;
}
