package org.nettunnel.provisioning;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.provisioning.Work;
import org.nettunnel.api.provisioning.Work.State;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Works one after another, and remembers how they went.
///
/// **Threads:** any orders and looks; works run on a thread of their own.
final class WorkQueue implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.provisioning");
    private static final int MOST_WAITING = 16;
    private static final int MOST_ENDED = 32;

    private final InstantSource clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("provisioning").factory());
    private final Deque<Work> works = new ArrayDeque<>();   // guarded by this; the newest first
    private long last;   // guarded by this
    private @Nullable Run current;   // guarded by this
    private boolean isClosed;   // guarded by this

    WorkQueue(InstantSource clock) {
        this.clock = clock;
    }

    /// Where a work says how far it is.
    interface Progress {
        void step(String what, int percent);

        /// To be called before the work changes anything; from here on it is not cancelled.
        ///
        /// @throws InterruptedException when it was cancelled before
        void change() throws InterruptedException;
    }

    /// What is to be done; returns what was done.
    interface Task {
        Outcome run(Progress progress) throws SiteRefused, Forceable, IOException, InterruptedException;
    }

    record Outcome(String sentence, boolean needsRestart) {}

    /// The same with `force` would be done.
    static final class Forceable extends Exception {
        private static final long serialVersionUID = 1L;

        Forceable(String sentence) {
            super(sentence);
        }
    }

    /// The work that runs.
    private final class Run implements Progress {
        final Work work;
        final Thread thread = Thread.currentThread();
        boolean isCancelled;   // guarded by the queue
        boolean isChanging;   // guarded by the queue

        Run(Work work) {
            this.work = work;
        }

        @Override
        public void step(String what, int percent) {
            set(work, new State.Running(what, percent));
        }

        @Override
        public void change() throws InterruptedException {
            synchronized (WorkQueue.this) {
                if (isCancelled) throw new InterruptedException("cancelled");
                isChanging = true;
            }
        }
    }

    synchronized Work add(String order, Task task) throws RequestRefused {
        if (isClosed) throw new RequestRefused(RequestRefused.Reason.CONFLICT, "the node is stopping; nothing is begun any more");
        long open = works.stream().filter(work -> !isEnded(work.state())).count();
        if (open > MOST_WAITING) throw new RequestRefused(RequestRefused.Reason.TOO_MANY, MOST_WAITING + " works wait already; see 'nettunnel bundle works'");
        var work = new Work(Long.toString(++last), order, clock.instant(), new State.Waiting());
        works.addFirst(work);
        forget();
        thread.execute(() -> run(work, task));
        return work;
    }

    private void run(Work work, Task task) {
        Run run = begin(work);
        if (run == null) return;
        LOG.log(Level.INFO, "work begins " + words(work));
        try {
            Outcome outcome = task.run(run);
            end(run, new State.Done(clock.instant(), outcome.sentence(), outcome.needsRestart()));
        } catch (Forceable refused) {
            failed(run, String.valueOf(refused.getMessage()), true);
        } catch (SiteRefused | IOException refused) {
            failed(run, sentence(refused), false);
        } catch (InterruptedException stopping) {
            failed(run, "the node is stopping", false);
        } catch (RuntimeException | Error broken) {
            LOG.log(Level.ERROR, "work broke " + words(work), broken);
            failed(run, "it broke inside (" + broken + "); the node's log says more", false);
        }
    }

    private void failed(Run run, String sentence, boolean isForceable) {
        end(run, new State.Failed(clock.instant(), sentence, isForceable));
    }

    /// Null when it was cancelled while it waited.
    private synchronized @Nullable Run begin(Work work) {
        if (works.stream().anyMatch(each -> each.id().equals(work.id()) && isEnded(each.state()))) return null;
        set(work, new State.Running("begins", 0));
        return current = new Run(work);
    }

    private synchronized void end(Run run, State state) {
        current = null;
        State told = run.isCancelled ? new State.Cancelled(clock.instant()) : state;
        if (run.isCancelled) Thread.interrupted();   // has done what it was for
        switch (told) {
            case State.Failed failed -> LOG.log(Level.WARNING, "work failed " + words(run.work) + " reason=\"" + failed.sentence() + "\"");
            case State.Done done -> LOG.log(Level.INFO, "work done " + words(run.work) + " restart=" + done.needsRestart() + " result=\"" + done.sentence() + "\"");
            case State.Cancelled _, State.Waiting _, State.Running _ -> LOG.log(Level.INFO, "work cancelled " + words(run.work));
        }
        set(run.work, told);
    }

    private static String words(Work work) {
        return "id=" + work.id() + " order=\"" + work.order() + "\"";
    }

    /// Ends a work that has changed nothing yet; one that runs ends as soon as it comes to a safe point.
    synchronized void cancel(String id) throws RequestRefused {
        Work work = find(id).orElseThrow(() -> new RequestRefused(RequestRefused.Reason.NOT_FOUND, "there is no work '" + id + "' (any more); see 'nettunnel bundle works'"));
        if (isEnded(work.state())) throw new RequestRefused(RequestRefused.Reason.CONFLICT, "work " + id + " is over; 'nettunnel bundle rollback' takes back the last that changed anything");
        Run run = current;
        if (run == null || !run.work.id().equals(id)) {
            LOG.log(Level.INFO, "work cancelled " + words(work));
            set(work, new State.Cancelled(clock.instant()));
            return;
        }
        if (run.isChanging) throw new RequestRefused(RequestRefused.Reason.CONFLICT, "work " + id + " is making its changes already and goes to its end; 'nettunnel bundle rollback' takes them back");
        run.isCancelled = true;
        run.thread.interrupt();
    }

    /// The JDK's exceptions about files say their path only.
    static String sentence(Exception refused) {
        String text = String.valueOf(refused.getMessage());
        return switch (refused) {
            case java.nio.file.NoSuchFileException absent -> absent.getFile() + " is not there" + (absent.getReason() == null ? "" : ": " + absent.getReason());
            case java.nio.file.AccessDeniedException denied -> denied.getFile() + " may not be read or written by this node";
            case java.nio.file.FileSystemException disk -> disk.getFile() + ": " + disk.getReason() + "; nothing was changed";
            case IOException other when text.contains("No space left") -> "the disk of the node's data is full; make room and try again: nothing was changed";
            default -> text;
        };
    }

    private synchronized void set(Work work, State state) {
        List<Work> told = new ArrayList<>();
        for (Work each : works) told.add(each.id().equals(work.id()) ? new Work(work.id(), work.order(), work.since(), state) : each);
        works.clear();
        works.addAll(told);
    }

    private static boolean isEnded(State state) {
        return switch (state) {
            case State.Waiting _, State.Running _ -> false;
            case State.Done _, State.Failed _, State.Cancelled _ -> true;
        };
    }

    private void forget() {
        int ended = 0;
        for (var each = works.iterator(); each.hasNext();)
            if (isEnded(each.next().state()) && ++ended > MOST_ENDED) each.remove();
    }

    synchronized List<Work> all() {
        return List.copyOf(works);
    }

    synchronized Optional<Work> find(String id) {
        return works.stream().filter(work -> work.id().equals(id)).findAny();
    }

    /// Ends the work that runs, and those that wait; the next start puts right what was left in the middle.
    @Override
    public synchronized void close() {
        isClosed = true;
        thread.shutdownNow();
    }
}
