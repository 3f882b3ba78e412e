package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.Tunnels.Measures;
import org.nettunnel.tunnel.edge.Batch;
import org.nettunnel.tunnel.edge.Ready;
import org.nettunnel.tunnel.squeeze.Entropy;
import org.nettunnel.tunnel.waits.Stopwatch;
import org.nettunnel.tunnel.waits.Timers;
import org.nettunnel.tunnel.wire.ArrayPool;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.ChunkPool;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.RecordSealer;
import org.nettunnel.tunnel.waits.Timer;

/// One thread, one selector, and everything that moves bytes on it: links, streams, local sockets.
///
/// Written in the order of a turn: select and read, tasks, timers, then each link that has something to send.
/// **Threads:** everything here belongs to the loop's thread, but [#execute], [#ask] and [#close].
public final class Loop implements AutoCloseable {
    /// What a lane's loop says of it.
    public record LaneMeasures(List<StreamFacts> streams, Measures.@Nullable OfLink link, Measures.OfLoop loop) {}

    /// What has output at the end of a turn.
    interface Turn {
        void turn();
    }

    private static final Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final int IO_BYTES = 128 * 1024;
    private static final int TASKS_A_TURN = 128;
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Selector selector;
    private final Thread thread;
    private final LongSupplier clock;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    final Timers timers = new Timers();
    private final Stopwatch idle = new Stopwatch();
    private ArrayDeque<Turn> dirty = new ArrayDeque<>();
    private ArrayDeque<Turn> turning = new ArrayDeque<>();
    private final ArrayDeque<Runnable> again = new ArrayDeque<>();
    private volatile boolean closed;
    private final AtomicBoolean isRelieving = new AtomicBoolean();
    private volatile Runnable releaseListener = () -> {};
    private long now;

    /// Between local sockets and the streams' arrays.
    final ByteBuffer io = ByteBuffer.allocateDirect(IO_BYTES);
    /// The record that was just opened; used up before the next.
    final byte[] plain = new byte[RecordSealer.LONGEST_PLAIN + 64];
    /// A frame that was just compressed or decompressed; used up at once.
    final byte[] scratch = new byte[RecordSealer.LONGEST_PLAIN + 64];
    /// What the present read of a wire brought for one stream.
    final Batch batch = new Batch();
    final ArrayPool inBuffers = new ArrayPool(Inbox.BYTES);
    final ArrayPool outBuffers = new ArrayPool(Outbox.OUT_BYTES);
    final ArrayPool smallBuffers = new ArrayPool(RecordSealer.LONGEST_PLAIN);
    final ChunkPool chunks = new ChunkPool(LinkSettings.FRAME_BYTES);
    public final Budgets budgets;
    final Entropy entropy = new Entropy();
    /// Streams that do not read their local socket because the budget of sent bytes is used up.
    final ArrayDeque<Stream> starved = new ArrayDeque<>();
    /// Lanes that had a link and are not over.
    private final LinkedHashSet<Lane> lanes = new LinkedHashSet<>();

