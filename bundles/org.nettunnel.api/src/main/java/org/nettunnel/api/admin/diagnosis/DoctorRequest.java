package org.nettunnel.api.admin.diagnosis;

import org.jspecify.annotations.Nullable;

/// What the way to another node is to be examined by.
///
/// @param address     `HOST:PORT` of the other node; null with `tunnel`
/// @param proxy       `http://HOST:PORT` or `socks5://HOST:PORT`, without a login; null for none
/// @param fingerprint of the certificate that the other node has, as its status shows it; null where it is not known
/// @param tunnel      id or name of a tunnel that is up, to examine the way through it, and how much it carries; null for none
public record DoctorRequest(@Nullable String address, @Nullable String proxy, @Nullable String fingerprint, @Nullable String tunnel) {}
