package org.nettunnel.tunnel.history;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The streams of one run, and every promise that did not hold.
///
/// Streams that ended well are counted and forgotten, so that a long run stays small.
/// **Threads:** safe for any.
public final class History {
    private static final int MOST_SHOWN = 20;
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger brokenPromises = new AtomicInteger();
    private final Map<Integer, StreamHistory> live = new ConcurrentHashMap<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicLong settledBytes = new AtomicLong();

    /// A stream that is about to be opened.
    public StreamHistory begins(StreamHistory.Manner manner, long seed) {
        var stream = new StreamHistory(streams.incrementAndGet(), manner, seed, this::broken);
        live.put(stream.number, stream);
        return stream;
    }

    /// Both applications and both edges are done with it.
    public void settles(StreamHistory stream) {
        stream.check();
        settledBytes.addAndGet(stream.forth.received() + stream.back.received());
        live.remove(stream.number);
    }

    /// A promise that did not hold.
    public void broken(String sentence) {
        if (brokenPromises.incrementAndGet() <= MOST_SHOWN) broken.add(sentence);
    }

    /// Sentences of what did not hold; the first few.
    public List<String> broken() {
        return List.copyOf(broken);
    }

    public int brokenPromises() {
        return brokenPromises.get();
    }

    public int streams() {
        return streams.get();
    }

    /// Bytes that applications have read, of all streams.
    public long receivedBytes() {
        long now = settledBytes.get();
        for (StreamHistory stream : live.values()) now += stream.forth.received() + stream.back.received();
        return now;
    }

    /// Those that are not done.
    public List<StreamHistory> unsettled() {
        return List.copyOf(live.values());
    }
}
