package org.nettunnel.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.provisioning.Work;
import org.nettunnel.api.provisioning.Work.State;
import org.nettunnel.provisioning.WorkQueue.Outcome;

@Timeout(20)
class WorkQueueTest {
    private final WorkQueue queue = new WorkQueue(InstantSource.system());
    private final CountDownLatch began = new CountDownLatch(1);
    private final Semaphore mayEnd = new Semaphore(0);

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void aWorkThatHasChangedNothingYetIsCancelled() throws Exception {
        Work fetching = queue.add("fetch", progress -> {
            began.countDown();
            mayEnd.acquire();   // is woken
            return new Outcome("fetched", false);
        });
        began.await();
        queue.cancel(fetching.id());
        assertInstanceOf(State.Cancelled.class, end(fetching));
        Work next = queue.add("next", progress -> {
            progress.change();
            return new Outcome(Thread.currentThread().isInterrupted() ? "woken" : "not woken", false);
        });
        assertEquals("not woken", assertInstanceOf(State.Done.class, end(next)).sentence());
    }

    @Test
    void aWorkThatIsNotWokenComesNoFurtherThanItsFirstChange() throws Exception {
        Work checking = queue.add("check", progress -> {
            began.countDown();
            mayEnd.acquireUninterruptibly();
            progress.change();
            throw new AssertionError("it changes something");
        });
        began.await();
        queue.cancel(checking.id());
        mayEnd.release();
        assertInstanceOf(State.Cancelled.class, end(checking));
    }

    @Test
    void aWorkThatChangesGoesToItsEnd() throws Exception {
        Work changing = queue.add("change", progress -> {
            progress.change();
            began.countDown();
            mayEnd.acquire();
            return new Outcome("changed", false);
        });
        began.await();
        String sentence = assertThrows(RequestRefused.class, () -> queue.cancel(changing.id())).getMessage();
        assertTrue(sentence.contains("goes to its end") && sentence.contains("rollback"), sentence);
        mayEnd.release();
        assertEquals("changed", assertInstanceOf(State.Done.class, end(changing)).sentence());
        assertThrows(RequestRefused.class, () -> queue.cancel(changing.id()));
        assertThrows(RequestRefused.class, () -> queue.cancel("99"));
    }

    @Test
    void aWorkThatWaitsNeverBegins() throws Exception {
        Work first = queue.add("first", progress -> {
            began.countDown();
            mayEnd.acquire();
            return new Outcome("first", false);
        });
        Work waiting = queue.add("waiting", progress -> {
            throw new AssertionError("it began");
        });
        began.await();
        queue.cancel(waiting.id());
        assertInstanceOf(State.Cancelled.class, queue.find(waiting.id()).orElseThrow().state());
        mayEnd.release();
        assertInstanceOf(State.Done.class, end(first));
        end(queue.add("last", progress -> new Outcome("last", false)));
        assertInstanceOf(State.Cancelled.class, queue.find(waiting.id()).orElseThrow().state());
    }

    @Test
    void aQueueThatIsClosedTakesNoWork() {
        queue.close();
        assertThrows(RequestRefused.class, () -> queue.add("late", progress -> new Outcome("late", false)));
        assertEquals(0, queue.all().size());
    }

    private State end(Work work) {
        while (true) {
            State state = queue.find(work.id()).orElseThrow().state();
            if (!(state instanceof State.Waiting) && !(state instanceof State.Running)) return state;
            Thread.yield();
        }
    }
}
