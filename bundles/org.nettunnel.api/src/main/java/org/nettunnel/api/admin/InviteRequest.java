package org.nettunnel.api.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Asks for an invite: an inbound tunnel here, and the string that makes its other end.
///
/// @param name         what to call the tunnel
/// @param addresses    HOST:PORT where the peer reaches this node, tried in order
/// @param transport    `https` (also when null) or `tcp`
/// @param validSeconds how long the invite may be used; null for a day, at most 30 days
/// @param outage       how long this end waits for a lost link; null for the usual
public record InviteRequest(String name, List<String> addresses, @Nullable String transport, @Nullable Long validSeconds,
        @Nullable OutageRequest outage) {}
