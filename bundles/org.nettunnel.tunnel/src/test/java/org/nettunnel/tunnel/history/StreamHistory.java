package org.nettunnel.tunnel.history;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamObserver;

/// All that is known of one stream: its two directions, how often its target was dialled, and how it ended at either edge.
///
/// **Threads:** safe for any.
public final class StreamHistory {
    /// How a stream may end.
    public enum Manner {
        /// Everything arrives and both edges end with code 0.
        CLEAN,
        /// One application resets it; what arrived is a beginning of what was written.
        RESET,
        /// Its target is never dialled.
        REFUSED
    }

    public final int number;
    public final Manner manner;
    /// From who connected to the target.
    public final Half forth;
    public final Half back;
    public final Edge client;
    public final Edge target;
    private final AtomicInteger dials = new AtomicInteger();
    private final Consumer<String> broken;

    StreamHistory(int number, Manner manner, long seed, Consumer<String> broken) {
        this.number = number;
        this.manner = manner;
        this.broken = broken;
        forth = new Half("stream " + number + " forth", seed, broken);
        back = new Half("stream " + number + " back", ~seed, broken);
        client = new Edge("stream " + number + " at its client");
        target = new Edge("stream " + number + " at its target");
    }

    /// How the engine says that the stream ended at one edge; once.
    public final class Edge implements StreamObserver {
        private final String name;
        private final CompletableFuture<CloseCode> code = new CompletableFuture<>();
        private volatile @Nullable String how;

        Edge(String name) {
            this.name = name;
        }

        @Override
        public void opened() {
            if (code.isDone()) broken.accept(name + " opened after it had ended");
        }

        @Override
        public void ended(CloseCode why, String reason, long receivedBytes, long sentBytes) {
            String now = why + " (" + reason + ")";
            synchronized (this) {
                if (how != null) broken.accept(name + " ended twice: " + how + ", then " + now);
                else how = now;
            }
            code.complete(why);
        }

        /// Done when it ended.
        public CompletableFuture<CloseCode> end() {
            return code;
        }

        @Override
        public String toString() {
            return code.isDone() ? "ended " + how : "not ended";
        }
    }

    /// The other node dials the target; more than once is a promise broken.
    public void dialled() {
        if (dials.incrementAndGet() > 1) broken.accept("stream " + number + " was connected twice");
        if (manner == Manner.REFUSED && dials.get() > 1) broken.accept("stream " + number + " was refused twice");
    }

    public boolean wasDialled() {
        return dials.get() > 0;
    }

    /// What must hold when both ends have let go.
    void check() {
        if (!client.code.isDone()) broken.accept(client.name + " has not ended: " + this);
        // of a stream that was reset the target may be dialled, and reset, when its client's end is long done
        if (wasDialled() && manner == Manner.CLEAN && !target.code.isDone()) broken.accept(target.name + " has not ended: " + this);
        switch (manner) {
            case CLEAN -> {
                if (!forth.hasEnded() || !back.hasEnded()) broken.accept("stream " + number + " is not whole: " + this);
                if (!isNormal(client) || !isNormal(target)) broken.accept("stream " + number + " did not end in order: " + this);
                if (!wasDialled()) broken.accept("stream " + number + " was never connected: " + this);
            }
            case REFUSED -> {
                if (client.code.isDone() && client.code.join() != CloseCode.TARGET_REFUSED) broken.accept("stream " + number + " was not refused: " + this);
            }
            case RESET -> {
                if (forth.hasEnded() && back.hasEnded()) broken.accept("stream " + number + " ended in order, though it was reset: " + this);
            }
        }
    }

    private static boolean isNormal(Edge edge) {
        return edge.code.isDone() && edge.code.join() == CloseCode.NORMAL;
    }

    @Override
    public String toString() {
        return "#" + number + " " + manner + " [" + forth + "] [" + back + "] client " + client + ", target " + (wasDialled() ? target : "not dialled");
    }
}
