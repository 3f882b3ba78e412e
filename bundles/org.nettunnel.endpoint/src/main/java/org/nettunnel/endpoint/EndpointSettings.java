package org.nettunnel.endpoint;

import java.time.Duration;

import org.nettunnel.api.transport.AcceptRate;

/// The knobs of this bundle.
///
/// @param connectTimeout how long a target may take to answer, all its addresses together
/// @param maxConnections connections an endpoint half may have at once
/// @param backlog        connections the system holds until they are accepted
/// @param accepts        how fast an endpoint takes connections from one address
public record EndpointSettings(Duration connectTimeout, int maxConnections, int backlog, Accepts accepts) {
    public static final int CONNECT_SECONDS = 10;
    public static final int CONNECTIONS = 16_384;
    public static final int BACKLOG = 1024;

    /// How fast an endpoint takes connections from one address; those of this machine itself are not counted.
    ///
    /// @param perSecond 0 for as fast as they come
    /// @param burst     how many of those may come at once
    public record Accepts(int perSecond, int burst) {
        public static final Accepts STANDARD = new Accepts(AcceptRate.PER_SECOND, AcceptRate.BURST);

        public Accepts {
            if (perSecond < 0) throw new IllegalArgumentException("accepts per second " + perSecond + " is negative; 0 is as fast as they come");
            if (burst < 1) throw new IllegalArgumentException("accept burst " + burst + " is less than 1");
        }
    }

    public EndpointSettings {
        if (connectTimeout.isNegative() || connectTimeout.isZero())
            throw new IllegalArgumentException("connect timeout " + connectTimeout + " is not positive");
        if (maxConnections < 1) throw new IllegalArgumentException("max connections " + maxConnections + " is less than 1");
        if (backlog < 1) throw new IllegalArgumentException("backlog " + backlog + " is less than 1");
    }

    /// With the standard rate of connections.
    public EndpointSettings(Duration connectTimeout, int maxConnections, int backlog) {
        this(connectTimeout, maxConnections, backlog, Accepts.STANDARD);
    }
}
