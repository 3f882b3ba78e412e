package org.nettunnel.node.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.Node.RemoteHalf;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.node.sync.PeerMessage;
import org.nettunnel.node.sync.PeerMessage.HalfNews;
import org.nettunnel.node.sync.Talk;

/// Asks the other ends of tunnels over their control streams, and answers what they ask.
///
/// A node of an earlier time refuses questions, so it gets none: who understands them says so when a session begins, as the state of an endpoint
/// that nobody has, which such a node passes over.
/// **Threads:** safe for any; what is asked here is answered on a virtual thread of its own, so that news go on.
public final class FarCalls implements FarSide {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    static final EndpointId NOBODYS = new EndpointId(new UUID(0, 0));
    private static final String TALKS = "talks";
    /// In flight of one tunnel, in each direction.
    static final int MOST = 8;
    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// For what may take its time: an examination of a way takes up to a minute.
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(75);
    /// What the other end may take to remove its half as well, before this one takes the tunnel down.
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final int NO_CONTENT = 204;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;
    private static final int FAILED = 500;
    private static final int ABSENT = 503;
    private static final int UNWRITTEN = 507;

    private final Here here;
    private final Map<TunnelId, Peer> peers = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile @Nullable Answerer answerer;

    /// What of this node the other end has to do with.
    public interface Here {
        Optional<TunnelConfig> tunnel(TunnelId id);

        /// @return false when the tunnel has no session
        boolean send(TunnelId tunnel, byte[] message);

        /// Removes a tunnel for good, while it still runs.
        void forget(TunnelId tunnel) throws IOException;

        /// Lets run what is configured now, and nothing else.
        void settle();
    }

    /// The other end, while a session lasts.
    private static final class Peer {
        final Map<Long, CompletableFuture<FarSide.Answer>> asked = new ConcurrentHashMap<>();
        final Semaphore asking = new Semaphore(MOST);
        final Semaphore answering = new Semaphore(MOST);
        final CountDownLatch over = new CountDownLatch(1);
        volatile boolean talks;
    }

    public FarCalls(Here here) {
        this.here = here;
    }

    // what the tunnel tells

    public void established(TunnelId tunnel) {
        peer(tunnel);
        PeerMessage.ofHalves(List.of(new HalfNews(NOBODYS, new RemoteHalf("ready", 0, TALKS)))).forEach(hello -> here.send(tunnel, hello));
    }

    public void lost(TunnelId tunnel) {
        Peer peer = peers.remove(tunnel);
        if (peer == null) return;
        peer.over.countDown();
        var lost = new IOException("the tunnel was lost");
        peer.asked.values().forEach(each -> each.completeExceptionally(lost));
    }

    /// @return whether it was no news of an endpoint but what the peer understands
    public boolean hears(TunnelId tunnel, HalfNews news) {
        if (!news.endpoint().equals(NOBODYS)) return false;
        if (news.half().reason().equals(TALKS) && here.tunnel(tunnel).isPresent()) peer(tunnel).talks = true;
        return true;
    }

    public void hears(TunnelId tunnel, Talk talk) {
        if (here.tunnel(tunnel).isEmpty()) return;
        Peer peer = peer(tunnel);
        if (talk instanceof Talk.Answer(long id, FarSide.Answer answer)) {
            var waits = peer.asked.remove(id);
            if (waits != null) waits.complete(answer);
        } else if (!peer.answering.tryAcquire()) {
            reply(tunnel, talk.id(), problem(TOO_MANY, "more than " + MOST + " questions at once came through this tunnel; wait for an answer"));
        } else {
            Thread.ofVirtual().name("far-call-", 0).start(() -> {
                try {
                    answer(tunnel, peer, talk);
                } finally {
                    peer.answering.release();
                }
            });
        }
    }

    /// One who speaks before the session was announced here is heard: the engine may have been there before the node.
    private Peer peer(TunnelId tunnel) {
        return peers.computeIfAbsent(tunnel, _ -> new Peer());
    }

    // answers

    @Override
    public void answerWith(Answerer fresh) {
        answerer = fresh;
    }

    @Override
    public void answerNoMore(Answerer gone) {
        if (answerer == gone) answerer = null;
    }

    private void answer(TunnelId id, Peer peer, Talk talk) {
        TunnelConfig tunnel = here.tunnel(id).orElse(null);
        if (tunnel == null) return;
        switch (talk) {
            case Talk.Ping ping -> reply(id, ping.id(), done());
            case Talk.Call(long number, FarSide.Call call) -> reply(id, number, answer(tunnel, call));
            case Talk.Remove remove -> remove(tunnel, peer, remove.id());
            case Talk.Answer _ -> { }
        }
    }

