package org.nettunnel.api.admin;

/// An error as RFC 9457 has it, `application/problem+json`.
///
/// @param title  the kind of problem, the same for every occurrence
/// @param status the HTTP status
/// @param detail one sentence about this occurrence: the value and the remedy
public record Problem(String title, int status, String detail) {}
