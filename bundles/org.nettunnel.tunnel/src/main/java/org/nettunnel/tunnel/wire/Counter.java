package org.nettunnel.tunnel.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A count with one writer, a loop, that any thread may read without a lock.
public final class Counter {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private long value;

    /// Only on the loop that owns the count.
    public void add(long more) {
        VALUE.setOpaque(this, value + more);
    }

    public long get() {
        return (long) VALUE.getOpaque(this);
    }
}
