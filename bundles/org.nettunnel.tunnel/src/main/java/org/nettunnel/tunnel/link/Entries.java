package org.nettunnel.tunnel.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.PeerTally;

/// What a lane remembers by stream id, and which ids were ever used.
///
/// The top three bits of an id are its lane, the lowest says who opened it: odd the initiator.
/// **Threads:** the lane's loop; [#remembered] any.
final class Entries {
    private static final int LANE_SHIFT = 45;

    private final LongMap map = new LongMap();
    private final boolean isInitiator;
    /// Below each id of the lane.
    private final long base;
    private final Counter remembered = new Counter();
    private final PeerTally tally;
    private long lastOwnId;
    private long highestPeerId;
    /// Of ours, as the peer's last RESUME said.
    private long seenByPeer;

    Entries(int lane, boolean isInitiator, PeerTally tally) {
        this.isInitiator = isInitiator;
        this.tally = tally;
        this.base = (long) lane << LANE_SHIFT;
        lastOwnId = highestPeerId = seenByPeer = base;
    }

    // ids

    /// The next of ours, as its OPEN is written.
    long nextOwnId() {
        lastOwnId += lastOwnId > base ? 2 : isInitiator ? 1 : 2;
        return lastOwnId;
    }

    long lastOwnId() {
        return lastOwnId;
    }

    /// The highest that the peer opened and we took.
    long highestPeerId() {
        return highestPeerId;
    }

    /// Whether the peer may open `id`: its own, of this lane, higher than all before.
    boolean isNextOfPeer(long id) {
        return isOnLane(id) && !isOwn(id) && id > highestPeerId;
    }

    /// Whether it says "none" where an id of the lane is due.
    boolean isBase(long id) {
        return id == base;
    }

    boolean isOnLane(long id) {
        return id > base && id >>> LANE_SHIFT == base >>> LANE_SHIFT;
    }

    boolean isOwn(long id) {
        return (id & 1) == 1 == isInitiator;
    }

    /// Whether the id was ever used on this lane.
    boolean isKnown(long id) {
        return isOnLane(id) && id <= (isOwn(id) ? lastOwnId : highestPeerId);
    }

    /// Whether the peer's RESUME may say that it has seen ours up to `id`; what was seen once cannot be unseen.
    boolean mayHaveSeen(long id) {
        if (id < seenByPeer || id > lastOwnId || id != base && !isOwn(id)) return false;
        seenByPeer = id;
        return true;
    }

    // entries

    @Nullable Entry get(long id) {
        return map.get(id);
    }

    /// A new entry.
    void add(Entry entry) {
        map.put(entry);
        if (entry.id == 0) return;
        remembered.add(1);
        tally.remembers(isOwn(entry.id));
    }

    /// A stream of the peer's, of the id that is its next.
    void addOfPeer(Stream stream) {
        highestPeerId = stream.id;
        add(stream);
    }

    /// Takes the place of the entry with the same id.
    void replace(Entry entry) {
        map.put(entry);
    }

    void remove(Entry entry) {
        map.remove(entry.id);
        if (entry.id == 0) return;
        remembered.add(-1);
        tally.forgets(isOwn(entry.id));
    }

    int size() {
        return map.size();
    }

    /// Streams and tombstones but the control stream; read by any thread.
    long remembered() {
        return remembered.get();
    }

    boolean isEmpty() {
        return remembered.get() == 0;
    }

    /// Visits a snapshot: the action may add and remove.
    void forEach(Consumer<Entry> action) {
        map.forEach(action);
    }

    /// All, by ascending id.
    List<Entry> ascending() {
        List<Entry> all = new ArrayList<>(map.size());
        map.forEach(all::add);
        all.sort(Comparator.comparingLong(entry -> entry.id));
        return all;
    }
}
