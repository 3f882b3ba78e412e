package org.nettunnel.api.admin;

/// No body.
public record Nothing() {}
