package org.nettunnel.compression.zstd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.github.luben.zstd.Zstd;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.compression.Compression;

/// A bundle is removed and another version of it comes into the same process: its native library is loaded again, beside an older one that is
/// still in use, and goes with its classes.
class ReinstallTest {
    /// What a bundle would have: classes, library and natives of its own.
    private static URLClassLoader load() {
        URL[] jars = List.of(Compression.class, ZstdCompression.class, Zstd.class).stream()
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation()).distinct().toArray(URL[]::new);
        return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    }

    /// Frames of its own compression, there and back; returns the loader as it is remembered when nobody holds it.
    private static Object use(ClassLoader bundle) throws Exception {
        Class<?> type = bundle.loadClass(ZstdCompression.class.getName());
        Object compression = type.getConstructor().newInstance();
        byte[] plain = "a frame of this version ".repeat(500).getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[plain.length];
        byte[] back = new byte[plain.length];
        try (var compressor = (AutoCloseable) type.getMethod("compressor").invoke(compression);
                var decompressor = (AutoCloseable) type.getMethod("decompressor").invoke(compression)) {
            int length = (int) bundle.loadClass("org.nettunnel.api.compression.Compressor")
                    .getMethod("compress", byte[].class, int.class, int.class, byte[].class, int.class, int.class)
                    .invoke(compressor, plain, 0, plain.length, frame, 0, frame.length);
            bundle.loadClass("org.nettunnel.api.compression.Decompressor")
                    .getMethod("decompress", byte[].class, int.class, int.class, byte[].class, int.class, int.class)
                    .invoke(decompressor, frame, 0, length, back, 0, back.length);
        }
        assertEquals(new String(plain, StandardCharsets.US_ASCII), new String(back, StandardCharsets.US_ASCII));
        return compression;
    }

    @Test
    void theLibraryIsLoadedTwiceInOneProcess() throws Exception {
        try (var older = load(); var newer = load()) {
            Object one = use(older);
            Object other = use(newer);
            assertNotSame(one.getClass(), other.getClass());
            use(older);
        }
    }

    @Test
    void whatWasRemovedIsCollectedAndMayComeAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            WeakReference<ClassLoader> gone = usedAndClosed();
            for (long limit = System.nanoTime() + 20_000_000_000L; gone.get() != null && System.nanoTime() < limit;) System.gc();
            assertNull(gone.get(), "its classes are still there, at time " + i);
        }
    }

    private static WeakReference<ClassLoader> usedAndClosed() throws Exception {
        try (var bundle = load()) {
            use(bundle);
            return new WeakReference<>(bundle);
        }
    }
}
