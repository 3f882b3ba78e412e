package org.nettunnel.endpoint;

import java.time.Duration;

/// The knobs of this bundle.
///
/// @param connectTimeout how long a target may take to answer, all its addresses together
/// @param maxConnections connections an endpoint half may have at once
/// @param backlog        connections the system holds until they are accepted
public record EndpointSettings(Duration connectTimeout, int maxConnections, int backlog) {
    public static final EndpointSettings DEFAULT = new EndpointSettings(Duration.ofSeconds(10), 16_384, 1024);

    public EndpointSettings {
        if (connectTimeout.isNegative() || connectTimeout.isZero())
            throw new IllegalArgumentException("connect timeout " + connectTimeout + " is not positive");
        if (maxConnections < 1) throw new IllegalArgumentException("max connections " + maxConnections + " is less than 1");
        if (backlog < 1) throw new IllegalArgumentException("backlog " + backlog + " is less than 1");
    }
}
