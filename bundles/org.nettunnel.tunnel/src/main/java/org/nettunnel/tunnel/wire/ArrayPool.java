package org.nettunnel.tunnel.wire;

import java.util.ArrayDeque;

/// Equal byte arrays for those who need one only while bytes move.
///
/// **Threads:** its loop.
public final class ArrayPool {
    private static final int KEPT = 8;
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
    private final int size;

    public ArrayPool(int size) {
        this.size = size;
    }

    public byte[] take() {
        byte[] array = kept.pollLast();
        return array != null ? array : new byte[size];
    }

    public void give(byte[] array) {
        if (kept.size() < KEPT) kept.addLast(array);
    }
}
