package org.nettunnel.tunnel.history;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamAcceptor.Dialled;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.history.Plan.Script;
import org.nettunnel.tunnel.history.StreamHistory.Manner;

/// Many conversations at a time, at both ends of whatever carries streams.
///
/// **Threads:** one that begins and waits; [#dial] any.
public final class Talks {
    private static final int AT_ONCE = 16;
    private static final int PATIENCE_SECONDS = 30;
    private static final int LATE_MILLIS = 20;
    public final History history = new History();
    private final Supplier<String> state;
    private final Semaphore room = new Semaphore(AT_ONCE);
    /// By name, until nothing can be heard of them any more.
    private final Map<String, Conversation> talks = new ConcurrentHashMap<>();

    /// @param state what to say of the engines when something is stuck
    public Talks(Supplier<String> state) {
        this.state = state;
    }

    /// What carries the application's connection as a stream.
    public interface Opener {
        /// @param name what the other end gives to [#dial]
        /// @return false when it was not taken, and the edge reset: another one will be offered
        boolean open(String name, String compression, SocketChannel edge, StreamObserver observer) throws Exception;
    }

    /// Keeps applications talking as long as `more` says and no promise is broken.
    public void talkWhile(BooleanSupplier more, Random random, Opener one, Opener other) throws Exception {
        while (more.getAsBoolean() && history.brokenPromises() == 0) begin(Plan.random(random), random.nextBoolean() ? one : other);
    }

    /// Begins one when there is room for it.
    public void begin(Plan plan, Opener opener) throws Exception {
        if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) throw stuck("no stream ended");
        var talk = new Conversation(plan, history);
        String name = "talk-" + talk.history.number;
        talks.put(name, talk);
        talk.done().whenComplete((_, _) -> {
            history.settles(talk.history);
            // the other end may still dial the target of a stream that was reset before it came there
            if (talk.history.manner != Manner.RESET || talk.history.target.end().isDone()) talks.remove(name);
            room.release();
        });
        talk.client(offered(name, talk, opener));
    }

    /// The application's end of a connection that was taken.
    private SocketChannel offered(String name, Conversation talk, Opener opener) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS); ; ) {
            var sockets = talk.plan.isNarrow() ? LocalPair.narrow() : LocalPair.open();
            if (opener.open(name, Plan.compression(talk.plan.seed()), sockets.edge(), talk.history.client)) return sockets.app();
            sockets.app().close();
            if (System.nanoTime() > end) throw stuck("no stream was taken");
        }
    }

    private AssertionError stuck(String what) {
        return new AssertionError("for " + PATIENCE_SECONDS + " s " + what + "; " + history.broken() + state());
    }

    /// Connects the target of a stream.
    public Dialled dial(String name) throws StreamRefused {
        Conversation talk = talks.get(name);
        if (talk == null) {
            history.broken(name + " is dialled after it had ended");
            throw new StreamRefused(CloseCode.POLICY, name + " has ended");
        }
        if (talk.plan.isLate()) late();
        talk.history.dialled();
        if (talk.plan.script() == Script.REFUSED) throw new StreamRefused(CloseCode.TARGET_REFUSED, "nobody listens there");
        try {
            var sockets = talk.plan.isNarrow() ? LocalPair.narrow() : LocalPair.open();
            talk.target(sockets.app());
            return new Dialled(sockets.edge(), name, Plan.compression(~talk.plan.seed()), talk.history.target);
        } catch (IOException failed) {
            throw new StreamRefused(CloseCode.INTERNAL, String.valueOf(failed));
        }
    }

    /// A target that is slow to answer.
    private static void late() {
        try {
            new CountDownLatch(1).await(LATE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// All come to their end, and no promise was broken.
    public void awaitAll() throws Exception {
        if (history.brokenPromises() == 0 && !room.tryAcquire(AT_ONCE, PATIENCE_SECONDS, TimeUnit.SECONDS)) throw stuck("these streams did not end");
        if (history.brokenPromises() > 0)
            throw new AssertionError(history.brokenPromises() + " promises broken: " + String.join("; ", history.broken()) + state());
        room.release(AT_ONCE);
        for (Conversation talk : talks.values()) if (talk.history.wasDialled()) talk.history.target.end().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private String state() {
        var text = new StringBuilder();
        history.unsettled().stream().limit(10).forEach(stream -> text.append("\n  ").append(stream));
        return text.append(state.get()).toString();
    }

    /// Waits until `left` is 0.
    public void awaitNothing(String what, java.util.function.LongSupplier left) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS); left.getAsLong() != 0; Thread.onSpinWait())
            if (System.nanoTime() > end) throw new AssertionError(left.getAsLong() + " " + what + " are left: " + state());
    }
}
