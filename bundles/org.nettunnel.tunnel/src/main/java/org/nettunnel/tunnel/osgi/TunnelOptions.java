package org.nettunnel.tunnel.osgi;

import org.nettunnel.tunnel.wire.Ceilings;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Knobs of the tunnel engine.
@ObjectClassDefinition(name = "Tunnel engine")
public @interface TunnelOptions {
    @AttributeDefinition(description = "Event loops, each with a thread; 0 = one per core, at most two")
    int loops() default 0;

    @AttributeDefinition(description = "Links that an outbound tunnel keeps, 1 to 8; 0 = one per core, at most two")
    int lanes() default 0;

    @AttributeDefinition(description = "Streams that a peer may hold open at once")
    int max_streams() default Ceilings.STREAMS;

    @AttributeDefinition(description = "Minutes that a half-closed connection may be without traffic")
    int half_closed_minutes() default Ceilings.HALF_CLOSED_MINUTES;

    @AttributeDefinition(description = "Seconds that connections may go on when the node stops")
    int farewell_seconds() default 3;
}