    public Loop(String name, Budgets budgets, LongSupplier clock) throws IOException {
        this.selector = Selector.open();
        this.budgets = budgets;
        budgets.whenFull(this::relieve);
        this.clock = clock;
        this.now = clock.getAsLong();
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public Loop start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!closed) {
                select();
                now = clock.getAsLong();
                idle.stops(now);
                runTasks();
                timers.run(now, timer -> guarded(timer::run));
                for (int count = again.size(); count > 0; count--) guarded(again.removeFirst());
                turnLinks();
            }
        } catch (IOException | RuntimeException | Error broken) {
            if (!closed) died(broken);
        } finally {
            closeSelector();
        }
    }

    /// Its tunnels must not look as if they stood: they end, and are dialled again on another loop.
    private void died(Throwable why) {
        closed = true;
        try {
            LOG.log(Level.ERROR, "loop=" + thread.getName() + " ended; restart the node", why);
            // links and sockets that were on their way to this loop get an end too
            for (Runnable task; (task = tasks.poll()) != null;) guarded(task);
        } finally {
            for (Lane lane : List.copyOf(lanes)) guarded(() -> lane.loopEnds("an event loop of this node ended: " + why));
        }
    }

    private void select() throws IOException {
        if (!tasks.isEmpty() || !again.isEmpty() || !dirty.isEmpty()) selector.selectNow(this::ready);
        else selector.select(this::ready, Math.max(1, TimeUnit.NANOSECONDS.toMillis(idleFor() + 999_999)));
    }

    private long idleFor() {
        long begins = clock.getAsLong();
        idle.starts(begins);
        Timer next = timers.next();
        return next == null ? IDLE_NANOS : Math.clamp(next.due - begins, 0, IDLE_NANOS);
    }

    private void ready(SelectionKey key) {
        // one that was ready before it in this turn may have closed it
        if (!key.isValid()) return;
        now = clock.getAsLong();
        idle.stops(now);
        try {
            ((Ready) key.attachment()).ready(key);
        } catch (CancelledKeyException closed) {
            LOG.log(Level.DEBUG, "a channel was closed while it was ready", closed);
        } catch (RuntimeException | LinkageError | StackOverflowError mistake) {
            LOG.log(Level.ERROR, "a ready channel could not be served; please report this", mistake);
        }
    }

    /// Not until there is none: whoever gives faster than they are run would keep the links waiting.
    private void runTasks() {
        Runnable task;
        for (int left = TASKS_A_TURN; left > 0 && (task = tasks.poll()) != null; left--) guarded(task);
    }

    private void turnLinks() {
        ArrayDeque<Turn> mine = dirty;
        dirty = turning;
        turning = mine;
        for (Turn turn; (turn = mine.pollFirst()) != null;) {
            Turn one = turn;
            guarded(one::turn);
        }
    }

    /// A mistake in one task, or a class that left with its bundle, must not take the streams of all others down.
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError | StackOverflowError mistake) {
            LOG.log(Level.ERROR, "a task of an event loop failed; please report this", mistake);
        }
    }

    /// Nanoseconds, read once for each ready channel and turn.
    long now() {
        return now;
    }

    Selector selector() {
        return selector;
    }

    /// Calls `turn` once at the end of this turn; the caller remembers that it asked.
    void endOfTurn(Turn turn) {
        dirty.addLast(turn);
    }

    /// Calls `action` in the next turn, which comes at once.
    void nextTurn(Runnable action) {
        if (!comesNext(action)) again.addLast(action);
    }

    boolean comesNext(Runnable action) {
        return again.contains(action);
    }

    /// Memory for sent bytes came free: one stream that waits for it goes on.
    void feedOne() {
        for (Stream hungry; (hungry = starved.poll()) != null;) if (hungry.fed()) return;
    }

    /// The lane ends with the loop.
    void keep(Lane lane) {
        lanes.add(lane);
    }

    /// What bundles offer has changed: each link looks whether it wants new keys. From any thread.
    public void stockChanged() {
        try {
            execute(() -> lanes.forEach(Lane::wantsTurn));
        } catch (RejectedExecutionException closed) {
            // it has no links any more
        }
    }

    void drop(Lane lane) {
        lanes.remove(lane);
    }

    /// Tells `listener`, on the loop, whenever a link perhaps uses less of what bundles offer than before; it returns at once.
    public void onReleased(Runnable listener) {
        releaseListener = listener;
    }

    void released() {
        releaseListener.run();
    }

    /// Where the time of a lane's streams goes; on the loop.
    public LaneMeasures measures(Lane lane) {
        now = clock.getAsLong();
        Link link = lane.link;
        var busy = new Measures.OfLoop(thread.getName(), now, idle.nanos(now));
        return new LaneMeasures(lane.facts(), link == null ? null : link.clock.measures(lane.number()), busy);
    }

    /// What the links use: each thing as often as there are links that do.
    public List<Object> used() {
        return links().stream().flatMap(link -> link.keying.used().stream()).toList();
    }

    /// Whether a link uses something of that kind, or may come to.
    public boolean uses(Predicate<Object> what) {
        return links().stream().anyMatch(link -> link.keying.uses(what));
    }

    private List<Link> links() {
        return lanes.stream().map(lane -> lane.link).filter(Objects::nonNull).toList();
    }

    /// Where peers or local sockets do not take what is theirs and memory is used up, the stream goes that holds most.
    void checkMemory() {
        if (budgets.mustDropWaiting()) {
            StreamBook.dropMost(lanes, stream -> stream.receiving.waiting.heldBytes(), "its socket takes too little, and memory is used up");
        }
        if (budgets.mustDropSent()) {
            // a peer that takes nothing may spread it over many streams: the lane counts first
            Lane most = Collections.max(lanes, Comparator.comparingLong(Lane::retainedBytes));
            StreamBook.dropMost(List.of(most), stream -> stream.sending.kept.heldBytes(), "the peer takes too little, and memory is used up");
        }
    }

    /// Another loop has too much of the process's memory in use because of what is held here.
    private void relieve() {
        if (!isRelieving.compareAndSet(false, true)) return;
        try {
            execute(() -> {
                isRelieving.set(false);
                checkMemory();
            });
        } catch (RejectedExecutionException stopped) {
            // it gives back all it holds
        }
    }

    /// Runs `task` on the loop, soon.
    ///
    /// @throws RejectedExecutionException when the loop was closed
    public void execute(Runnable task) {
        tasks.add(task);
        // looked at afterwards: a loop that ends meanwhile has run it, or it is still there
        if (closed && tasks.remove(task)) throw new RejectedExecutionException("the loop " + thread.getName() + " was closed");
        if (Thread.currentThread() != thread) selector.wakeup();
    }

    /// Asks something of the loop; for people and tests, not for the data path.
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException failed) {
                answer.completeExceptionally(failed);
            }
        });
        return answer;
    }

    /// Whether it takes no tasks any more: it was closed, or it died.
    public boolean isClosed() {
        return closed;
    }

    public boolean isThisThread() {
        return Thread.currentThread() == thread;
    }

    private void closeSelector() {
        try {
            for (SelectionKey key : selector.keys()) key.channel().close();
            selector.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Ends the thread; whatever is still registered is closed.
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            if (!isThisThread()) thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
