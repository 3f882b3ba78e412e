package org.nettunnel.tunnel.link;

import java.util.ArrayDeque;

/// Equal byte arrays for those who need one only while bytes move.
///
/// **Threads:** its loop.
final class ArrayPool {
    private static final int KEPT = 8;
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
    private final int size;

    ArrayPool(int size) {
        this.size = size;
    }

    byte[] take() {
        byte[] array = kept.pollLast();
        return array != null ? array : new byte[size];
    }

    void give(byte[] array) {
        if (kept.size() < KEPT) kept.addLast(array);
    }
}
