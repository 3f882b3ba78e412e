package org.nettunnel.tunnel.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;

/// A class loader that has this package for itself and all else from its parent, as a bundle has.
public final class Lender extends ClassLoader {
    private static final String OWN = "org.nettunnel.tunnel.foreign.";

    public Lender() {
        super("lender", Lender.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith(OWN + "Brought")) return super.loadClass(name, resolve);
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? own(name) : loaded;
        }
    }

    private Class<?> own(String name) throws ClassNotFoundException {
        try (var from = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (from == null) throw new ClassNotFoundException(name);
            byte[] bytes = from.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// What [Brought]'s method of that name gives, of classes of this loader.
    public <T> T brought(String method, Class<T> kind) throws ReflectiveOperationException {
        Class<?> mine = loadClass(Brought.class.getName());
        if (mine == Brought.class) throw new IllegalStateException("the class is not this loader's own");
        return kind.cast(mine.getMethod(method).invoke(null));
    }
}
