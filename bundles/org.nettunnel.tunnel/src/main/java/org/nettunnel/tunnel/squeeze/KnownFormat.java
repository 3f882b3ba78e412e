package org.nettunnel.tunnel.squeeze;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Formats that are compressed already, by the bytes they start with; a look at them is cheaper than an attempt.
///
/// PDF is not among them: its text often compresses, and its pictures show by their entropy.
record KnownFormat(String name, byte[] magic, int at) {
    private static final int LONGEST = 12;
    private static final List<KnownFormat> ALL = List.of(of("gzip", 0, 0x1f, 0x8b, 8), of("zip", 0, 'P', 'K', 3, 4), of("png", 0, 0x89, 'P', 'N', 'G'),
            of("jpeg", 0, 0xff, 0xd8, 0xff), of("zstd", 0, 0x28, 0xb5, 0x2f, 0xfd), of("xz", 0, 0xfd, '7', 'z', 'X', 'Z', 0),
            of("7z", 0, '7', 'z', 0xbc, 0xaf, 0x27, 0x1c), of("bzip2", "BZh", 0), of("lz4", 0, 4, 0x22, 0x4d, 0x18), of("mp4", "ftyp", 4),
            of("webp", "WEBP", 8), of("ogg", "OggS", 0), of("flac", "fLaC", 0), of("gif", "GIF8", 0), of("rar", "Rar!", 0),
            of("webm", 0, 0x1a, 0x45, 0xdf, 0xa3), of("woff2", "wOF2", 0), of("mp3", "ID3", 0));
    /// Whether a format starts with this byte, at its place: most bytes need no more than this look.
    private static final boolean[] STARTS = new boolean[256];

    static {
        for (KnownFormat format : ALL) if (format.at == 0) STARTS[format.magic[0] & 0xff] = true;
    }

    private static KnownFormat of(String name, String magic, int at) {
        return new KnownFormat(name, magic.getBytes(StandardCharsets.US_ASCII), at);
    }

    private static KnownFormat of(String name, int at, int... magic) {
        byte[] bytes = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) bytes[i] = (byte) magic[i];
        return new KnownFormat(name, bytes, at);
    }

    /// The name of the format that starts here, or null.
    static @Nullable String of(byte[] bytes, int at, int length) {
        if (length < LONGEST || !STARTS[bytes[at] & 0xff] && bytes[at + 4] != 'f' && bytes[at + 8] != 'W') return null;
        for (KnownFormat format : ALL) if (format.isAt(bytes, at)) return format.name;
        return null;
    }

    private boolean isAt(byte[] bytes, int from) {
        for (int i = 0; i < magic.length; i++) if (bytes[from + at + i] != magic[i]) return false;
        return true;
    }
}
