package org.nettunnel.provisioning.trust;

/// How much of anything is taken from a site; every number is held to while reading, whatever was announced.
public final class Caps {
    /// Of `index.jar`, and of the JSON in it.
    public static final long INDEX = 4 << 20;
    /// Of the metadata, unpacked.
    public static final long METADATA = 16 << 20;
    public static final long FILE = 256 << 20;
    /// Of all files of a site.
    public static final long SITE = 1L << 30;
    /// Of one jar, unpacked.
    public static final long UNPACKED = 512 << 20;
    /// Of a jar's manifest, and of each file of its signature, unpacked.
    public static final long SIGNATURE = 4 << 20;
    /// In one jar or zip.
    public static final int ENTRIES = 20_000;
    /// Of a zip's table of contents, which Java reads as a whole.
    public static final int DIRECTORY = 4 << 20;
    /// Files in a site.
    public static final int FILES = 2_000;

    private Caps() {}
}
