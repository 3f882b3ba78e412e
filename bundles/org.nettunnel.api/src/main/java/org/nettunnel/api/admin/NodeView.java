package org.nettunnel.api.admin;

import java.time.Instant;
import java.util.List;

/// This node at a glance.
///
/// @param identity    fingerprint of the node's identity, which peers pin
/// @param certificate fingerprint of the HTTPS certificate
/// @param listening   addresses the node's port is bound to
public record NodeView(String name, String version, String identity, String certificate, List<String> listening, Instant started,
        List<String> suites, List<String> compressions, List<String> transports, List<TunnelView> tunnels, List<EndpointView> endpoints) {}
