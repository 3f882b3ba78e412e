package org.nettunnel.tunnel.link;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// Entries by stream id, looked up for each frame without boxing: open addressing, linear probing, backward shift on removal.
final class LongMap {
    private @Nullable Entry[] table = new @Nullable Entry[16];
    private int size;

    int size() {
        return size;
    }

    @Nullable Entry get(long id) {
        int mask = table.length - 1;
        for (int i = slot(id, mask);; i = (i + 1) & mask) {
            Entry entry = table[i];
            if (entry == null || entry.id == id) return entry;
        }
    }

    /// Adds, or takes the place of the entry with the same id.
    void put(Entry added) {
        if (size * 2 >= table.length) grow();
        int mask = table.length - 1;
        for (int i = slot(added.id, mask);; i = (i + 1) & mask) {
            Entry entry = table[i];
            if (entry == null) size++;
            if (entry == null || entry.id == added.id) {
                table[i] = added;
                return;
            }
        }
    }

    void remove(long id) {
        int mask = table.length - 1;
        int hole = slot(id, mask);
        for (;; hole = (hole + 1) & mask) {
            Entry entry = table[hole];
            if (entry == null) return;
            if (entry.id == id) break;
        }
        size--;
        for (int i = (hole + 1) & mask;; i = (i + 1) & mask) {
            Entry entry = table[i];
            if (entry == null) break;
            int home = slot(entry.id, mask);
            boolean mayMove = hole <= i ? home <= hole || home > i : home <= hole && home > i;
            if (mayMove) {
                table[hole] = entry;
                hole = i;
            }
        }
        table[hole] = null;
    }

    /// Visits a snapshot: the action may add and remove.
    void forEach(Consumer<Entry> action) {
        for (Entry entry : table.clone()) if (entry != null) action.accept(entry);
    }

    private void grow() {
        @Nullable Entry[] old = table;
        table = new @Nullable Entry[old.length * 2];
        size = 0;
        for (Entry entry : old) if (entry != null) put(entry);
    }

    private static int slot(long id, int mask) {
        return (int) (id * 0x9E3779B97F4A7C15L >>> 40) & mask;
    }
}
