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

    WorkQueue(InstantSource clock) {
        this.clock = clock;
    }

    /// Where a work says how far it is.
    interface Progress {
        void step(String what, int percent);
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

    synchronized Work add(String order, Task task) throws RequestRefused {
        long open = works.stream().filter(work -> !isEnded(work.state())).count();
        if (open > MOST_WAITING) throw new RequestRefused(RequestRefused.Reason.TOO_MANY, MOST_WAITING + " works wait already; see 'nettunnel bundle works'");
        var work = new Work(Long.toString(++last), order, clock.instant(), new State.Waiting());
        works.addFirst(work);
        forget();
        thread.execute(() -> run(work, task));
        return work;
    }

    private void run(Work work, Task task) {
        set(work, new State.Running("begins", 0));
        LOG.log(Level.INFO, "work begins id=" + work.id() + " order=\"" + work.order() + "\"");
        try {
            Outcome outcome = task.run((what, percent) -> set(work, new State.Running(what, percent)));
            LOG.log(Level.INFO, "work done id=" + work.id() + " order=\"" + work.order() + "\" restart=" + outcome.needsRestart() + " result=\"" + outcome.sentence() + "\"");
            set(work, new State.Done(clock.instant(), outcome.sentence(), outcome.needsRestart()));
        } catch (Forceable refused) {
            failed(work, String.valueOf(refused.getMessage()), true);
        } catch (SiteRefused | IOException refused) {
            failed(work, sentence(refused), false);
        } catch (InterruptedException stopping) {
            failed(work, "the node is stopping", false);
        } catch (RuntimeException | Error broken) {
            LOG.log(Level.ERROR, "work broke id=" + work.id() + " order=\"" + work.order() + "\"", broken);
            failed(work, "it broke inside (" + broken + "); the node's log says more", false);
        }
    }

    private void failed(Work work, String sentence, boolean isForceable) {
        LOG.log(Level.WARNING, "work failed id=" + work.id() + " order=\"" + work.order() + "\" reason=\"" + sentence + "\"");
        set(work, new State.Failed(clock.instant(), sentence, isForceable));
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
            case State.Done _, State.Failed _ -> true;
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
    public void close() {
        thread.shutdownNow();
    }
}