    private FarSide.Answer answer(TunnelConfig tunnel, FarSide.Call call) {
        if (!tunnel.peerMay().call()) return problem(FORBIDDEN, "this end lets nobody log in through the tunnel");
        Answerer answers = answerer;
        if (answers == null) return problem(ABSENT, "the administration is not running at this end");
        try {
            return answers.answer(tunnel, call);
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "a call through a tunnel failed tunnel=" + tunnel.id() + " call=" + call, bug);
            return problem(FAILED, "an error inside the node; its log tells more");
        }
    }

    /// Removed first and for good, then told, and only then taken down: who is told does not wait in vain.
    private void remove(TunnelConfig tunnel, Peer peer, long number) {
        if (!tunnel.peerMay().configure()) {
            reply(tunnel.id(), number, problem(FORBIDDEN, "this end does not let its peer change the tunnel"));
            return;
        }
        try {
            here.forget(tunnel.id());
        } catch (IOException unwritten) {
            reply(tunnel.id(), number, problem(UNWRITTEN, "the removal could not be written: " + unwritten.getMessage()));
            return;
        }
        LOG.log(System.Logger.Level.INFO, "tunnel removed, as its peer asked for tunnel=" + tunnel.id() + " name=\"" + tunnel.name() + "\"");
        try {
            reply(tunnel.id(), number, done());
            if (!peer.over.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS))
                LOG.log(System.Logger.Level.DEBUG, () -> "the peer keeps its half tunnel=" + tunnel.id());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            here.settle();
        }
    }

    private void reply(TunnelId tunnel, long number, FarSide.Answer answer) {
        byte[] message = PeerMessage.of(new Talk.Answer(number, answer));
        if (message.length > LARGEST_MESSAGE)
            message = PeerMessage.of(new Talk.Answer(number, problem(TOO_LARGE, "the answer is longer than 1 MiB, the most that comes through a tunnel; ask for less, as by 'limit'")));
        here.send(tunnel, message);
    }

    private static FarSide.Answer done() {
        return new FarSide.Answer(NO_CONTENT, "", null);
    }

    /// @param sentence without a quote or a backslash
    private static FarSide.Answer problem(int status, String sentence) {
        String plain = sentence.replaceAll("[\"\\\\\\p{Cntrl}]", " ");
        return new FarSide.Answer(status, "{\"type\":\"about:blank\",\"title\":\"not done\",\"status\":" + status + ",\"detail\":\"" + plain + "\"}", null);
    }

    // questions

    @Override
    public FarSide.Answer call(TunnelId tunnel, FarSide.Call call) throws RequestRefused {
        return ask(tunnel, CALL_PATIENCE, number -> new Talk.Call(number, call));
    }

    @Override
    public Duration ping(TunnelId tunnel) throws RequestRefused {
        long began = System.nanoTime();
        ask(tunnel, PATIENCE, Talk.Ping::new);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void removeThere(TunnelId tunnel) throws RequestRefused {
        FarSide.Answer answer = ask(tunnel, PATIENCE, Talk.Remove::new);
        if (answer.status() != NO_CONTENT)
            throw new RequestRefused(Reason.CONFLICT, "the other end of " + name(tunnel) + " did not remove its half (" + (answer.status() == FORBIDDEN
                    ? "it does not let this node change the tunnel" : "it answered " + answer.status()) + "): remove it there, and here without 'both'");
    }

    private FarSide.Answer ask(TunnelId tunnel, Duration patience, LongFunction<Talk> question) throws RequestRefused {
        String name = name(tunnel);
        Peer peer = peers.get(tunnel);
        if (peer == null) throw new RequestRefused(Reason.CONFLICT, name + " is not up, so its other end cannot be asked: wait until it is established, or ask at that node itself");
        if (!peer.talks) throw new RequestRefused(Reason.CONFLICT, "the node at the other end of " + name + " takes no questions through it: update it, or ask at that node itself");
        if (!peer.asking.tryAcquire()) throw new RequestRefused(Reason.TOO_MANY, MOST + " questions wait for the other end of " + name + " already", Duration.ofSeconds(1));
        long number = ids.incrementAndGet();
        var waits = new CompletableFuture<FarSide.Answer>();
        try {
            byte[] message = message(question.apply(number));
            peer.asked.put(number, waits);
            if (!here.send(tunnel, message)) throw new RequestRefused(Reason.CONFLICT, name + " was lost just now: try again when it is established");
            return waits.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            throw unknown(name, "did not answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException lost) {
            throw unknown(name, "was lost before it answered");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unknown(name, "was not waited for, since this node stops");
        } finally {
            peer.asked.remove(number);
            peer.asking.release();
        }
    }

    private static byte[] message(Talk question) throws RequestRefused {
        try {
            return PeerMessage.of(question);
        } catch (IllegalArgumentException wrong) {
            throw new RequestRefused(Reason.INVALID, String.valueOf(wrong.getMessage()));
        }
    }

    private static RequestRefused unknown(String name, String what) {
        return new RequestRefused(Reason.CONFLICT, "the other end of " + name + " " + what + ": what was asked for may have been done there; look before you ask again");
    }

    private String name(TunnelId tunnel) {
        return "tunnel '" + here.tunnel(tunnel).map(TunnelConfig::name).orElse(tunnel.toString()) + "'";
    }
}
