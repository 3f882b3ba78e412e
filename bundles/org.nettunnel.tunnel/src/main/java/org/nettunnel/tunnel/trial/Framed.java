package org.nettunnel.tunnel.trial;

import java.util.Arrays;

/// A range of an array between two margins that nobody may write to.
final class Framed {
    private static final byte MARGIN = (byte) 0xa5;
    private static final int AFTER = 64;

    final byte[] bytes;
    final int offset;
    final int length;

    private Framed(int offset, int length) {
        this.offset = offset;
        this.length = length;
        bytes = new byte[offset + length + AFTER];
        Arrays.fill(bytes, MARGIN);
    }

    /// Room for `length` bytes.
    static Framed room(int offset, int length) {
        return new Framed(offset, length);
    }

    /// These bytes, which are only to be read.
    static Framed of(int offset, byte[] content) {
        Framed framed = new Framed(offset, content.length);
        System.arraycopy(content, 0, framed.bytes, offset, content.length);
        return framed;
    }

    byte[] content(int count) {
        return Arrays.copyOfRange(bytes, offset, offset + count);
    }

    /// Whether it holds still what it was made of.
    boolean holds(byte[] content) {
        return hasItsMargins() && Arrays.equals(bytes, offset, offset + length, content, 0, content.length);
    }

    boolean hasItsMargins() {
        for (int at = 0; at < offset; at++) if (bytes[at] != MARGIN) return false;
        for (int at = offset + length; at < bytes.length; at++) if (bytes[at] != MARGIN) return false;
        return true;
    }
}
