package org.nettunnel.api.tunnel;

/// A connection that a listener accepted, to be carried to the other end.
///
/// @param client      address of the application that connected, as text; shown at the other end as a claim
/// @param compression `adaptive`, `off`, or the name of a compression
public record StreamOffer(TunnelId tunnel, EndpointId endpoint, String client, String compression) {}
