package org.nettunnel.provisioning.metadata;

/// A bundle by symbolic name and version.
public record BundleName(String name, String version) {}
