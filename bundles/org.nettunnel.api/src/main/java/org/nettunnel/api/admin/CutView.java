package org.nettunnel.api.admin;

/// What was cut of a tunnel.
///
/// @param tunnel       its name
/// @param links        how many were cut; 0 when it had none
/// @param graceSeconds how long its streams wait for a link at this end
public record CutView(String tunnel, int links, long graceSeconds) {}
