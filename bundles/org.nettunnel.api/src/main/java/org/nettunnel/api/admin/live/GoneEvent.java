package org.nettunnel.api.admin.live;

/// A tunnel or an endpoint was removed.
///
/// @param kind `tunnel` or `endpoint`
public record GoneEvent(String kind, String id) {}
